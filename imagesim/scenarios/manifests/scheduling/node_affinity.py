"""The node affinity of a pod spec: read and validated as the API server does it, and written again.

Models validateNodeAffinity and ValidatePreferredSchedulingTerms of pkg/apis/core/validation/validation.go. Of the other
parts of `affinity` it is said that they are not modelled (see not_modelled).
"""

from typing import Any

from imagesim.rules.api.dns_names import DNS_SUBDOMAIN
from imagesim.rules.api.field_errors import label_key_problems, label_value_problems
from imagesim.rules.api.node_selector import (
    NodeSelector,
    NodeSelectorRequirement,
    NodeSelectorTerm,
    PreferredSchedulingTerm,
)
from imagesim.rules.api.objects import Labels
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.fields import Field

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_IN, _THERE, _COMPARED = ("In", "NotIn"), ("Exists", "DoesNotExist"), ("Gt", "Lt")
_NO_OPERATOR = "not a valid selector operator"


def read_node_affinity(spec: Field) -> NodeSelector | None:
    """What the pod requires of a node, None for nothing. Raises ScenarioError for what the API server refuses."""
    if not spec.has("affinity"):
        return None
    required = spec["affinity"]["nodeAffinity"][_REQUIRED]
    if not required.given:
        return None
    terms = required["nodeSelectorTerms"]
    if not terms.items():
        raise terms.error("Required value: must have at least one node selector term", show=False)
    return NodeSelector(node_selector_terms=tuple(_term(item) for item in terms.items()))


def read_preferred_nodes(spec: Field) -> tuple[PreferredSchedulingTerm, ...]:
    """What the pod would like of a node. Raises ScenarioError for what the API server refuses."""
    if not spec.has("affinity"):
        return ()
    return tuple(_preferred(item) for item in spec["affinity"]["nodeAffinity"][_PREFERRED].items())


def write_affinity(required: NodeSelector | None, preferred: tuple[PreferredSchedulingTerm, ...]) -> dict[str, Any]:
    """The `affinity` of a pod spec, empty if nothing is required or preferred."""
    affinity: dict[str, Any] = {}
    if required is not None:
        affinity[_REQUIRED] = {"nodeSelectorTerms": [_written_term(term) for term in required.node_selector_terms]}
    if preferred:
        affinity[_PREFERRED] = [
            {"weight": each.weight, "preference": _written_term(each.preference)} for each in preferred
        ]
    return {"nodeAffinity": affinity} if affinity else {}


def read_node_selector(spec: Field) -> Labels:
    """The `nodeSelector`, whose keys and values have to be those of labels, or it is a ScenarioError."""
    if not spec.has("nodeSelector"):
        return ()
    selector = spec["nodeSelector"]
    for key, value in selector.labels():
        for problem in (*label_key_problems(key), *label_value_problems(value)):
            raise selector[key].error(f"is no label: {problem}")
    return selector.labels()


def _preferred(field: Field) -> PreferredSchedulingTerm:
    weight = field["weight"]
    if not 1 <= weight.integer(0, minimum=-(2**31)) <= 100:
        raise weight.error("must be in the range 1-100")
    return PreferredSchedulingTerm(weight=weight.integer(0), preference=_term(field["preference"]))


def _written_term(term: NodeSelectorTerm) -> dict[str, Any]:
    return given(
        {
            "matchExpressions": [_written(each) for each in term.match_expressions],
            "matchFields": [_written(each) for each in term.match_fields],
        }
    )


def _term(field: Field) -> NodeSelectorTerm:
    return NodeSelectorTerm(
        match_expressions=tuple(_expression(item) for item in field["matchExpressions"].items()),
        match_fields=tuple(_field(item) for item in field["matchFields"].items()),
    )


def _expression(field: Field) -> NodeSelectorRequirement:
    requirement, values = _requirement(field), field["values"]
    if requirement.operator in _IN and not requirement.values:
        raise values.error("Required value: must be specified when `operator` is 'In' or 'NotIn'", show=False)
    if requirement.operator in _THERE and requirement.values:
        rule = "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        raise values.error(rule, show=False)
    if requirement.operator in _COMPARED and len(requirement.values) != 1:
        rule = "Required value: must be specified single value when `operator` is 'Lt' or 'Gt'"
        raise values.error(rule, show=False)
    if requirement.operator not in (*_IN, *_THERE, *_COMPARED):
        raise field["operator"].error(_NO_OPERATOR)
    for problem in label_key_problems(requirement.key):
        raise field["key"].error(problem)
    for value in values.items():
        for problem in label_value_problems(value.text()):
            raise value.error(problem)
    return requirement


def _field(field: Field) -> NodeSelectorRequirement:
    """Of a node's fields only its name can be asked for."""
    requirement, values = _requirement(field), field["values"]
    if requirement.operator not in _IN:
        raise field["operator"].error(_NO_OPERATOR)
    if len(requirement.values) != 1:
        rule = "Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        raise values.error(rule, show=False)
    if requirement.key != "metadata.name":
        raise field["key"].error("not a valid field selector key", suggestion="only metadata.name is")
    if not DNS_SUBDOMAIN.fullmatch(requirement.values[0]) or len(requirement.values[0]) > 253:
        raise values.items()[0].error("is no name of a node")
    return requirement


def _requirement(field: Field) -> NodeSelectorRequirement:
    return NodeSelectorRequirement(
        key=field["key"].text(),
        operator=field["operator"].text(),
        values=tuple(value.text() for value in field["values"].items()),
    )


def _written(requirement: NodeSelectorRequirement) -> dict[str, Any]:
    written = {"key": requirement.key, "operator": requirement.operator}
    return {**written, "values": list(requirement.values)} if requirement.values else written
