"""ServiceAccount manifests become ServiceAccounts: the pull secrets that their pods get, and annotations."""

from imagesim.rules.admission.service_account import ENFORCE_ANNOTATION
from imagesim.rules.credentials.service_account_token import ServiceAccount
from imagesim.scenarios.manifests.kubernetes_fields import SCHEMAS, check_names
from imagesim.scenarios.manifests.metadata import read_annotations, read_metadata
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field


def read_service_account(whole: Field, notes: Notes) -> ServiceAccount:
    """Return the ServiceAccount of a manifest. Empty names of pull secrets count, as they do in the API."""
    check_names(whole, SCHEMAS["ServiceAccount"])
    namespace, name = read_metadata(whole)
    annotations = read_annotations(whole["metadata"])
    if ENFORCE_ANNOTATION in dict(annotations):
        where = f"ServiceAccount/{namespace}/{name}"
        notes.not_modelled(ENFORCE_ANNOTATION, where, "no pod is refused for the secrets that it lists")
    return ServiceAccount(
        namespace=namespace,
        name=name,
        annotations=tuple(pair for pair in annotations if pair[0] != ENFORCE_ANNOTATION),
        image_pull_secrets=tuple(item["name"].text() for item in whole["imagePullSecrets"].items()),
    )
