"""`-o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image`: a column for each JSONPath.

Models k8s.io/kubectl/pkg/cmd/get/customcolumn.go.
"""

from collections.abc import Sequence
from typing import Any

from imagesim.results.report.kubectl_format import columns
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.jsonpath.evaluating import find
from imagesim.rules.kubectl.jsonpath.nodes import JSONPathError, Template
from imagesim.rules.kubectl.jsonpath.parsing import parse
from imagesim.rules.kubectl.jsonpath.printing import relaxed, value_text
from imagesim.rules.printers.cells import NONE
from imagesim.rules.shown import gate

Document = dict[str, Any]


def custom_columns(spec: str, documents: Sequence[Document], *, headers: bool = True) -> gate.Shown:
    """The table. KubectlError for a specification that kubectl refuses."""
    if not spec:
        raise KubectlError("error: custom-columns format specified but no custom columns given")
    names, templates = zip(*(_column(part) for part in spec.split(",")), strict=True)
    rows = [[_cell(template, document) for template in templates] for document in documents]
    return columns([list(names), *rows] if headers else rows)


def _column(part: str) -> tuple[str, Template]:
    name, colon, expression = part.partition(":")
    if not colon or not name or not expression:
        raise KubectlError(f"error: unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
    try:
        return name, parse(relaxed(expression))
    except ValueError as mistake:
        raise KubectlError(f"error: {mistake}") from None


def _cell(template: Template, document: Document) -> str:
    try:
        values = [value for found in find(template, document) for value in found]
    except JSONPathError as mistake:
        raise KubectlError(f"error: {mistake}") from None
    return ",".join(map(value_text, values)) if values else NONE
