"""ServiceAccount manifests become ServiceAccounts: the pull secrets that their pods get, and annotations."""

from imagesim.rules.service_account_tokens import ServiceAccount
from imagesim.scenarios.fields import Field
from imagesim.scenarios.kubernetes_fields import SCHEMAS, check_names
from imagesim.scenarios.metadata import read_annotations, read_metadata


def read_service_account(whole: Field) -> ServiceAccount:
    """Return the ServiceAccount of a manifest. Empty names of pull secrets count, as they do in the API."""
    check_names(whole, SCHEMAS["ServiceAccount"])
    namespace, name = read_metadata(whole)
    return ServiceAccount(
        namespace=namespace,
        name=name,
        annotations=read_annotations(whole["metadata"]),
        image_pull_secrets=tuple(item["name"].text() for item in whole["imagePullSecrets"].items()),
    )
