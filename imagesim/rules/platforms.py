"""Which entries of an index a node takes, and which one is its image then.

Models containerd's core/images and github.com/containerd/platforms (default matchers), 1.6 to 2.3. An exact match comes
first, then what the processor runs as well: 386 on amd64; 32-bit ARM on arm64, the newest first. Of equals the first of
the index. An amd64 entry with a variant (v2, v3) fits no amd64 node, whose variant is empty. An entry without a
platform is the last choice; `unknown/unknown`, which attestations have, is none. A single manifest is never asked.

The transfer service fetches by a stricter rule and without choosing: every entry of the node's own platform, and every
one without a platform. What is the node's image is looked up afterwards as before, and may not have been fetched.
"""

from functools import lru_cache

UNKNOWN = "unknown/unknown"
_ARM_VARIANTS = ("v8", "v7", "v6", "v5")


def normalized(platform: str) -> str:
    """The platform as containerd compares it: `v1` of amd64 and `v8` of arm64 are left out, arm without one is v7."""
    system, _, rest = platform.partition("/")
    architecture, _, variant = rest.partition("/")
    if (architecture, variant) in (("amd64", "v1"), ("arm64", "v8")):
        variant = ""
    elif architecture == "arm" and not variant:
        variant = "v7"
    return "/".join(part for part in (system, architecture, variant) if part)


def candidates(node: str) -> list[str]:
    """The platforms that a node of platform *node* runs, best first."""
    own = normalized(node)
    system, _, rest = own.partition("/")
    architecture, _, variant = rest.partition("/")
    if architecture == "amd64":
        return [own, f"{system}/386"]
    if architecture == "arm64":
        plain = [f"{system}/arm64"] if variant else []
        return [own, *plain, *(f"{system}/arm/{each}" for each in _ARM_VARIANTS)]
    if architecture == "arm" and variant in _ARM_VARIANTS:
        return [f"{system}/arm/{each}" for each in _ARM_VARIANTS[_ARM_VARIANTS.index(variant) :]]
    return [own]


@lru_cache(maxsize=256)
def choose(platforms: tuple[str, ...], node: str) -> int | None:
    """The place in an index's *platforms* ("" for an entry without one) that a node takes; None if nothing fits."""
    known = [normalized(platform) if platform else "" for platform in platforms]
    for wanted in [*candidates(node), ""]:
        if wanted in known:
            return known.index(wanted)
    return None


@lru_cache(maxsize=256)
def matching(platforms: tuple[str, ...], node: str) -> tuple[int, ...]:
    """The places that the transfer service fetches, in the index's order: no second choice, and no limit of one.

    Store.ImageFilter of core/transfer/image/imagestore.go: FilterPlatforms by platforms.Ordered(DefaultSpec()).
    """
    own = normalized(node)
    return tuple(place for place, platform in enumerate(platforms) if not platform or normalized(platform) == own)


@lru_cache(maxsize=256)
def measured(platforms: tuple[str, ...], node: str) -> int:
    """The place whose manifest is read for the size of the image; an index with no entry has none, and is no image.

    LimitManifests without FilterPlatforms (client image.go Size, core/images/usage): where nothing fits, the first of
    any platform comes before one without.
    """
    best = choose(platforms, node)
    if best is not None and platforms[best]:
        return best
    return next((place for place, platform in enumerate(platforms) if platform), 0)


@lru_cache(maxsize=256)
def runs(platform: str, node: str) -> bool:
    """Whether a program built for *platform* starts on the node; one of unknown platform is taken to.

    Linux starts a program of any amd64 variant (v2, v3): the variant is no part of the file's format. Whether it then
    meets an instruction that the processor lacks nobody here knows, so it is taken to run.
    """
    return not platform or _without_amd64_variant(normalized(platform)) in candidates(_without_amd64_variant(node))


def _without_amd64_variant(platform: str) -> str:
    return "/".join(platform.split("/")[:2]) if "/amd64/" in platform else platform


def can_unpack(platform: str, node: str) -> bool:
    """Whether the node can unpack an image of that platform. Linux takes any layer; Windows only those for Windows.

    Every layer of a Windows image has a folder Files, which hcsshim looks for (microsoft/hcsshim#2226).
    """
    return not platform or system(node) != "windows" or system(platform) == "windows"


def system(platform: str) -> str:
    """The operating system, as Go's GOOS: "linux" of linux/arm64."""
    return platform.partition("/")[0]
