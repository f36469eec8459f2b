"""A scenario that breaks a law is made smaller as long as it still breaks it: what is left is what matters."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.laws.drawing.draw import Document

Path = tuple[str | int, ...]
Breaks = Callable[[list[Document]], bool]

TRIES = 400
"""Scenarios that are tried; each takes some hundredths of a second."""


def shrunk(documents: list[Document], breaks: Breaks, tries: int = TRIES) -> list[Document]:
    """The documents without all that can go while they still do what *breaks* says."""
    left, smaller = tries, True
    while smaller and left > 0:
        smaller = False
        # The last first: what stands there refers to what stands before, and goes more easily.
        for path in reversed(list(_paths(documents))):
            if left <= 0 or not _is_there(documents, path):
                continue
            left -= 1
            candidate = _without(documents, path)
            if breaks(candidate):
                documents, smaller = candidate, True
    return documents


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all that may be left out: documents, entries of lists, fields; what is large before its parts."""
    places = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in places:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


def _is_there(documents: Any, path: Path) -> bool:
    for key in path:
        if isinstance(documents, list):
            if not isinstance(key, int) or key >= len(documents):
                return False
        elif not isinstance(documents, dict) or key not in documents:
            return False
        documents = documents[key]
    return True


def _without(documents: list[Document], path: Path) -> list[Document]:
    copy = deepcopy(documents)
    inner: Any = copy
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return copy
