"""What a JSONPath template prints of an object (PrintResults and evalToText of jsonpath.go)."""

import json
from typing import Any

from imagesim.rules.kubectl.jsonpath.evaluating import find
from imagesim.rules.kubectl.jsonpath.parsing import parse

NO_VALUE = "<no value>"
"""Go's text of a value that is not there."""


def printed(template: str, document: Any) -> str:
    """The text of *template* filled in from *document*. JSONPathError if it cannot be read, or does not fit."""
    return "".join(" ".join(map(value_text, values)) for values in find(parse(template), document))


def value_text(value: Any) -> str:
    """One value as text: maps and lists as JSON, sorted as Go sorts them."""
    if value is None:
        return NO_VALUE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return str(value)


def relaxed(expression: str) -> str:
    """RelaxedJSONPathExpression: `metadata.name`, `.metadata.name` and `{.metadata.name}` are one template.

    ValueError with kubectl's words for anything else.
    """
    if not expression:
        return expression
    opened, closed = expression.startswith("{"), expression.endswith("}")
    inner = expression[1:-1] if opened and closed else expression
    if opened != closed or not inner or any(brace in inner for brace in "{}"):
        raise ValueError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
        )
    return f"{{.{inner.removeprefix('.')}}}"
