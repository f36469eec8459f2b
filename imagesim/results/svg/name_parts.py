"""An image name taken apart: what was typed, what is meant, and which machine is asked for what."""

from typing import NamedTuple

from imagesim.results.explorers.names import NameReport
from imagesim.results.palette import BLUE, GREEN, GREY, LIGHT_GREY, ORANGE, PURPLE, VERMILLION, Look
from imagesim.results.svg.canvas import SMALL, WIDTH, Canvas, shortened, text_width

_GAP, _ARROW = 24.0, 46.0
_BOX, _STEP = 66.0, 92.0
_MOST_DIGEST = 19
_HUB, _HUB_HOST = "docker.io", "registry-1.docker.io"
_ADDED = "added for Docker Hub"
_OK, _NO, _UNSEEN = (
    Look(GREEN, "", "takes it"),
    Look(VERMILLION, "x", "refuses it"),
    Look(LIGHT_GREY, "-", "not reached"),
)


class _NamePart(NamedTuple):
    """A part of the name: how it reads, what it is, whether somebody typed it, and the sign that stands before it."""

    text: str
    what: str
    typed: bool
    colour: str
    sign: str = "/"

    def said(self) -> str:
        """What stands below its box."""
        return self.what if self.typed or self.what == _ADDED else f"{self.what.partition(':')[0]}, not typed"


def name_parts(report: NameReport) -> str:
    """Draw the name of *report*: its parts, those that nobody typed in dashes, and the way to the host asked."""
    canvas = Canvas()
    canvas.text(0, 22, "Typed:")
    canvas.text(80, 22, _name(report.typed) or "(nothing)", bold=True)
    y = _parts(canvas, _found(report), 44.0) if not report.error else 44.0
    y = _way(canvas, report, y + 16)
    return canvas.svg(y, _words(report))


def _found(report: NameReport) -> list[_NamePart]:
    name = report.typed.partition("@")[0]
    typed_path = name.removeprefix(f"{report.registry}/")
    path = typed_path.rpartition(":")[0] if report.tag else typed_path
    parts = [_NamePart(report.registry, "registry: whom to ask", name.startswith(f"{report.registry}/"), BLUE)]
    if report.repository != path and report.repository.endswith(path):
        added = report.repository.removesuffix(path)
        parts.append(_NamePart(added.rstrip("/"), _ADDED, False, GREY))
        parts.append(_NamePart(path, "repository: which image", True, GREEN))
    else:
        parts.append(_NamePart(report.repository, "repository: which image", True, GREEN))
    if report.tag or not report.digest:
        unused = ", not asked for" if report.digest else ""
        parts.append(_NamePart(report.tag or "latest", f"tag: which build{unused}", bool(report.tag), ORANGE, ":"))
    if report.digest:
        parts.append(_NamePart(report.digest[:_MOST_DIGEST] + "…", "digest: exactly this one", True, PURPLE, "@"))
    return parts


def _parts(canvas: Canvas, parts: list[_NamePart], y: float) -> float:
    """The parts in a line, each in a box with what it is below; in two lines where one is too short."""
    x = 1.0
    for part in parts:
        width = max(text_width(part.text) * 1.1, text_width(part.said(), SMALL)) + 12
        if x > 1 and x + width > WIDTH:
            x, y = 1.0, y + _BOX + 26
        elif x > 1:
            canvas.text(x - _GAP / 2, y + 28, part.sign, anchor="middle", bold=part.typed)
        _box(canvas, x, y, width, part)
        x += width + _GAP
    return y + _BOX + 22


def _box(canvas: Canvas, x: float, y: float, width: float, part: _NamePart) -> None:
    canvas.plain_rect(x, y, width, 6, part.colour)
    dashes = "" if part.typed else "6 5"
    _frame(canvas, x, y, width, 40, dashes)
    canvas.text(x + width / 2, y + 29, part.text, anchor="middle", bold=part.typed)
    canvas.text(x + width / 2, y + 60, part.said(), size=SMALL, anchor="middle")


def _frame(canvas: Canvas, x: float, y: float, width: float, height: float, dashes: str = "") -> None:
    right, bottom = x + width, y + height
    for x1, y1, x2, y2 in ((x, y, right, y), (right, y, right, bottom), (right, bottom, x, bottom), (x, bottom, x, y)):
        canvas.line(x1, y1, x2, y2, 2, "#333", dashes)


def _name(name: str) -> str:
    """A name as it fits a line: of a digest its beginning, of the rest its end."""
    before, at, digest = name.partition("@")
    cut = f"{digest[:_MOST_DIGEST]}…" if len(digest) > _MOST_DIGEST else digest
    return shortened(before + at + cut, WIDTH - 100)


def _way(canvas: Canvas, report: NameReport, y: float) -> float:
    """Manifest, API server, node, registry: who takes the name, who refuses it, who never sees it."""
    api = _NO if report.refused else _OK
    node = _UNSEEN if report.refused else _NO if report.error else _OK
    host = _HUB_HOST if report.registry == _HUB else report.registry
    stops = [
        ("API server", "refuses the pod" if report.refused else "stores it as it is", api),
        ("the node", "never sees it" if report.refused else "refuses it" if report.error else "asks", node),
        (host or "no registry", "is asked", _OK if host else _UNSEEN),
    ]
    width = (WIDTH - 2 * _ARROW) / 3
    for place, (who, what, look) in enumerate(stops):
        x = place * (width + _ARROW)
        _frame(canvas, x + 1, y, width - 2, _BOX)
        canvas.rect(x + 1, y, 26, _BOX, look, look.label)
        canvas.text(x + 38, y + 27, shortened(who, width - 44), bold=True)
        canvas.text(x + 38, y + 52, what)
        if place < 2:
            _arrow(
                canvas, x + width + 5, x + width + _ARROW - 5, y + _BOX / 2, reached=stops[place + 1][2] is not _UNSEEN
            )
    y += _BOX + 30
    if host:
        canvas.text(0, y, "for")
        canvas.text(38, y, _name(report.asked_for), bold=True)
    else:
        canvas.text(0, y, _cut(report.refused or report.error))
    return y + 14


def _cut(words: str) -> str:
    most = int(WIDTH / (20 * 0.62))
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _arrow(canvas: Canvas, x1: float, x2: float, y: float, *, reached: bool) -> None:
    colour, dashes = ("#333", "") if reached else ("#bbb", "6 5")
    canvas.line(x1, y, x2, y, 3, colour, dashes)
    canvas.line(x2 - 12, y - 8, x2, y, 3, colour)
    canvas.line(x2 - 12, y + 8, x2, y, 3, colour)


def _words(report: NameReport) -> str:
    if report.refused:
        return f"The name {report.typed}: the API server refuses the pod, {report.refused}; no node sees it."
    if report.error:
        return f"The name {report.typed}: the API server stores it, the node refuses it, and no registry is asked."
    parts = ", ".join(f"{part.what.partition(':')[0]} {part.text}" for part in _found(report))
    return f"The name {report.typed} taken apart: {parts}. The node asks {report.registry} for {report.asked_for}."
