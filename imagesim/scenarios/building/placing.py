"""Pods that an export bound to nodes which are not here: the scheduler places them anew."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

from imagesim.rules.api.node_selector import NodeSelector
from imagesim.rules.api.objects import Pod
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.values.node_pool import NodePool, is_static_pod

_NAMED = 3


def placed(
    pods: Iterable[Pod], pools: Sequence[NodePool], daemons: Collection[tuple[str, str]], notes: Notes
) -> tuple[Pod, ...]:
    """The pods without the names of absent nodes, which are said in one sentence.

    *daemons* are namespace and name of the pods that a DaemonSet made: its controller names the node in the affinity.
    """
    found, strangers = [], []
    for pod in pods:
        node = pod.spec.node_name
        if (pod.namespace, pod.name) in daemons:
            node = node or _pinned_to(pod.spec.node_affinity)
        if not node or _is_here(node, pools):
            found.append(pod)
            continue
        strangers.append((pod, node))
        affinity = pod.spec.node_affinity
        if (pod.namespace, pod.name) in daemons:
            affinity = _without_names(affinity)
        found.append(dataclasses.replace(pod, spec=dataclasses.replace(pod.spec, node_name="", node_affinity=affinity)))
    _note(strangers, notes)
    return tuple(found)


def check_names(pods: Iterable[Pod], pools: Sequence[NodePool], origin: Mapping[str, Document]) -> None:
    """ScenarioError for a pod that has the name of a static pod, which the API server takes once only."""
    for pod in pods:
        if is_static_pod(pools, pod.namespace, pod.name):
            document = origin[f"Pod/{pod.namespace}/{pod.name}"]
            hint = "leave one of the two out"
            raise document.error("is the name of a NodePool's static pod", ("metadata", "name"), suggestion=hint)


def _note(strangers: list[tuple[Pod, str]], notes: Notes) -> None:
    if not strangers:
        return
    said = ", ".join(f"Pod/{pod.namespace}/{pod.name} {node}" for pod, node in strangers[:_NAMED])
    more = f" and {len(strangers) - _NAMED} more" if len(strangers) > _NAMED else ""
    one = len(strangers) == 1
    what = "names a node that is" if one else "name nodes that are"
    them = "it" if one else "them"
    notes.assume(f"{counted(len(strangers), 'pod')} {what} not here: {said}{more}; the scheduler places {them}.")


def _is_here(node: str, pools: Sequence[NodePool]) -> bool:
    return any(each.has(node) for each in pools)


def _pinned_to(affinity: NodeSelector | None) -> str:
    """The node that a DaemonSet's controller wrote into every term, "" for none."""
    for term in affinity.node_selector_terms if affinity is not None else ():
        for field in term.match_fields:
            return field.values[0]
    return ""


def _without_names(affinity: NodeSelector | None) -> NodeSelector | None:
    """What is left of the affinity: nothing, if the node's name was all that a term asked for."""
    if affinity is None:
        return None
    terms = tuple(dataclasses.replace(term, match_fields=()) for term in affinity.node_selector_terms)
    return NodeSelector(node_selector_terms=terms) if all(term.match_expressions for term in terms) else None
