"""A registry that a document describes, as a value: what it holds. How it serves is in registry_service."""

from dataclasses import dataclass, field

from imagesim.rules.registry.access import OPEN, RegistryAccess
from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_service import RegistryService


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """A registry that a document describes: it holds exactly these repositories.

    `repositories` maps a repository path ("library/nginx", without host) to its tags, and each tag to an image.
    `ages` says, per repository, how long before the start tags were pushed; the others were pushed then. `held` lists,
    per repository, further images that are there by digest only. `bandwidth` is the egress shared by all pulls,
    `blob_bandwidth` what of that one blob has for all who fetch it, each None for no limit; `latency` is the time of
    one request's round trip.
    """

    host: str
    latency_s: Seconds
    bandwidth: BytesPerSecond | None
    blob_bandwidth: BytesPerSecond | None = None
    repositories: tuple[tuple[str, tuple[tuple[str, Image], ...]], ...] = ()
    held: tuple[tuple[str, tuple[Image, ...]], ...] = ()
    ages: tuple[tuple[str, tuple[tuple[str, Seconds], ...]], ...] = ()
    access: RegistryAccess = OPEN
    service: RegistryService = field(default_factory=RegistryService)
