"""A sheet to draw on: shapes with the shared looks, a legend, a time axis, and the words for people who cannot see it.

Coordinates are those of a sheet 1,000 wide, which is about what a projector shows, so a text of size 20 can be read
from the back of a room. The drawing is one text, the same for the same calls.
"""

from collections.abc import Iterable
from hashlib import sha256

from imagesim.results.palette import Look
from imagesim.results.time_axis import TimeAxis
from imagesim.rules.shown import gate

WIDTH, RIGHT = 1000.0, 976.0
"""The sheet, and where time axes end: their last number needs room."""
TEXT, SMALL = 20.0, 18.0
_LETTER = 0.62  # an average letter of a sans-serif font, in parts of its size
_SWATCH, _LEGEND_LINE = 24.0, 30.0
_STROKES = {
    "/": "M-3,15 L15,-3 M-3,3 L3,-3 M9,15 L15,9",
    "\\": "M-3,-3 L15,15 M9,-3 L15,3 M-3,9 L3,15",
    "x": "M0,0 L12,12 M12,0 L0,12",
    ".": "M6,4.5 V7.5",
    "-": "M0,6 H12",
    "|": "M6,0 V12",
    "+": "M0,6 H12 M6,0 V12",
}
"""What one 12 x 12 tile of each hatch draws."""


def text_width(content: str, size: float = TEXT) -> float:
    """About how wide *content* is."""
    return len(content) * size * _LETTER


def shortened(content: str, room: float, size: float = TEXT) -> str:
    """*content*, without its beginning if it does not fit: the end is what tells pods and tags apart."""
    letters = max(2, int(room / (size * _LETTER) + 1e-9))
    return content if len(content) <= letters else "…" + content[1 - letters :]


def told(look: Look) -> str:
    """What a mouse over something of this look tells: what it is called and, of a version, its digest."""
    return f"{look.label} ({look.detail})" if look.detail else look.label


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Canvas:
    """Collects shapes; `svg` puts them into one element."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hatched: dict[Look, str] = {}

    def rect(self, x: float, y: float, width: float, height: float, look: Look, title: str) -> None:
        """A filled rectangle; *title* is what a mouse over it tells."""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
            f'fill="{self._fill(look)}" stroke="#333" stroke-width="1"><title>{gate.markup(title)}</title></rect>'
        )

    def plain_rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A rectangle without an edge, as a ground for what is drawn upon it."""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{colour}"/>'
        )

    def polygon(self, points: Iterable[tuple[float, float]], look: Look, title: str) -> None:
        """A filled area."""
        corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._parts.append(
            f'<polygon points="{corners}" fill="{self._fill(look)}" stroke="#333" stroke-width="1">'
            f"<title>{gate.markup(title)}</title></polygon>"
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 1, colour: str = "#333", dashes: str = ""
    ) -> None:
        """A straight line; *dashes* are lengths of strokes and gaps: "12 6"."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<path d="M{number(x1)},{number(y1)} L{number(x2)},{number(y2)}" stroke="{colour}" '
            f'stroke-width="{number(width)}"{dashed} fill="none"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = TEXT,
        anchor: str = "start",
        bold: bool = False,
        rim: bool = False,
    ) -> None:
        """A line of text whose baseline is at *y*; a *rim* keeps lines away from it."""
        weight = ' font-weight="bold"' if bold else ""
        if rim:
            weight += ' stroke="#fff" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="{anchor}"{weight}>'
            f"{gate.markup(content)}</text>"
        )

    def label(self, x: float, y: float, content: str, look: Look, size: float = SMALL) -> None:
        """A text on a filled shape, centred, with a rim of the shape's colour so that hatches do not cross it."""
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="middle" '
            f'fill="{look.ink}" stroke="{look.colour}" stroke-width="6" stroke-linejoin="round" '
            f'paint-order="stroke">{gate.markup(content)}</text>'
        )

    def legend(self, y: float, looks: Iterable[Look]) -> float:
        """Swatches with their words from *y* down; returns where the legend ends."""
        x = 0.0
        for look in looks:
            width = _SWATCH + 8 + text_width(look.label) + 20
            if x and x + width > WIDTH:
                x, y = 0.0, y + _LEGEND_LINE
            self.rect(x + 1, y + 1, _SWATCH, _SWATCH - 4, look, told(look))
            self.text(x + _SWATCH + 8, y + 18, look.label)
            x += width
        return y + _LEGEND_LINE

    def time_axis(self, axis: TimeAxis, left: float, per_second: float, top: float, bottom: float) -> float:
        """Ticks, faint lines up to *top*, and what the numbers mean; returns where it all ends."""
        for time, text in axis.ticks:
            x = left + time * per_second
            self.line(x, top, x, bottom, colour="#bbb")
            self.line(x, bottom, x, bottom + 6)
            self.text(x, bottom + 26, text, anchor="middle")
        self.line(left, bottom, RIGHT, bottom)
        self.text((left + RIGHT) / 2, bottom + 52, axis.title, anchor="middle")
        return bottom + 62

    def svg(self, height: float, words: str) -> str:
        """The whole drawing as one element; *words* say what it shows."""
        body = "".join(self._parts)
        # Ids are global in a page. Each drawing has its own, since a hidden drawing takes its patterns with it.
        own = "h" + sha256((words + body).encode()).hexdigest()[:10] + "-"
        defs = "".join(_pattern(look, f"{own}{name}") for look, name in self._hatched.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" '
            f'aria-label="{gate.markup(words)}" font-family="system-ui, sans-serif">'
            f"<defs>{defs}</defs>{body.replace('url(#h-', f'url(#{own}')}</svg>"
        )

    def _fill(self, look: Look) -> str:
        if not look.hatch:
            return look.colour
        return f"url(#h-{self._hatched.setdefault(look, str(len(self._hatched)))})"


def _pattern(look: Look, name: str) -> str:
    width = 3.5 if look.hatch == "." else 2
    return (
        f'<pattern id="{name}" width="12" height="12" patternUnits="userSpaceOnUse">'
        f'<rect width="12" height="12" fill="{look.colour}"/>'
        f'<path d="{_STROKES[look.hatch]}" stroke="{look.ink}" stroke-opacity="0.55" stroke-width="{width}"/></pattern>'
    )
