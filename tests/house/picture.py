"""Draws the house: `python -m tests.house.picture docs/house.svg`. Floors and rooms are those of the package.

A floor is a package of the house, with the first sentence of its docstring; a room is a folder in it. Bands differ by
their place and their text, and by a tint that colour-blind people tell apart as well. A test compares the stored
picture with what is drawn.
"""

import ast
import sys
import textwrap
from html import escape
from pathlib import Path

FLOORS = {
    "cli": "#cfe8f7",
    "labs": "#fff3c9",
    "studies": "#e4e4e4",
    "results": "#d5efe4",
    "engine": "#fbe0d0",
    "scenarios": "#f3dfeb",
    "rules": "#d3e0ee",
}
"""From the top down, with a light tint of Okabe and Ito's palette."""

FLOWS = {
    "results": "tables, pictures, texts",
    "engine": "records",
    "scenarios": "a frozen Scenario",
    "rules": "what is decided",
}
"""What a floor hands to those above it."""

_WIDTH, _LEFT, _ROOMS, _FLOW = 1080, 20, 330, 880
_ROW, _GAP, _LETTER = 34, 26, 8.4
_FONT = "font-family='Helvetica, Arial, sans-serif'"


def picture(package: Path) -> str:
    """The house as SVG."""
    parts: list[str] = []
    y = 20
    for floor, tint in FLOORS.items():
        height = _floor(parts, package / floor, tint, y)
        if floor in FLOWS:
            parts.append(_flow(FLOWS[floor], y))
        y += height + _GAP
    below = (
        "Imports point down only. What a floor makes goes up: manifests become a Scenario, a run makes records of it."
    )
    parts.append(_text(_LEFT, y + 6, below, size=14))
    title = "The house: seven floors with their rooms"
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {y + 24}' role='img' "
        f"aria-label='{title}' {_FONT}>"
    )
    whole = f"<rect width='{_WIDTH}' height='{y + 24}' fill='white'/>"
    return "\n".join([head, f"<title>{title}</title>", whole, *parts, "</svg>"]) + "\n"


def rooms(floor: Path) -> list[str]:
    """The folders of a floor that hold Python."""
    return sorted({path.parent.name for path in floor.glob("*/*.py")})


def _floor(parts: list[str], floor: Path, tint: str, y: int) -> int:
    """Draw a floor with its upper edge at *y* and return its height."""
    rows = _in_rows(rooms(floor))
    lines = textwrap.wrap(_first_sentence(floor), 38)
    height = max(24 + _ROW * len(rows), 44 + 18 * len(lines))
    parts.append(_box(_LEFT, y, _WIDTH - 2 * _LEFT, height, tint))
    parts.append(_text(_LEFT + 14, y + 26, floor.name, size=18, bold=True))
    parts += [_text(_LEFT + 14, y + 48 + 18 * number, line, size=13) for number, line in enumerate(lines)]
    for number, row in enumerate(rows):
        x = float(_ROOMS)
        for name in row:
            parts.append(_box(x, y + 14 + _ROW * number, _width(name), _ROW - 8, "white"))
            parts.append(_text(x + 10, y + 32 + _ROW * number, name, size=14))
            x += _width(name) + 10
    return height


def _in_rows(names: list[str]) -> list[list[str]]:
    table: list[list[str]] = []
    end = float(_FLOW)
    for name in names:
        if end + _width(name) + 10 > _FLOW - 10:
            table.append([])
            end = _ROOMS
        table[-1].append(name)
        end += _width(name) + 10
    return table


def _width(name: str) -> float:
    return 20 + _LETTER * len(name)


def _flow(what: str, y: int) -> str:
    """An arrow from a floor up to the one above it, and what goes there."""
    x = _FLOW + 10
    arrow = f"<path d='M{x} {y + 8} V{y - _GAP - 6} m-6 9 l6 -9 l6 9' fill='none' stroke='black' stroke-width='2'/>"
    return arrow + _text(x + 12, y - 8, what, size=13)


def _first_sentence(floor: Path) -> str:
    text = ast.get_docstring(ast.parse((floor / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(text.split()).partition(". ")[0].removesuffix(".") + "."


def _box(x: float, y: float, width: float, height: float, tint: str) -> str:
    place = f"x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}'"
    return f"<rect {place} rx='5' fill='{tint}' stroke='black'/>"


def _text(x: float, y: float, text: str, *, size: int, bold: bool = False) -> str:
    weight = " font-weight='bold'" if bold else ""
    return f"<text x='{x:g}' y='{y:g}' font-size='{size}'{weight}>{escape(text)}</text>"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(Path(__file__).parents[2] / "imagesim"), encoding="utf-8")
