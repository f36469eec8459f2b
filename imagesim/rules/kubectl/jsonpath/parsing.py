"""Reads a JSONPath template (parser.go)."""

import re
from collections.abc import Callable

from imagesim.rules.kubectl.jsonpath.nodes import (
    ArrayNode,
    FieldNode,
    FilterNode,
    IdentifierNode,
    JSONPathError,
    Node,
    NumberNode,
    Path,
    RecursiveNode,
    Template,
    TextNode,
    UnionNode,
    WildcardNode,
)
from imagesim.rules.kubectl.jsonpath.quoted import unquoted

_TERMINATORS = set(" \t\r\n.,[]$@{}")
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=]+)(.+?)$", re.DOTALL)
_SLICE = re.compile(r"(-?\d*)(:-?\d*)?(:-?\d*)?")
_NUMBER = re.compile(r"[+-]?[\d.]*")


def parse(text: str) -> Template:
    """The paths and texts of a template. JSONPathError if it cannot be read."""
    found: list[Path] = []
    place = 0
    while place < len(text):
        opened = text.find("{", place)
        if opened < 0:
            found.append((TextNode(text[place:]),))
            break
        if opened > place:
            found.append((TextNode(text[place:opened]),))
        path, place = _Action(text, opened + 1).read()
        found.append(path)
    return tuple(found)


class _Action:
    """Reads what stands between two braces, from *place* in *text* on."""

    def __init__(self, text: str, place: int) -> None:
        self._text = text
        self._place = place
        self._nodes: list[Node] = []

    def read(self) -> tuple[Path, int]:
        """The nodes, and the place after the closing brace."""
        while not self._text.startswith("}", self._place):
            self._next()
        return tuple(self._nodes), self._place + 1

    def _next(self) -> None:
        for prefix, read in _BY_PREFIX.items():
            if self._text.startswith(prefix, self._place):
                read(self)
                return
        character = self._text[self._place : self._place + 1]
        if character in ("", "\n", "\r"):
            raise JSONPathError("unclosed action")
        if character in " @$":
            self._place += 1
        elif character.isdigit() or character in "+-":
            self._number()
        elif character.isalpha() or character == "_":
            self._identifier()
        else:
            raise JSONPathError(f"unrecognized character in action: U+{ord(character):04X} '{character}'")

    def _recursive(self) -> None:
        if self._nodes and isinstance(self._nodes[-1], RecursiveNode):
            raise JSONPathError("invalid multiple recursive descent")
        self._place += len("..")
        self._nodes.append(RecursiveNode())
        character = self._text[self._place : self._place + 1]
        if character.isalnum() or character == "_":
            self._name()

    def _field(self) -> None:
        self._place += 1
        self._name()

    def _name(self) -> None:
        start = self._place
        while self._place < len(self._text) and self._text[self._place] not in _TERMINATORS:
            self._place += 2 if self._text[self._place] == "\\" else 1
        name = self._text[start : self._place]
        self._nodes.append(WildcardNode() if name == "*" else FieldNode(name.replace("\\", "")))

    def _identifier(self) -> None:
        start = self._place
        while self._place < len(self._text) and self._text[self._place] not in _TERMINATORS:
            self._place += 1
        word = self._text[start : self._place]
        self._nodes.append(NumberNode(word == "true") if word in ("true", "false") else IdentifierNode(word))

    def _number(self) -> None:
        found = _NUMBER.match(self._text, self._place)
        word = found[0] if found else ""
        self._place += len(word)
        try:
            self._nodes.append(NumberNode(int(word)))
        except ValueError:
            try:
                self._nodes.append(NumberNode(float(word)))
            except ValueError:
                raise JSONPathError(f"cannot parse number {word}") from None

    def _quote(self) -> None:
        mark, start = self._text[self._place], self._place
        while True:
            self._place = self._text.find(mark, self._place + 1)
            if self._place < 0 or "\n" in self._text[start : self._place]:
                raise JSONPathError("unterminated quoted string")
            if self._text[self._place - 1] != "\\":
                break
        self._place += 1
        self._nodes.append(TextNode(unquoted(self._text[start : self._place])))

    def _array(self) -> None:
        closed = self._text.find("]", self._place)
        if closed < 0 or "\n" in self._text[self._place : closed]:
            raise JSONPathError("unterminated array")
        inside = self._text[self._place + 1 : closed]
        self._place = closed + 1
        parts = inside.split(",")
        if len(parts) > 1:
            self._nodes.append(UnionNode(tuple(_inner(f"[{part.strip(' ')}]") for part in parts)))
        elif key := re.fullmatch("'([^']*)'", inside):
            self._nodes += _inner(f".{key[1]}")
        else:
            self._nodes.append(_slice(":" if inside == "*" else inside))

    def _filter(self) -> None:
        self._place += len("[?(")
        start = self._place
        inside = self._text[start : self._end_of_filter()]
        if not self._text.startswith("]", self._place):
            raise JSONPathError("unclosed array expect ]")
        self._place += 1
        found = _COMPARISON.match(inside)
        if found is None:
            self._nodes.append(FilterNode(_inner(inside), "exists", ()))
        else:
            self._nodes.append(FilterNode(_inner(found[1]), found[2], _inner(found[3])))

    def _end_of_filter(self) -> int:
        """The place of the closing parenthesis, of which one in quotes is none; reading goes on after it."""
        mark = ""
        while self._place < len(self._text) and self._text[self._place] != "\n":
            character = self._text[self._place]
            self._place += 1
            if character == ")" and not mark:
                return self._place - 1
            if not mark and character in "\"'":
                mark = character
            elif character == mark and self._text[self._place - 2] != "\\":
                mark = ""
        raise JSONPathError("unterminated filter")


_BY_PREFIX: dict[str, Callable[[_Action], None]] = {
    "[?(": _Action._filter,
    "..": _Action._recursive,
    "[": _Action._array,
    '"': _Action._quote,
    "'": _Action._quote,
    ".": _Action._field,
}


def _inner(text: str) -> Path:
    path, _ = _Action(f"{text}}}", 0).read()
    return path


def _slice(text: str) -> ArrayNode:
    found = _SLICE.fullmatch(text)
    if found is None:
        raise JSONPathError(f"invalid array index {text}")
    start, end, step = (_bound(part) for part in (found[1], found[2], found[3]))
    if found[2] is None:
        return ArrayNode(start, None, None, one=True)
    return ArrayNode(start, end, step)


def _bound(part: str | None) -> int | None:
    number = (part or "").removeprefix(":")
    if number == "-":
        raise JSONPathError("array index - is not a number")
    return int(number) if number else None
