"""ServiceAccount manifests: read as the pull secrets that their pods get and annotations, and written again."""

from typing import Any

from imagesim.rules.admission.service_account import ENFORCE_ANNOTATION
from imagesim.rules.api import kinds
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, check_fields, names
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_annotations, read_metadata
from imagesim.scenarios.reading.fields import Field

_FIELDS = names(
    "apiVersion kind secrets automountServiceAccountToken", metadata=METADATA, imagePullSecrets=[names("name")]
)


def read_service_account(whole: Field, decoding: Decoding) -> ServiceAccount:
    """Return the ServiceAccount of a manifest. Empty names of pull secrets count, as they do in the API."""
    check_fields(whole, _FIELDS)
    namespace, name = read_metadata(whole)
    annotations = read_annotations(whole["metadata"])
    if ENFORCE_ANNOTATION in dict(annotations):
        where = f"ServiceAccount/{namespace}/{name}"
        decoding.notes.not_modelled(ENFORCE_ANNOTATION, where, "no pod is refused for the secrets that it lists")
    return ServiceAccount(
        namespace=namespace,
        name=name,
        annotations=tuple(pair for pair in annotations if pair[0] != ENFORCE_ANNOTATION),
        image_pull_secrets=tuple(item["name"].text() for item in whole["imagePullSecrets"].items()),
    )


def service_account_document(account: ServiceAccount) -> dict[str, Any]:
    """A ServiceAccount with its pull secrets."""
    metadata: dict[str, Any] = {"name": account.name, "namespace": account.namespace}
    if account.annotations:
        metadata["annotations"] = dict(account.annotations)
    document: dict[str, Any] = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}
    if account.image_pull_secrets:
        document["imagePullSecrets"] = [{"name": name} for name in account.image_pull_secrets]
    return document


SERVICE_ACCOUNT = ManifestKind(
    kind=kinds.SERVICE_ACCOUNT,
    fields=_FIELDS,
    value=ServiceAccount,
    read=read_service_account,
    write=service_account_document,
    held_in="service_accounts",
)
