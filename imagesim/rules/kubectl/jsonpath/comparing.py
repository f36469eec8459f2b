"""How a JSONPath filter compares two values (third_party/forked/golang/template/funcs.go of client-go)."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from imagesim.rules.kubectl.jsonpath.nodes import JSONPathError

_ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(left: Any, comparison: str, right: Any) -> bool:
    """Whether it holds. JSONPathError for values of kinds that Go does not compare, and for an unknown operator."""
    if comparison not in ("==", "!=", *_ORDERED):
        raise JSONPathError(f"unrecognized filter operator {comparison}")
    kinds = _kind(left), _kind(right)
    if "" in kinds:
        raise JSONPathError("invalid type for comparison")
    if kinds[0] != kinds[1]:
        raise JSONPathError("incompatible types for comparison")
    if comparison in ("==", "!="):
        return bool((left == right) is (comparison == "=="))
    if kinds[0] == "bool":
        raise JSONPathError("invalid type for comparison")
    return _ORDERED[comparison](left, right)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return {int: "int", float: "float", str: "string"}.get(type(value), "")
