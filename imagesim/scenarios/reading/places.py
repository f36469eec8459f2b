"""Where values stand in a text: looked for only when a message needs it.

A large manifest is read without a note of where each of its values stands. When a mistake is found, the text is
composed once more, and this time with its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import yaml

from imagesim.scenarios.reading.yaml_values import Path, YamlMistake, child_node, compose, find_line


class Written:
    """A text of one or more documents."""

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def size(self) -> int:
        """How many characters it has: looking for lines in it takes a second for each half million."""
        return len(self._text)

    @cached_property
    def roots(self) -> list[yaml.Node]:
        """The root of each document; none for what only JSON can read, whose lines are not known."""
        try:
            return list(compose(self._text))
        except YamlMistake:
            return []


@dataclass(frozen=True, slots=True)
class Place:
    """A value's place: the document of that number in a text, and the path in it."""

    written: Written
    number: int
    path: Path = ()

    def below(self, *steps: str | int) -> Place:
        """The place of what stands at *steps* below."""
        return Place(self.written, self.number, (*self.path, *steps))

    def line(self, path: Path = ()) -> int | None:
        """The line of the value at *path* from here, or of the nearest thing above it; None where it is not known."""
        roots = self.written.roots
        node = roots[self.number] if self.number < len(roots) else None
        for step in self.path:
            node = None if node is None else child_node(node, step)
        return None if node is None else find_line(node, path)
