"""A registry: repositories, what their tags point to, and whether anybody answers.

A registry that a document describes holds exactly what it lists. One that no document describes holds every name at
a stated default size; its digests are derived from the name, so the same name means the same content everywhere.
"""

import hashlib

from imagesim.engine.network import Link
from imagesim.engine.plugins import IssuedTokens
from imagesim.engine.records import Records, TagRecord
from imagesim.rules.registry_access import OPEN, Login, Verdict
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.scenarios.scenario import Image, ImageManifest, Layer, Registry

_DOCKER_HUB = "docker.io"
_DOCKER_HUB_ENDPOINT = "registry-1.docker.io"  # containerd core/remotes/docker/registry.go DefaultHost
_MANIFEST_BYTES, _CONFIG_BYTES = 1325, 729  # of the five-layer image that was measured on the wire
_UNPACKED_RATIO = 2.6  # raw over compressed, the stated assumption for images that nobody describes


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def address_of(host: str) -> str:
    """A stable address for *host* from 203.0.113.0/24, the range that RFC 5737 keeps for examples."""
    return f"203.0.113.{hashlib.sha256(host.encode()).digest()[0] % 254 + 1}"


def derived_image(name: str, size: Bytes, digest: str = "") -> Image:
    """The one-layer image that an undescribed registry serves under *name*, for whatever platform asks."""
    layer = Layer(digest=_digest(f"{name}/layer"), size=size, unpacked=round(size * _UNPACKED_RATIO))
    manifest = ImageManifest(
        platform="",
        digest=digest or _digest(f"{name}/manifest"),
        size=_MANIFEST_BYTES,
        config_digest=_digest(f"{name}/config"),
        config_size=_CONFIG_BYTES,
        layers=(layer,),
    )
    return Image(name=name, digest=manifest.digest, manifests=(manifest,))


class RegistryServer:
    """One registry as the nodes see it. `up` is False while nobody answers at its address."""

    def __init__(
        self,
        host: str,
        records: Records,
        *,
        latency_s: Seconds,
        bandwidth: BytesPerSecond | None,
        described: Registry | None,
        default_size: Bytes,
        tokens: IssuedTokens | None = None,
    ) -> None:
        self.host = host
        self.endpoint = _DOCKER_HUB_ENDPOINT if host == _DOCKER_HUB else host
        self.address = address_of(self.endpoint) + (f":{host.rpartition(':')[2]}" if ":" in host else ":443")
        self.latency_s = latency_s
        # A registry without a limit still needs a link, so that an outage can cut what crosses it.
        self.egress = Link(host, float("inf") if bandwidth is None else bandwidth)
        self.up = True
        self.access = described.access if described else OPEN
        self._tokens = tokens or IssuedTokens()
        self._records = records
        self._described = described is not None
        self._default_size = default_size
        self._tags: dict[str, dict[str, Image]] = {}
        self._content: dict[str, dict[str, Image]] = {}
        for repository, tags in described.repositories if described else ():
            self._content.setdefault(repository, {})
            for tag, image in tags:
                self._point(repository, tag, image, at_s=0.0)
        for repository, images in described.held if described else ():
            for image in images:
                self._hold(repository, image)

    def verdict(self, repository: str, login: Login | None, now: Seconds) -> Verdict:
        """What the registry thinks of *login*, which may show a token in place of a password."""
        if login is not None and self._tokens.expired(login, now):
            return Verdict.BAD_LOGIN
        return self.access.verdict(repository, login and self._tokens.without_token(login))

    def resolve(self, repository: str, tag: str | None, digest: str | None) -> Image | None:
        """What the tag, or the digest where there is one, names now; None if the registry does not hold it."""
        held = self._content.get(repository, {})
        if digest is not None:
            if digest not in held and not self._described:
                name = f"{self.host}/{repository}@{digest}"
                self._hold(repository, derived_image(name, self._default_size, digest))
            return self._content.get(repository, {}).get(digest)
        tag = tag or "latest"
        if tag not in self._tags.get(repository, {}) and not self._described:
            name = f"{self.host}/{repository}:{tag}"
            self._point(repository, tag, derived_image(name, self._default_size), at_s=0.0)
        return self._tags.get(repository, {}).get(tag)

    def push(self, repository: str, tag: str, image: Image, now: Seconds) -> None:
        """Point the tag to *image*. What it pointed to before stays there under its digest."""
        self.resolve(repository, tag, None)  # an undescribed tag existed before, so its history begins at 0
        self._point(repository, tag, image, at_s=now)

    def _point(self, repository: str, tag: str, image: Image, at_s: Seconds) -> None:
        self._tags.setdefault(repository, {})[tag] = image
        self._hold(repository, image)
        self._records.tags.append(TagRecord(at_s, self.host, repository, tag, image.digest))

    def _hold(self, repository: str, image: Image) -> None:
        held = self._content.setdefault(repository, {})
        held[image.digest] = image
        for manifest in image.manifests:
            # Of an index each manifest can be pulled by its own digest too.
            alone = Image(name=image.name, digest=manifest.digest, manifests=(manifest,))
            held.setdefault(manifest.digest, alone)
