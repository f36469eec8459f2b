"""The gate itself: texts become Shown here, line by line, and nowhere else.

`Shown` is a type for the checker of types alone: a function that prints takes no other text, so what has not passed
the gate is an error before anything runs. Passing twice changes nothing.
"""

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import NewType

from imagesim.rules.shown import lengths, long_json
from imagesim.rules.shown.characters import on_its_lines, on_one_line
from imagesim.rules.shown.lengths import cut, fewer
from imagesim.rules.shown.secret_places import holds_login, is_secret
from imagesim.rules.shown.secret_texts import pairs_hidden, quotes_hidden, secrets_hidden

Shown = NewType("Shown", str)
"""A text that has passed the gate."""

_OBJECT = re.compile(r"[A-Z]\w*(?:/[^:]*)?:")

HIDDEN_VALUE = Shown("the value (hidden)")
"""What a message says in place of a secret. It may be given as a value too, where the caller alone knows."""
NOTHING = Shown("")


def line(text: str, most: int = lengths.LONGEST_LINE) -> Shown:
    """*text* as one line, whatever is in it: a name, a title, a cell of a table, a sentence."""
    return Shown(cut(on_one_line(secrets_hidden(text)), most))


def lines(texts: Iterable[str]) -> Shown:
    """Each of *texts* as one line, below one another."""
    return Shown("\n".join(map(line, texts)))


def stacked(parts: Iterable[Shown], *, apart: int = 0) -> Shown:
    """Texts below one another, *apart* empty lines from each other; those that are empty are left out."""
    return Shown(("\n" * (apart + 1)).join(part for part in parts if part))


def row(cells: Sequence[Shown], widths: Sequence[int], indent: str = "") -> Shown:
    """Cells beside one another, each but the last one as wide as *widths* says."""
    padded = (cell.ljust(width) for cell, width in zip(cells[:-1], widths, strict=True))
    return Shown(indent + "".join(padded) + cells[-1])


def markup(text: str) -> Shown:
    """*text* as one line of an HTML or SVG document, in an element or in a quoted attribute."""
    return Shown(html.escape(line(text, lengths.LONGEST_PICTURE)))


def sentence(text: str) -> Shown:
    """A sentence of a message. What people wrote stands in quotes in it."""
    return Shown(cut(on_one_line(quotes_hidden(text)), lengths.LONGEST_PART))


def name(text: str, most: int = lengths.LONGEST_NAME) -> Shown:
    """What a message is about: a file, an object."""
    return Shown(cut(on_one_line(pairs_hidden(text)), most))


def field(path: str) -> Shown:
    """The path of a field, or of a setting (Kind/name:dotted.path), of which people may have written every step."""
    begin = _OBJECT.match(path)
    head = begin[0] if begin else ""
    return Shown(cut(on_one_line(pairs_hidden(head) + pairs_hidden(path[len(head) :])), lengths.LONGEST_NAME))


def step(text: str) -> Shown:
    """One step of a path in a document, which people may have written."""
    return Shown(cut(on_one_line(pairs_hidden(text)), lengths.LONGEST_VALUE))


def value(given: object, at: str = "") -> Shown:
    """A value of the field *at* as a message may show it: short, on one line, and never a secret."""
    if given is HIDDEN_VALUE or (given is not None and is_secret(at)):
        return HIDDEN_VALUE
    if isinstance(given, dict):
        return Shown("a mapping")
    if isinstance(given, list | tuple):
        return Shown("a list")
    if given is None:
        return Shown("an empty value")
    if isinstance(given, bool):
        return Shown("true" if given else "false")
    if isinstance(given, int) and given.bit_length() >= 256:
        return Shown("a very large number")
    if isinstance(given, str) and holds_login(at, given):
        return HIDDEN_VALUE
    text = repr(pairs_hidden(given)) if isinstance(given, str) else pairs_hidden(repr(given))
    return Shown(cut(on_one_line(text), lengths.LONGEST_VALUE))


def message(parts: Iterable[str], most: int = lengths.MOST_LINES) -> Shown:
    """The lines of a message, not more than people read."""
    return lines(fewer(list(parts), most))


def as_json(document: object, *, indent: int | None = None) -> Shown:
    r"""*document* as JSON in ASCII alone: whoever reads it gets every character back, and no terminal obeys one.

    So letters that are not ASCII are escaped as well, those that would turn the direction of writing among them; the
    bytes are the same whatever the terminal can show.
    """
    text = long_json.dumps(document) if indent is None else json.dumps(document, indent=indent, allow_nan=False)
    return Shown(text.replace("\x7f", "\\u007f"))


def data(text: str) -> Shown:
    """A document that was asked for, such as a manifest, its secrets included; nothing in it moves a terminal."""
    return Shown(on_its_lines(text))
