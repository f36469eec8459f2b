"""Label selectors as people type them after -l: `app=web,tier!=db,env in (a,b),track notin (x),owner,!canary`.

Models Parse and Requirement.Matches of k8s.io/apimachinery/pkg/labels/selector.go.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

Labels = Mapping[str, str]

_TOKEN = re.compile(r"\s*(==|!=|=|>|<|!|,|\(|\)|[^\s=!,()<>]+)")
_OPERATORS = ("=", "==", "!=", "in", "notin", ">", "<")


class LabelRequirement(NamedTuple):
    """One requirement: the operator is `=`, `!=`, `in`, `notin`, `exists`, `!`, `<` or `>`."""

    key: str
    operator: str
    values: frozenset[str] = frozenset()

    def matches(self, labels: Labels) -> bool:
        """Whether labels meet it. One that only forbids a value holds for labels without the key, too."""
        return _MATCHES[self.operator](labels.get(self.key), self.values)


def parse_label_selector(text: str) -> list[LabelRequirement]:
    """The requirements of a selector, all of which have to be met. ValueError with the server's words for a mistake."""
    tokens = _tokens(text)
    found: list[LabelRequirement] = []
    while tokens:
        found.append(_requirement(tokens))
        if tokens and tokens.pop(0) != ",":
            raise ValueError("unable to parse requirement: found another word, expected: ',' or 'end of string'")
        if not tokens and text.rstrip().endswith(","):
            raise ValueError("found '', expected: identifier after ','")
    return found


def matches(requirements: list[LabelRequirement], labels: Labels) -> bool:
    """Whether labels meet all of them."""
    return all(requirement.matches(labels) for requirement in requirements)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _requirement(tokens: list[str]) -> LabelRequirement:
    first = tokens.pop(0)
    if first == "!":
        return LabelRequirement(_key(tokens), "!")
    tokens.insert(0, first)
    key = _key(tokens)
    if not tokens or tokens[0] == ",":
        return LabelRequirement(key, "exists")
    operator = tokens.pop(0)
    if operator not in _OPERATORS:
        expected = ", ".join(_OPERATORS)
        raise ValueError(f"unable to parse requirement: found '{operator}', expected: {expected}")
    if operator in ("in", "notin"):
        return LabelRequirement(key, operator, frozenset(_set(tokens)))
    value = tokens.pop(0) if tokens and tokens[0] not in (",", ")", "(") else ""
    if value in _OPERATORS:
        raise ValueError(f"unable to parse requirement: found '{value}', expected: identifier")
    return LabelRequirement(key, "=" if operator == "==" else operator, frozenset({value}))


def _key(tokens: list[str]) -> str:
    key = tokens.pop(0) if tokens else ""
    if not re.fullmatch(r"[\w./-]+", key, re.ASCII):
        raise ValueError(f"unable to parse requirement: found '{key}', expected: identifier")
    return key


def _set(tokens: list[str]) -> list[str]:
    """`(a,b)`."""
    if not tokens or tokens.pop(0) != "(":
        raise ValueError("unable to parse requirement: found '', expected: '('")
    inside: list[str] = []
    while tokens and tokens[0] != ")":
        inside.append(tokens.pop(0))
    if not tokens:
        raise ValueError("unable to parse requirement: found '', expected: ',', or ')'")
    tokens.pop(0)
    values, expects_value = [], True
    for token in inside:
        if token == ",":
            if expects_value:
                values.append("")
            expects_value = True
        else:
            values.append(token)
            expects_value = False
    return values


def _number(value: str | None, values: frozenset[str], order: int) -> bool:
    try:
        (bound,) = (int(each) for each in values)
        return value is not None and (int(value) - bound) * order > 0
    except ValueError:
        return False


_MATCHES: Mapping[str, Callable[[str | None, frozenset[str]], bool]] = {
    "=": lambda value, values: value in values,
    "in": lambda value, values: value in values,
    "!=": lambda value, values: value not in values,
    "notin": lambda value, values: value not in values,
    "exists": lambda value, _: value is not None,
    "!": lambda value, _: value is None,
    ">": lambda value, values: _number(value, values, 1),
    "<": lambda value, values: _number(value, values, -1),
}
