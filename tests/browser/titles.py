"""What the marks of a drawing say to a mouse: "name: state, begun s to ended s"."""

import re
from html import unescape

import pytest

_TITLE = re.compile(r"(.*?): (.*), (\S+) s to (\S+) s")


def titles_of(still: str) -> list[str]:
    """The titles of the marks of a still drawing, in its order."""
    return [title for title in map(unescape, re.findall("<title>([^<]*)</title>", still)) if _TITLE.match(title)]


def told(title: str) -> tuple[object, ...]:
    """A title, to be compared with another one whose times are rounded."""
    name, what, begun, until = _TITLE.fullmatch(title).groups()
    return name, what, pytest.approx(float(begun), rel=1e-4, abs=0.01), pytest.approx(float(until), rel=1e-4, abs=0.01)
