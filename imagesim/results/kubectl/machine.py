"""Objects as kubectl writes them for programs: YAML, JSON, names, and what templates make of them.

Models k8s.io/cli-runtime/pkg/printers (yaml.go, json.go, name.go) and genericclioptions/jsonpath_flags.go: keys sorted,
one object as it is, several as a List.
"""

from collections.abc import Sequence
from typing import Any

from imagesim.results.kubectl.custom_columns import custom_columns
from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.jsonpath.nodes import JSONPathError
from imagesim.rules.kubectl.jsonpath.printing import printed
from imagesim.rules.shown import gate
from imagesim.scenarios.yaml_text import sorted_yaml

Document = dict[str, Any]

FORMATS = ("custom-columns", "json", "jsonpath", "name", "wide", "yaml")
"""What may be given to -o. kubectl takes Go's templates too, and templates from files."""


def written(output: str, documents: Sequence[Document], *, one: bool, headers: bool = True) -> gate.Shown:
    """*documents* in the format *output*; with *one* the only one as it is, else a List.

    KubectlError for a format that there is not, or a template that kubectl refuses.
    """
    name, _, argument = output.partition("=")
    if name == "name":
        return gate.lines(f"{_prefix(each)}{each['metadata']['name']}" for each in documents)
    if name == "custom-columns":
        return custom_columns(argument, documents, headers=headers)
    whole: Document = documents[0] if one and documents else _list(documents)
    if name == "yaml":
        return gate.data(sorted_yaml(whole).rstrip("\n"))
    if name == "json":
        return gate.as_json(_sorted(whole), indent=4)
    if name == "jsonpath":
        return _from_template(argument, whole)
    listed = ",".join(FORMATS)
    raise KubectlError(
        f'error: unable to match a printer suitable for the output format "{name}", allowed formats are: {listed}'
    )


def _from_template(template: str, document: Document) -> gate.Shown:
    if not template:
        raise KubectlError("error: template format specified but no template given")
    if "{" not in template:
        template = f"{{{template}}}"
    try:
        return gate.data(printed(template, document))
    except JSONPathError as mistake:
        raise KubectlError(f"error: error parsing jsonpath {template}, {mistake}") from None


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _list(documents: Sequence[Document]) -> Document:
    return {"apiVersion": "v1", "items": list(documents), "kind": "List", "metadata": {"resourceVersion": ""}}


def _prefix(document: Document) -> str:
    return BY_NAME[document["kind"]].prefix
