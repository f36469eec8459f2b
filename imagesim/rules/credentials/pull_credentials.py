"""All credentials for one pull, in the order in which the kubelet tries them.

Models pkg/credentialprovider/secrets/secrets.go and the callers in pkg/kubelet/kuberuntime/kuberuntime_image.go
(1.32.10) and pkg/kubelet/images/image_manager.go (1.36.2). The rules:

- Of the pod's secrets, those of type kubernetes.io/dockerconfigjson and kubernetes.io/dockercfg count, if they hold
  something under the key of that type; all others are skipped without a word. One that cannot be decoded fails the
  pull before any request. All secrets together are one keyring, in the order in which the pod lists them.
- The node's file and the plugins come after the secrets. In 1.32 they are one keyring, filled in the order of the
  providers' names (the file's is ".dockercfg"); from 1.33 the file is a keyring, and the plugins, in the order of
  their configuration, are another. Every keyring sorts by itself and falls back to Docker Hub's key by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.docker_config import DECODERS, DockerConfig
from imagesim.rules.credentials.docker_config_stand_in import stand_in_document
from imagesim.rules.credentials.key_matching import KUBELET, MatchingRule
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.secret_value import SecretValue

DATA_KEYS = {
    "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
    "kubernetes.io/dockercfg": ".dockercfg",
}
"""The types of Secret that hold a docker config, and the key of `data` that it stands under."""

NODE_FILE = ".dockercfg"
"""The name of the provider that reads the node's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSecret:
    """A Secret that a pod lists in imagePullSecrets. `data` is decoded: not base64, but what that stands for.

    Of the keys that no kubelet pulls with only the names are kept, in `other_keys`: kubectl shows them.

    A pickle holds the documents of `data` with stand-ins for what is secret in them, and still means the same; of a
    SecretValue alone nothing but one stand-in for the whole document would be left, and no pull would succeed with it.
    """

    namespace: str
    name: str
    uid: str = ""
    type: str
    data: tuple[tuple[str, SecretValue], ...] = ()
    other_keys: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        data = tuple((key, stand_in_document(key, value.reveal())) for key, value in self.data)
        return _restored, (self.namespace, self.name, self.uid, self.type, data, self.other_keys)


def _restored(
    namespace: str, name: str, uid: str, type_: str, data: tuple[tuple[str, str], ...], other_keys: tuple[str, ...]
) -> PullSecret:
    values = tuple((key, SecretValue(document)) for key, document in data)
    return PullSecret(namespace=namespace, name=name, uid=uid, type=type_, data=values, other_keys=other_keys)


class ProvidedConfig(NamedTuple):
    """What one credential provider plugin gave for the image."""

    plugin: str
    config: DockerConfig
    source: CredentialSource | None = None


class NodeCredentials(NamedTuple):
    """What the node itself has for the image: its file's entries, and the plugins' in the order of configuration."""

    file: DockerConfig = ()
    plugins: tuple[ProvidedConfig, ...] = ()


class CredentialGroup(NamedTuple):
    """The credentials of one keyring: "secrets", "node_file", "plugins", or "node" where 1.32 mixes the last two."""

    name: str
    credentials: tuple[Credential, ...]


def pull_credentials(
    image: str,
    secrets: Iterable[PullSecret],
    node: NodeCredentials,
    *,
    in_groups: bool,
    rule: MatchingRule = KUBELET,
) -> tuple[CredentialGroup, ...]:
    """The credentials for the repository *image*. Raises DockerConfigError if a secret cannot be decoded.

    *in_groups* is KubernetesBehaviour.credentials_in_groups: whether file and plugins are kept apart.
    """
    node_keyrings = _kept_apart(node) if in_groups else _by_provider_name(node)
    keyrings = {"secrets": decode_secrets(secrets), **node_keyrings}
    found = {name: Keyring.of(configs, rule).lookup(image).credentials for name, configs in keyrings.items()}
    return tuple(CredentialGroup(name, credentials) for name, credentials in found.items() if credentials)


def decode_secrets(secrets: Iterable[PullSecret]) -> tuple[SourcedConfig, ...]:
    """The docker configs of those *secrets* that hold one. Raises DockerConfigError with Go's text."""
    configs = []
    for secret in secrets:
        data_key = DATA_KEYS.get(secret.type, "")
        document = dict(secret.data).get(data_key)
        if document is not None and document.reveal():
            source = CredentialSource(kind="Secret", namespace=secret.namespace, name=secret.name, uid=secret.uid)
            configs.append(SourcedConfig(_decoded(data_key, document.reveal()), source))
    return tuple(configs)


@lru_cache(maxsize=64)
def _decoded(data_key: str, document: str) -> DockerConfig:
    """Every attempt of every pod asks for the same few documents. One that cannot be decoded is decoded anew."""
    return DECODERS[data_key](document)


def _kept_apart(node: NodeCredentials) -> dict[str, Sequence[SourcedConfig]]:
    plugins = [SourcedConfig(plugin.config, plugin.source) for plugin in node.plugins]
    return {"node_file": [SourcedConfig(node.file)], "plugins": plugins}


def _by_provider_name(node: NodeCredentials) -> dict[str, Sequence[SourcedConfig]]:
    providers = [(NODE_FILE, SourcedConfig(node.file))]
    providers += [(plugin.plugin, SourcedConfig(plugin.config, plugin.source)) for plugin in node.plugins]
    return {"node": [config for _, config in sorted(providers, key=lambda provider: provider[0])]}
