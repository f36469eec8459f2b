"""Secret manifests: read as PullSecrets, which hold what a kubelet can pull with and nothing else, and written again.

Of the types kubernetes.io/dockerconfigjson and kubernetes.io/dockercfg the docker config is kept, with stand-ins in
place of its passwords. A Secret of any other type exists, and gives no credentials. Of all that pods cannot pull with
the names of the keys are kept, since kubectl shows and counts them. The API server's checks are those
of ValidateSecret in pkg/apis/core/validation/validation.go: the key of the type must be there and hold a JSON object.
Whether a kubelet can make something of that object it does not ask.
"""

import base64
import binascii
import dataclasses
import re
from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.credentials.docker_config_stand_in import stand_in_document
from imagesim.rules.credentials.pull_credentials import DATA_KEYS, PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.golang.json import JSONObject, JSONSyntaxError, parse
from imagesim.scenarios.manifests.field_names import METADATA, check_fields, names
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_metadata
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field, root

OPAQUE = "Opaque"
_FIELDS = names("apiVersion kind type immutable data stringData", metadata=METADATA)
_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")


def read_secret(whole: Field) -> PullSecret:
    """Return the Secret of a manifest, or raise a mistake that names the field and never shows a value."""
    check_fields(whole, _FIELDS)
    namespace, name = read_metadata(whole)
    type_ = whole["type"].text() or OPAQUE
    data = _data(whole)
    data_key = DATA_KEYS.get(type_)
    kept: tuple[tuple[str, SecretValue], ...] = ()
    if data_key is not None:
        _check_docker_config(whole, data_key, data)
        kept = ((data_key, SecretValue(stand_in_document(data_key, data[data_key]))),)
    others = tuple(sorted(key for key in data if key != data_key))
    return PullSecret(namespace=namespace, name=name, type=type_, data=kept, other_keys=others)


def secret_document(secret: PullSecret) -> dict[str, Any]:
    """A Secret with its docker config, and of anything else the names of the keys."""
    metadata = {"name": secret.name, "namespace": secret.namespace}
    data = {key: _base64(stand_in_document(key, value.reveal())) for key, value in secret.data}
    data |= dict.fromkeys(secret.other_keys, "")
    document: dict[str, Any] = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": secret.type}
    return document | ({"data": data} if data else {})


def without_secrets(document: Document) -> Document:
    """The Secret manifest with stand-ins. Only what pods can pull with is left, of the rest the names of the keys, and
    of the metadata what names it.

    Raises ScenarioError for a Secret that the API server refuses.
    """
    head: dict[str, object] = {name: document.value[name] for name in ("apiVersion", "kind") if name in document.value}
    names = {"name": document.name, "namespace": document.namespace}
    metadata = {name: text for name, text in names.items() if text}
    if document.api_version != "v1":
        return dataclasses.replace(document, value={**head, "metadata": metadata})  # a mistake, and not of its values
    kept = secret_document(read_secret(root(document)))
    return dataclasses.replace(document, value={**kept, "metadata": metadata})


def _data(whole: Field) -> dict[str, bytes]:
    """What `data` and `stringData` hold together; the second wins."""
    encoded, plain = whole["data"], whole["stringData"]
    found = {key: _decoded(encoded[key]) for key in encoded.mapping()}
    found |= {key: plain[key].text().encode() for key in plain.mapping()}
    for key in found:
        if not _KEY.fullmatch(key):
            field = plain if key in plain.mapping() else encoded
            raise field.error("has a key that is not allowed", suggestion="use letters, digits, -, _ and .", show=False)
    return found


def _decoded(field: Field) -> bytes:
    text = field.text().replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        hint = "write base64 here, or plain text below stringData"
        raise field.error("is not base64", suggestion=hint) from None


def _check_docker_config(whole: Field, data_key: str, data: dict[str, bytes]) -> None:
    field = (whole["stringData"] if data_key in whole["stringData"].mapping() else whole["data"])[data_key]
    if data_key not in data:
        rule = f"Required value: a Secret of type {whole['type'].text()} needs it"
        raise field.error(rule, suggestion="or remove the type", show=False)
    try:
        document = parse(data[data_key])
    except JSONSyntaxError:
        raise field.error("is not JSON; the API server refuses the Secret") from None
    if document is not None and not isinstance(document, JSONObject):
        raise field.error("is JSON, but no object; the API server refuses the Secret")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


SECRET = ManifestKind(
    kind=kinds.SECRET,
    fields=_FIELDS,
    value=PullSecret,
    read=lambda whole, _: read_secret(whole),
    write=secret_document,
    held_in="secrets",
    redact=without_secrets,
)
