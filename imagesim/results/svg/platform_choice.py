"""Which node takes which manifest of an image: manifests at the left, nodes at the right, a line for each choice."""

from collections.abc import Iterable, Sequence

from imagesim.results.measures.platform_fit import FAILED, OTHER, OWN, UNFIT, PlatformFit
from imagesim.results.palette import Look, fit_looks
from imagesim.results.svg.canvas import SMALL, WIDTH, Canvas, shortened

_MANIFEST = Look("#ffffff", "", "a manifest")
_UNTAKEN = Look("#eeeeee", "", "a manifest that no node takes")
_MANIFESTS_END, _NODES_START = 330.0, 520.0
_BOX, _STEP, _STRIPE = 60.0, 68.0, 30.0
_DASHES = {OWN: "", OTHER: "14 7", UNFIT: "3 6"}


def platform_choice(name: str, manifests: Sequence[str], rows: Iterable[PlatformFit], *, index: bool = True) -> str:
    """Draw what the nodes of *rows* take of the image *name*, which has *manifests*, by their platforms.

    With *index* the name stands for an index of them, without for a manifest itself.
    """
    nodes = list(rows)
    canvas = Canvas()
    what = "an index" if index else "one manifest, no index"
    canvas.text(0, 22, f"{shortened(name, _NODES_START - 40)}", bold=True)
    canvas.text(0, 48, f"points to {what}")
    canvas.text(_NODES_START, 22, "nodes", bold=True)
    canvas.text(_NODES_START, 48, "and what each of them takes")
    top = 66.0
    height = _STEP * max(len(manifests), len(nodes), 1)
    taken = {row.platform for row in nodes}
    places = {platform: _place(top, height, number, len(manifests)) for number, platform in enumerate(manifests)}
    for number, row in enumerate(nodes):
        _node(canvas, row, _place(top, height, number, len(nodes)), places)
    for platform, y in places.items():
        _manifest(canvas, platform, y, platform in taken)
    y = canvas.legend(top + height + 4, _used(nodes))
    return canvas.svg(y, _words(name, what, manifests, nodes))


def _place(top: float, height: float, number: int, of: int) -> float:
    """Where the box begins: both columns are centred."""
    return top + (height - of * _STEP) / 2 + number * _STEP


def _manifest(canvas: Canvas, platform: str, y: float, taken: bool) -> None:
    canvas.rect(1, y, _MANIFESTS_END - 1, _BOX, _MANIFEST if taken else _UNTAKEN, platform)
    if platform == "unknown/unknown":
        canvas.text(14, y + 25, "unknown/unknown", bold=True)
        canvas.text(14, y + 49, "an attestation, no program", size=SMALL)
        return
    canvas.text(14, y + (25 if not taken else 37), platform, bold=True)
    if not taken:
        canvas.text(14, y + 49, "no node takes it", size=SMALL)


def _node(canvas: Canvas, row: PlatformFit, y: float, places: dict[str, float]) -> None:
    look = fit_looks()[row.fit]
    if row.fit != FAILED and row.platform in places:
        start = places[row.platform] + _BOX / 2
        # Black under the colour, so that a light one is seen on white.
        for width, colour in ((9, "#333333"), (6, look.colour)):
            canvas.line(_MANIFESTS_END, start, _NODES_START, y + _BOX / 2, width, colour, _DASHES[row.fit])
    canvas.rect(_NODES_START, y, WIDTH - _NODES_START - 1, _BOX, _MANIFEST, f"{row.node}: {_verdict(row)}")
    canvas.rect(_NODES_START, y, _STRIPE, _BOX, look, look.label)
    canvas.text(_NODES_START + _STRIPE + 12, y + 25, f"{row.node} ({row.node_platform})", bold=True)
    canvas.text(_NODES_START + _STRIPE + 12, y + 49, _verdict(row), size=SMALL)


def _verdict(row: PlatformFit) -> str:
    return {
        OWN: f"takes {row.platform}",
        OTHER: f"takes {row.platform}: not its own",
        UNFIT: f"has {row.platform} and cannot run it",
        FAILED: "finds none: ErrImagePull",
    }[row.fit]


def _used(nodes: list[PlatformFit]) -> list[Look]:
    found = {row.fit for row in nodes}
    return [look for fit, look in fit_looks().items() if fit in found]


def _words(name: str, what: str, manifests: Sequence[str], nodes: list[PlatformFit]) -> str:
    held = ", ".join(manifests)
    said = "; ".join(f"{row.node}, which is {row.node_platform}, {_verdict(row)}" for row in nodes)
    return f"{name} points to {what}: {held}. {said or 'No node has pulled it'}."
