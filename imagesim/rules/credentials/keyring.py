"""Which credentials fit an image, and in which order they are tried.

Models BasicDockerKeyring of pkg/credentialprovider/keyring.go, Kubernetes 1.32.10 and 1.36.2. The index holds the keys
as the matching rule reads them, each once, in reverse order of their bytes: a longer key comes before its own prefix,
but `example.com/team` also before `*.com`. All credentials of all keys that fit are used. Behind equal keys they stand
in the order in which they were added; inside one config Go's order is random, and here it is that of the document.

Only if no key fits, and the image may come from Docker Hub, the credentials of the key index.docker.io are used. That
holds for docker.io, for index.docker.io and for every first component without a dot or a colon, localhost included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from imagesim.rules.credentials.credential import Credential, CredentialSource
from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.key_matching import KUBELET, KeyVerdict, MatchingRule

DEFAULT_REGISTRY = "index.docker.io"


class SourcedConfig(NamedTuple):
    """A docker config and where it came from: a Secret, a ServiceAccount, or the node (None)."""

    config: DockerConfig
    source: CredentialSource | None = None


class FoundCredentials(NamedTuple):
    """What a lookup found: per key that fits its credentials, and whether the key is Docker Hub's by default."""

    groups: tuple[tuple[str, tuple[Credential, ...]], ...] = ()
    fallback: bool = False

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """All of them in the order in which they are tried. Two of them may be the same."""
        return tuple(credential for _, group in self.groups for credential in group)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Credentials by key. `groups` is the index: keys as they were read, in reverse order, with what they hold."""

    groups: tuple[tuple[str, tuple[Credential, ...]], ...]
    rule: MatchingRule = KUBELET

    @classmethod
    def of(cls, configs: Iterable[SourcedConfig], rule: MatchingRule = KUBELET) -> "Keyring":
        """The keyring to which *configs* were added in this order."""
        held: dict[str, list[Credential]] = {}
        for config, source in configs:
            for entry in config:
                key = rule.read(entry.registry)
                if key is not None:
                    held.setdefault(key, []).append(Credential.of(entry, source))
        keys = sorted(held, key=_bytes, reverse=True)
        return cls(tuple((key, tuple(held[key])) for key in keys), rule)

    @property
    def index(self) -> tuple[str, ...]:
        """The keys in the order in which they are tried."""
        return tuple(key for key, _ in self.groups)

    def lookup(self, image: str) -> FoundCredentials:
        """The credentials for the repository *image* (docker.io/library/nginx, without a tag)."""
        fitting = tuple(group for group in self.groups if self.rule.fits(group[0], image))
        if fitting or not is_default_registry(image):
            return FoundCredentials(fitting)
        by_default = tuple(group for group in self.groups if group[0] == DEFAULT_REGISTRY)
        return FoundCredentials(by_default, fallback=bool(by_default))

    def explain(self, image: str, keys: Iterable[str]) -> tuple[KeyVerdict, ...]:
        """For each key, as it was written, why its credentials are used for *image* or not, by this keyring's rule."""
        fallback = self.lookup(image).fallback
        return tuple(self._explain(key, image, fallback) for key in keys)

    def _explain(self, key: str, image: str, fallback: bool) -> KeyVerdict:
        verdict = self.rule.explain(key, image)
        if not (fallback and verdict.read_as == DEFAULT_REGISTRY):
            return verdict
        reason = f"no key fits, and an image of Docker Hub then uses the key {DEFAULT_REGISTRY}"
        return verdict._replace(matches=True, reason=reason)


def is_default_registry(image: str) -> bool:
    """Whether the kubelet takes the repository *image* for one of Docker Hub."""
    first, slash, _ = image.partition("/")
    if not first or not slash:
        return bool(first)
    return first in ("docker.io", DEFAULT_REGISTRY) or not ("." in first or ":" in first)


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")
