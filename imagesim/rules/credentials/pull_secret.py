"""Writes pull secrets: the one that `kubectl create secret docker-registry` makes, or one for several registries.

Models create_secret_docker.go of kubectl 1.36.2: for the same arguments the data are the same bytes. The server is the
key, so all that the keyring says of keys holds; kubectl's default is Docker Hub's. What comes out holds the password,
as the Secret itself does.
"""

import base64
from typing import TypedDict

from imagesim.rules.credentials.docker_config import DockerConfig, DockerConfigEntry
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.golang.json_text import marshal

DOCKER_HUB = "https://index.docker.io/v1/"
DATA_KEY = ".dockerconfigjson"
TYPE = "kubernetes.io/dockerconfigjson"
_MISSING = (
    "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"
)


class ManifestMetadata(TypedDict, total=False):
    """Name and namespace; no namespace means the one in which the manifest is applied."""

    name: str
    namespace: str


class WrittenSecret(TypedDict):
    """A Secret as a manifest has it. `data` is base64."""

    apiVersion: str
    kind: str
    metadata: ManifestMetadata
    type: str
    data: dict[str, str]


def docker_registry_secret(
    name: str,
    *,
    username: str,
    password: SecretValue,
    server: str = DOCKER_HUB,
    email: str = "",
    namespace: str = "",
) -> WrittenSecret:
    """What `kubectl create secret docker-registry NAME` makes. Raises ValueError with kubectl's text."""
    if not name:
        raise ValueError("name must be specified")
    if not (username and password.reveal() and server):
        raise ValueError(_MISSING)
    entry = DockerConfigEntry(registry=server, username=username, password=password, email=email)
    return pull_secret(name, docker_config_json((entry,)), namespace)


def pull_secret(name: str, document: SecretValue, namespace: str = "") -> WrittenSecret:
    """A Secret that holds *document*, a config.json, as it is: what kubectl makes with --from-file."""
    metadata: ManifestMetadata = {"name": name, "namespace": namespace} if namespace else {"name": name}
    data = base64.b64encode(_bytes(document.reveal())).decode("ascii")
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": TYPE, "data": {DATA_KEY: data}}


def docker_config_json(config: DockerConfig) -> SecretValue:
    """*config* as Go writes a config.json: registries sorted, empty fields left out, `auth` beside its parts."""
    entries = sorted(config, key=lambda entry: _bytes(entry.registry))
    auths = ",".join(f"{marshal(entry.registry)}:{_entry(entry)}" for entry in entries)
    return SecretValue(f'{{"auths":{{{auths}}}}}')


def _entry(entry: DockerConfigEntry) -> str:
    password = entry.password.reveal()
    auth = base64.b64encode(_bytes(f"{entry.username}:{password}")).decode("ascii")
    fields = {"username": entry.username, "password": password, "email": entry.email, "auth": auth}
    return "{" + ",".join(f'"{name}":{marshal(value)}' for name, value in fields.items() if value) + "}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
