"""What a JSONPath template finds in an object (jsonpath.go, with AllowMissingKeys as kubectl sets it)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from imagesim.rules.kubectl.jsonpath.comparing import compare
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

Values = list[Any]


def find(template: Template, document: Any, *, allow_missing: bool = True) -> list[Values]:
    """The values that each part of the template finds, ranges unrolled. JSONPathError where it does not fit."""
    found, rest = _block(list(template), document, allow_missing)
    if rest is not None:
        raise JSONPathError("not in range, nothing to end")
    return found


def _block(parts: list[Path], document: Any, allow_missing: bool) -> tuple[list[Values], list[Path] | None]:
    """What *parts* find up to the `{end}` of the block, and the parts after it; None where the template ends first."""
    found: list[Values] = []
    while parts:
        path, parts = parts[0], parts[1:]
        first = path[0] if path else None
        if not isinstance(first, IdentifierNode):
            found.append(walk([document], path, allow_missing=allow_missing))
            continue
        if first.word == "end":
            return found, parts
        if first.word != "range":
            raise JSONPathError(f"unrecognized identifier {first.word}")
        results = walk([document], path[1:], allow_missing=allow_missing)
        after: list[Path] | None = _after_end(parts)
        for result in results:
            inner, after = _block(parts, result, allow_missing)
            found += inner
        parts = after or []
    return found, None


def _after_end(parts: list[Path]) -> list[Path]:
    """The parts after the `{end}` that belongs to an open range, over which nothing goes."""
    depth = 1
    for place, path in enumerate(parts):
        first = path[0] if path else None
        if isinstance(first, IdentifierNode):
            depth += {"range": 1, "end": -1}.get(first.word, 0)
        if not depth:
            return parts[place + 1 :]
    return []


def walk(values: Values, path: Path, *, allow_missing: bool = True) -> Values:
    """What a path leads to from *values*. JSONPathError where it does not fit."""
    for node in path:
        values = _STEPS[type(node)](values, node, allow_missing)
    return values


def _field(values: Values, node: FieldNode, allow_missing: bool) -> Values:
    if not node.name:
        return values
    found = [value[node.name] for value in values if isinstance(value, Mapping) and node.name in value]
    if not found and values and not allow_missing:
        raise JSONPathError(f"{node.name} is not found")
    return found


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from (value[key] for key in sorted(value))  # Go's order is random; this one is the same every time
    elif isinstance(value, list):
        yield from value


def _wildcard(values: Values, _: WildcardNode, __: bool) -> Values:
    return [child for value in values for child in _children(value)]


def _recursive(values: Values, node: RecursiveNode, allow_missing: bool) -> Values:
    found: Values = []
    for value in values:
        children = list(_children(value))
        if children:
            found += [value, *_recursive(children, node, allow_missing)]
    return found


def _slice(values: Values, node: ArrayNode, _: bool) -> Values:
    found: Values = []
    for value in values:
        if value is None:
            continue
        if not isinstance(value, list):
            raise JSONPathError(f"{_go_type(value)} is not array or slice")
        found += _sliced(value, node)
    return found


def _sliced(items: Sequence[Any], node: ArrayNode) -> Values:
    length = len(items)
    start = node.start or 0
    end = start + 1 if node.one else length if node.end is None else node.end
    if start < 0:
        start += length
    if end < 0 or (end == 0 and node.one):
        end += length
    if start == end:
        return []
    if not 0 <= start < length:
        raise JSONPathError(f"array index out of bounds: index {start}, length {length}")
    if not 0 <= end <= length:
        raise JSONPathError(f"array index out of bounds: index {end - 1}, length {length}")
    if start > end:
        raise JSONPathError(f"starting index {start} is greater than ending index {end}")
    if node.step is not None and node.step <= 0:
        raise JSONPathError("step must be > 0")
    return list(items[start : end : node.step or 1])


def _filter(values: Values, node: FilterNode, allow_missing: bool) -> Values:
    found: Values = []
    for value in values:
        if not isinstance(value, list):
            raise JSONPathError(f"{_go_type(value)} is not array or slice and cannot be filtered")
        found += [item for item in value if _passes(item, node, allow_missing)]
    return found


def _passes(item: Any, node: FilterNode, allow_missing: bool) -> bool:
    left = walk([item], node.left, allow_missing=allow_missing or node.operator == "exists")
    if node.operator == "exists":
        return bool(left)
    right = walk([item], node.right, allow_missing=allow_missing)
    if not left or not right:
        return False
    if len(left) > 1 or len(right) > 1:
        raise JSONPathError("can only compare one element at a time")
    return compare(left[0], node.operator, right[0])


def _union(values: Values, node: UnionNode, allow_missing: bool) -> Values:
    return [each for path in node.paths for each in walk(values, path, allow_missing=allow_missing)]


def _keyword(_: Values, node: IdentifierNode, __: bool) -> Values:
    raise JSONPathError(f"unrecognized identifier {node.word}")


def _go_type(value: Any) -> str:
    """What Go prints as the type of a decoded JSON value."""
    if isinstance(value, Mapping):
        return "map[string]interface {}"
    if isinstance(value, bool):
        return "bool"
    return {int: "int64", float: "float64", str: "string"}.get(type(value), "<nil>")


_STEPS: Mapping[type[Node], Callable[[Values, Any, bool], Values]] = {
    TextNode: lambda _, node, __: [node.text],
    NumberNode: lambda values, node, _: [node.value for _ in values],
    FieldNode: _field,
    WildcardNode: _wildcard,
    RecursiveNode: _recursive,
    ArrayNode: _slice,
    FilterNode: _filter,
    UnionNode: _union,
    IdentifierNode: _keyword,
}
