"""Colours, hatches and words that all pictures share, hand-made SVG and matplotlib alike.

Colours are those of Okabe and Ito, which people with colour-blindness can tell apart; nothing depends on colour
alone, since every look has a hatch too. Yellow is for fills only: a yellow line is lost on a projector.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from imagesim.results.measures.platform_fit import FAILED, OTHER, OWN, UNFIT
from imagesim.results.measures.recovery import CAUSES
from imagesim.rules.shown import gate

BLACK, ORANGE, SKY, GREEN = "#000000", "#e69f00", "#56b4e9", "#009e73"
YELLOW, BLUE, VERMILLION, PURPLE = "#f0e442", "#0072b2", "#d55e00", "#cc79a7"
GREY, LIGHT_GREY, PALE_VERMILLION = "#8c8c8c", "#dcdcdc", "#f7c59f"

_VERSION_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY)
_VERSION_HATCHES = ("", "/", ".", "-")
# None of them is the look of an outcome or a cause, which a picture of pulls has too.
_IMAGE_COLOURS = (BLUE, ORANGE, SKY)
_IMAGE_HATCHES = ("", "/", "-", "|")
_SHOWN_HEX_DIGITS = 6


class Look(NamedTuple):
    """How something is filled and what it is called. `hatch` is "", or one of / \\ x . - | + in matplotlib's sense.

    `detail` is what else there is to say, of a version its digest, where there is room or somebody asks.
    """

    colour: str
    hatch: str
    label: str
    detail: str = ""

    @property
    def ink(self) -> str:
        """Black or white, whichever is easier to read on the colour."""
        return BLACK if luminance(self.colour) > 0.179 else "#ffffff"


_WAITING = {
    "ContainerCreating": (LIGHT_GREY, ""),
    "PodInitializing": (LIGHT_GREY, "-"),
    "ErrImagePull": (VERMILLION, "x"),
    "ImagePullBackOff": (PALE_VERMILLION, "\\"),
    "CrashLoopBackOff": (YELLOW, "|"),
    "InvalidImageName": (GREY, "x"),
    "ErrImageNeverPull": (GREY, "."),
    "ImageInspectError": (GREY, "|"),
}
_TERMINATED = {"Completed": ("#ffffff", ""), "Error": (BLACK, "."), "OOMKilled": (BLACK, "x")}
_CAUSES = {
    "backoff_s": Look(PALE_VERMILLION, "\\", "waiting out the back-off"),
    "sync_s": Look(LIGHT_GREY, "-", "waiting for the kubelet's next look"),
    "queue_s": Look(PURPLE, ".", "waiting for the puller"),
    "pull_s": Look(BLUE, "", "pulling"),
    "crash_backoff_s": Look(YELLOW, "|", "CrashLoopBackOff"),
    "init_s": Look(SKY, "+", "init containers"),
    "probe_s": Look(ORANGE, "x", "waiting for probes"),
    "start_s": Look(GREEN, "/", "starting"),
}
_FITS = {
    OWN: Look(BLUE, "", "its own platform"),
    OTHER: Look(ORANGE, "/", "another one that it can run"),
    UNFIT: Look(YELLOW, "|", "one that it cannot run"),
    FAILED: Look(VERMILLION, "x", "none: the pull fails"),
}
_STATUSES = {
    0: Look(BLACK, ".", "no answer"),
    200: Look(BLUE, "", "200 OK"),
    300: Look(SKY, "", "3xx, sent elsewhere"),
    401: Look(LIGHT_GREY, "-", "401, log in first"),
    403: Look(GREY, "|", "403, not allowed"),
    404: Look(PURPLE, ".", "404, not found"),
    429: Look(ORANGE, "/", "429, too many requests"),
    400: Look(YELLOW, "|", "other 4xx"),
    500: Look(VERMILLION, "x", "5xx, the registry fails"),
    100: Look(GREY, "", "1xx"),
}
_OUTCOMES = {
    "Pulled": Look(BLUE, "", "Pulled"),
    "AlreadyPresent": Look(GREEN, ".", "already present on the node"),
    "Failed": Look(VERMILLION, "x", "Failed"),
}


def short_digest(digest: str) -> str:
    """A digest as people tell it from another one: `sha256:1a2b3c…`."""
    algorithm, _, value = digest.rpartition(":")
    if len(value) <= _SHOWN_HEX_DIGITS:
        return digest
    return f"{algorithm}:{value[:_SHOWN_HEX_DIGITS]}…" if algorithm else f"{value[:_SHOWN_HEX_DIGITS]}…"


def version_looks(digests: Iterable[str], names: Mapping[str, str] | None = None) -> dict[str, Look]:
    """A look for each digest, in the order in which they come: the first is always the same blue.

    It is called by *names*, as `version_names` makes them, and has its digest as a detail. No two look alike but for
    those that come after twenty others: they look and are called like all of those.
    """
    known = names or {}
    unique = dict.fromkeys(digest for digest in digests if digest)
    most = len(_VERSION_COLOURS) * len(_VERSION_HATCHES)
    others = Look(LIGHT_GREY, ".", f"{len(unique) - most} other versions")
    return {
        digest: Look(
            _VERSION_COLOURS[place % len(_VERSION_COLOURS)],
            _VERSION_HATCHES[place % len(_VERSION_HATCHES)],
            gate.line(known.get(digest) or f"version {short_digest(digest)}"),
            short_digest(digest) if known.get(digest) else "",
        )
        if place < most
        else others
        for place, digest in enumerate(unique)
    }


def state_look(state: str, reason: str) -> Look:
    """The look of a container that does not run, or runs nobody knows what; else it has its version's."""
    if state == "Terminated":
        return Look(*_TERMINATED.get(reason, ("#ffffff", "|")), reason or state)
    colour, hatch = _WAITING.get(reason, (GREY, "-"))
    return Look(colour, hatch, reason or state)


def cause_looks() -> dict[str, Look]:
    """The look of each cause of a recovery delay, in the order in which they are stacked."""
    return {cause: _CAUSES[cause] for cause in CAUSES}


def outcome_looks() -> dict[str, Look]:
    """The look of each outcome of a pull."""
    return dict(_OUTCOMES)


def fit_looks() -> dict[str, Look]:
    """The look of each way in which a manifest fits a node."""
    return dict(_FITS)


def image_looks(images: Iterable[str]) -> dict[str, Look]:
    """A look for each image text, in the order in which they come, called by the end of its name: `web:v1`.

    Those that come after twelve others look like all of those.
    """
    found = list(dict.fromkeys(images))
    most = len(_IMAGE_COLOURS) * len(_IMAGE_HATCHES)
    others = Look(LIGHT_GREY, ".", f"{len(found) - most} other images")
    return {
        image: Look(
            _IMAGE_COLOURS[place % len(_IMAGE_COLOURS)],
            _IMAGE_HATCHES[place % len(_IMAGE_HATCHES)],
            short_image(image),
            image,
        )
        if place < most
        else others
        for place, image in enumerate(found)
    }


def host_looks(hosts: Iterable[str]) -> dict[str, Look]:
    """A look for each registry, in the order in which they come, as versions have them."""
    looks = version_looks(hosts)
    return {host: look._replace(label=gate.line(host), detail="") for host, look in looks.items()}


def status_look(status: int) -> Look:
    """The look of an HTTP answer; 0 is none."""
    if status in _STATUSES:
        return _STATUSES[status]
    return _STATUSES[status // 100 * 100 if status < 600 else 500]


def short_image(image: str) -> str:
    """The end of an image's name, where images differ: `web:v1`, with a digest cut short."""
    name, at, digest = image.rpartition("/")[2].partition("@")
    return gate.line(name + at + short_digest(digest))


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `#rrggbb`, 0 for black and 1 for white."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
