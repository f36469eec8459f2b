"""Pull secrets for people: made from a form or from a docker config that they have, with what to know about them.

What comes out here holds real passwords, because that is what was asked for. It belongs on stdout or in a cluster, and
nowhere else. Notes never hold one.
"""

from pathlib import Path
from typing import NamedTuple

import yaml

from imagesim.rules.api.dns_names import DNS_SUBDOMAIN
from imagesim.rules.credentials.docker_config import DECODERS, DockerConfig, DockerConfigError
from imagesim.rules.credentials.ignored_credentials import ignored_credentials
from imagesim.rules.credentials.key_matching import KUBELET
from imagesim.rules.credentials.pull_secret import (
    DOCKER_HUB,
    WrittenSecret,
    docker_config_json,
    docker_registry_secret,
    pull_secret,
)
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown.secret_texts import without_user
from imagesim.scenarios.files.docker_configs import CONFIG_JSON, DOCKERCFG, MANIFEST, config_form
from imagesim.scenarios.reading.documents import read_bytes
from imagesim.scenarios.reading.errors import ScenarioError, alone

_LARGEST = 2**20  # k8s.io/api core/v1 MaxSecretSize
_NOT_LOOKED_UP = ("registry-1.docker.io", "hub.docker.com", "registry.hub.docker.com", "auth.docker.io")


class MadeSecret(NamedTuple):
    """A Secret, and what a kubelet will not do with it. The representation shows no password."""

    manifest: WrittenSecret
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"MadeSecret({self.manifest['metadata'].get('name')!r}, notes={self.notes!r})"

    def to_yaml(self) -> str:
        """The manifest as `kubectl create secret --dry-run=client --output yaml` prints it: keys sorted."""
        return yaml.safe_dump(dict(self.manifest), sort_keys=True, default_flow_style=False, width=2**31)


@alone()
def make_secret(
    name: str, *, username: str, password: SecretValue, server: str = DOCKER_HUB, email: str = "", namespace: str = ""
) -> MadeSecret:
    """What `kubectl create secret docker-registry` makes. ScenarioError, in kubectl's words, if one cannot be made."""
    try:
        manifest = docker_registry_secret(
            name, username=username, password=password, server=server, email=email, namespace=namespace
        )
    except ValueError as error:
        raise ScenarioError(str(error)) from None
    _check_name(name)
    return MadeSecret(manifest, server_notes(server))


@alone()
def import_config(path: Path, name: str, namespace: str = "") -> MadeSecret:
    """The docker config in *path* as one Secret of type kubernetes.io/dockerconfigjson.

    A config.json is taken over byte for byte, as kubectl does with --from-file; a .dockercfg is written in the new
    form. ScenarioError if a kubelet could not decode it, or if it is too large for a Secret.
    """
    _check_name(name)
    data = read_bytes(path)
    form = config_form(path, data)
    if form == MANIFEST:
        raise ScenarioError("is a manifest already", file=str(path), suggestion="apply it as it is")
    if len(data) > _LARGEST:
        raise ScenarioError("the file is too large; a Secret holds 1 MiB at most", file=str(path))
    try:
        config, text = DECODERS[form](data), data.decode()
    except DockerConfigError as error:
        raise ScenarioError(f"is no docker config: {error}", file=str(path)) from None
    except UnicodeDecodeError:
        raise ScenarioError("the file is not valid UTF-8", file=str(path)) from None
    document = docker_config_json(config) if form == DOCKERCFG else SecretValue(text)
    return MadeSecret(pull_secret(name, document, namespace), _config_notes(form, data, config))


def _config_notes(form: str, data: bytes, config: DockerConfig) -> tuple[str, ...]:
    notes = [note for entry in config for note in server_notes(entry.registry)]
    if not config:
        hint = "; the entries look like those of a .dockercfg" if _looks_old(form, data) else ""
        notes.append(f"it holds no entries: it gives no credentials{hint}")
    return (*ignored_credentials(form, data), *notes)


def _looks_old(form: str, data: bytes) -> bool:
    return form == CONFIG_JSON and config_form(Path(), data) == DOCKERCFG


def server_notes(server: str) -> tuple[str, ...]:
    """What surprises about a key: that it is ignored, or fits none of the images that people have in mind."""
    shown, read_as = without_user(server), KUBELET.read(server)
    if read_as is None:
        return (f"{shown}: {KUBELET.explain(server, 'registry.example/app').reason}",)
    host, _, path = read_as.partition("/")
    if path in ("v1", "v2"):
        return (f"{shown}: it fits only images whose path begins with /{path}; write {shown}/ with a slash at the end",)
    if host in _NOT_LOOKED_UP:
        return (f"{shown}: images of Docker Hub are looked up as docker.io/...; write docker.io or {DOCKER_HUB}",)
    if not any(mark in host for mark in ".:*") and host != "localhost":
        return (f"{shown}: no image is looked up at such a host; {host}/app is an image of Docker Hub",)
    return ()


def _check_name(name: str) -> None:
    if not DNS_SUBDOMAIN.fullmatch(name) or len(name) > 253:
        hint = "use lower-case letters, digits, - and ., beginning and ending with a letter or digit"
        raise ScenarioError("is not a name", field="NAME", value=name, suggestion=hint)
