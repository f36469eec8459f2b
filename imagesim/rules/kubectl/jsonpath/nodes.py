"""What a JSONPath template consists of (node.go)."""

from typing import NamedTuple


class TextNode(NamedTuple):
    """Text outside of braces, or in quotes inside of them."""

    text: str


class NumberNode(NamedTuple):
    """A number or a truth value in a filter."""

    value: int | float | bool


class FieldNode(NamedTuple):
    """`.name`; "" is the object itself."""

    name: str


class WildcardNode(NamedTuple):
    """`.*`: every value of a map, every item of a list."""


class RecursiveNode(NamedTuple):
    """`..`: the value and everything in it."""


class ArrayNode(NamedTuple):
    """`[start:end:step]`; `one` is an index, `[2]`, that stands for the slice of that item."""

    start: int | None
    end: int | None
    step: int | None
    one: bool = False


class FilterNode(NamedTuple):
    """`[?(left operator right)]`; the operator "exists" has no right side."""

    left: "Path"
    operator: str
    right: "Path"


class UnionNode(NamedTuple):
    """`[a,b]`: what each of the paths finds."""

    paths: tuple["Path", ...]


class IdentifierNode(NamedTuple):
    """`range` or `end`."""

    word: str


Node = (
    TextNode
    | NumberNode
    | FieldNode
    | WildcardNode
    | RecursiveNode
    | ArrayNode
    | FilterNode
    | UnionNode
    | IdentifierNode
)
Path = tuple[Node, ...]
"""Steps from one value to others, one after another."""
Template = tuple[Path, ...]
"""Paths and texts, printed one after another."""


class JSONPathError(ValueError):
    """A template that cannot be read, or that does not fit the object. The text is client-go's."""
