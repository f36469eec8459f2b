"""What a kubelet keeps of a plugin's answers, and for how long.

Models the cache of pluginProvider in pkg/credentialprovider/plugin/plugin.go, Kubernetes 1.36.2. An answer is kept
under the image, under its registry (host and port) or for all images, as it says itself. A lookup takes the first of
these three that still counts, so an old answer for an image hides a newer one for its registry. An answer counts until
exactly the end of its time, in nanoseconds, and from when the plugin had given it. It lives in memory only.
"""

from typing import NamedTuple

from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.units import Seconds

GLOBAL = "<global>"


class _Kept(NamedTuple):
    """An answer that counts from one nanosecond to another."""

    since: int
    until: int
    key: tuple[str, tuple[object, ...]]
    config: DockerConfig


class CredentialCache:
    """The answers of one plugin, by key and service account."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, tuple[object, ...]], _Kept] = {}
        self._coming: list[_Kept] = []

    def get(self, image: str, account: tuple[object, ...], now: Seconds) -> DockerConfig | None:
        """What is kept for the repository *image* and counts at *now*, which never runs backwards."""
        at = nanoseconds(now)
        self._let_in(at)
        for key in (image, registry_of(image), GLOBAL):
            kept = self._kept.get((key, account))
            if kept is not None and at <= kept.until:
                return kept.config
        return None

    def keep(
        self, key: str, account: tuple[object, ...], config: DockerConfig, now: Seconds, duration_s: Seconds
    ) -> None:
        """Keep *config*, which is given at *now*, for *duration_s*. Not at all, if that is 0.

        *now* may lie ahead: the plugin is still running then, and older answers count until it is done.
        """
        if duration_s:
            since = nanoseconds(now)
            self._coming.append(_Kept(since, since + nanoseconds(duration_s), (key, account), config))

    def _let_in(self, at: int) -> None:
        arrived = sorted((kept for kept in self._coming if kept.since <= at), key=lambda kept: kept.since)
        self._coming = [kept for kept in self._coming if kept.since > at]
        self._kept.update((kept.key, kept) for kept in arrived)


def cache_key(cache_key_type: str, image: str) -> str | None:
    """The key that an answer of this type for *image* is kept under; None for a type that there is not."""
    return {"Image": image, "Registry": registry_of(image), "Global": GLOBAL}.get(cache_key_type)


def registry_of(image: str) -> str:
    """Host and port of the repository *image*."""
    return image.partition("/")[0]
