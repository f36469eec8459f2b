"""Whether a node fits a pod's nodeSelector and its required node affinity.

Models k8s.io/component-helpers scheduling/corev1/nodeaffinity (GetRequiredNodeAffinity) and k8s.io/apimachinery
pkg/labels (Requirement.Matches). Terms are ORed, what a term says is ANDed, a term that says nothing fits no node, and
one that compares with something else than a whole number (Gt, Lt) fits none either.
"""

import re
from collections.abc import Mapping

from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import Labels, PodSpec

_NUMBER = re.compile(r"[+-]?[0-9]+")
_INT64 = range(-(2**63), 2**63)


def fits(spec: PodSpec, node: str, labels: Labels) -> bool:
    """Whether the pod may run on the node of that name with these labels."""
    if not spec.node_selector and spec.node_affinity is None:
        return True
    known = dict(labels)
    if not all(known.get(key) == value for key, value in spec.node_selector):
        return False
    return spec.node_affinity is None or _selects(spec.node_affinity, node, known)


def named_nodes(affinity: NodeSelector | None) -> frozenset[str] | None:
    """The nodes that *affinity* allows by name, None where it allows others too.

    Models PreFilter of pkg/scheduler/framework/plugins/nodeaffinity: no name at all means that its terms contradict
    themselves.
    """
    if affinity is None or not affinity.node_selector_terms:
        return None
    found: frozenset[str] = frozenset()
    for term in affinity.node_selector_terms:
        named = [frozenset(each.values) for each in term.match_fields if each.operator == "In"]
        if not named:
            return None
        found |= frozenset.intersection(*named)
    return found


def preference(spec: PodSpec, node: str, labels: Labels) -> int:
    """The weights of the preferred terms that the node fits, in all; a term that says nothing fits none.

    Models PreferredSchedulingTerms.Score, the score of the plugin NodeAffinity before it is normalized.
    """
    known = dict(labels)
    return sum(each.weight for each in spec.preferred_nodes if _term_holds(each.preference, node, known))


def _selects(selector: NodeSelector, node: str, labels: Mapping[str, str]) -> bool:
    return any(_term_holds(term, node, labels) for term in selector.node_selector_terms)


def _term_holds(term: NodeSelectorTerm, node: str, labels: Mapping[str, str]) -> bool:
    if not term.match_expressions and not term.match_fields:
        return False
    fields = {"metadata.name": node}
    return all(_holds(each, labels) for each in term.match_expressions) and all(
        _holds(each, fields) for each in term.match_fields
    )


def _holds(requirement: NodeSelectorRequirement, values: Mapping[str, str]) -> bool:
    value = values.get(requirement.key)
    match requirement.operator:
        case "In":
            return value in requirement.values
        case "NotIn":
            return value not in requirement.values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    limit, number = _number(requirement.values[0]), _number(value or "")
    if limit is None or number is None:
        return False
    return number > limit if requirement.operator == "Gt" else number < limit


def _number(text: str) -> int | None:
    """What strconv.ParseInt(text, 10, 64) makes of it, None for an error."""
    # Nineteen digits are the most that fit; more than leading zeros explain are never a number of 64 bits.
    if not _NUMBER.fullmatch(text) or len(text.lstrip("+-0")) > 19:
        return None
    number = int(text)
    return number if number in _INT64 else None
