"""Laws of DaemonSets: a pod on each node that fits, and how many a roll-out touches at once."""

from collections.abc import Iterator

from imagesim.engine.object_history import ObjectRecord
from imagesim.rules.api.node import Taint
from imagesim.rules.nodes.health import GC_PERIOD_S, QUARANTINE_S
from imagesim.rules.workloads.rollout import scaled_value
from tests.laws.kept.history import JUST_NOW_S, OwnedPod, Owner, left, moments, others_take_pods_away
from tests.laws.kept.run import Run
from tests.laws.kept.tolerating import tolerates

_OF_NODES = "node.kubernetes.io/"
"""What Kubernetes taints nodes with, that are cordoned or short of disk; pods of DaemonSets tolerate it."""


def a_node_has_one_pod_of_a_daemon_set_or_two_while_it_surges(run: Run) -> Iterator[str]:
    """Of those that are not to go; without surge the one that goes has gone before another comes."""
    for row, owner, pod in moments(run, "DaemonSet"):
        if pod is None or row.verb not in ("create", "bind"):
            continue
        here = [each for each in owner.pods.values() if each.node == pod.node and not each.ended]
        surges = owner.spec.strategy == "RollingUpdate" and owner.spec.max_surge not in ("0", "0%")
        if len([each for each in here if each.active]) > 1 + surges or (len(here) > 1 and not surges):
            yield f"{row.time_s}: {here} {owner.spec}"


def each_node_that_fits_has_a_pod_of_a_daemon_set(run: Run) -> Iterator[str]:
    nodes = _nodes_left(run)
    for owner in left(run, "DaemonSet"):
        changed_s = max([owner.changed_s, *(row.time_s for row in run.records.objects if row.kind == "Node")])
        if run.records.end_s <= changed_s + JUST_NOW_S:
            continue
        fit = {name: taints for name, (labels, taints) in nodes.items() if _selects(owner, labels)}
        tolerations = owner.spec.template.spec.tolerations
        wanted = {name for name, taints in fit.items() if tolerates(tolerations, taints, ("NoSchedule", "NoExecute"))}
        allowed = {name for name, taints in fit.items() if tolerates(tolerations, taints, ("NoExecute",))}
        there = {pod.node for pod in owner.pods.values()}
        orphaning = _orphaning(run)
        staying = {
            pod.node for pod in owner.pods.values() if not pod.deleting and not (pod.bound and pod.node in orphaning)
        }
        if not (wanted <= there and staying <= allowed):
            yield f"wanted on {sorted(wanted)}, there on {sorted(there)}: {owner}"


def _selects(owner: Owner, labels: dict[str, str]) -> bool:
    return dict(owner.spec.template.spec.node_selector).items() <= labels.items()


def _orphaning(run: Run) -> set[str]:
    """Nodes that were off when they were removed, a little ago: the pod garbage collector has not come to their pods.

    Those are no business of the DaemonSet's controller (getUnscheduledPodsWithoutNode of daemon_controller.go).
    """
    removed = {row.name: row.time_s for row in run.records.objects if row.kind == "Node" and row.verb == "remove"}
    latest_s = GC_PERIOD_S + QUARANTINE_S + JUST_NOW_S
    return {
        name
        for name, time_s in removed.items()
        if run.records.end_s <= time_s + latest_s and run.was_down(name, time_s, time_s)
    }


def _nodes_left(run: Run) -> dict[str, tuple[dict[str, str], list[Taint]]]:
    """Labels of the nodes that are there at the end, and those of their taints that a DaemonSet's pods may mind."""
    labels: dict[str, dict[str, str]] = {}
    taints: dict[str, list[Taint]] = {}
    for row in run.records.objects:
        change = dict(row.change) if row.kind == "Node" else {}
        if row.kind == "Node" and row.verb == "create":
            labels[row.name] = dict(change["labels"])
        elif row.kind == "Node" and row.verb == "remove":
            del labels[row.name]
        if "spec" in change:
            taints[row.name] = [each for each in change["spec"].taints if not each.key.startswith(_OF_NODES)]
    return {name: (found, taints[name]) for name, found in labels.items()}


def a_roll_out_of_a_daemon_set_leaves_the_other_nodes_their_pods(run: Run) -> Iterator[str]:
    """It takes an available pod away only as far as nodes may be without one, where nobody else takes any away.

    A node that its template no longer selects has to do without, at once.
    """
    labels = {row.name: dict(dict(row.change)["labels"]) for row in run.records.objects if _is_new_node(row)}
    for row, owner, pod in moments(run, "DaemonSet"):
        if pod is None or row.verb != "delete" or pod.ended or not pod.is_available(row.time_s, owner.spec.min_ready_s):
            continue
        if others_take_pods_away(run, owner):
            return
        nodes = sorted({each.node for each in owner.pods.values() if _selects(owner, labels.get(each.node, {}))})
        if pod.node not in nodes:
            continue
        without = [node for node in nodes if not _has_available(owner, node, row.time_s)]
        spec = owner.spec
        most = max(scaled_value(spec.max_unavailable, len(nodes), round_up=True), 0 if _surges(spec) else 1)
        if spec.strategy != "RollingUpdate" or (pod.node in without and len(without) > most):
            yield f"{row.time_s}: {pod} goes, {without} have none that is available: {spec}"


def _is_new_node(row: ObjectRecord) -> bool:
    return row.kind == "Node" and row.verb == "create"


def _surges(spec: object) -> bool:
    return spec.max_surge not in ("0", "0%")  # type: ignore[attr-defined]


def _has_available(owner: Owner, node: str, now: float) -> bool:
    return any(pod.active and pod.is_available(now, owner.spec.min_ready_s) for pod in _on(owner, node))


def _on(owner: Owner, node: str) -> list[OwnedPod]:
    return [pod for pod in owner.pods.values() if pod.node == node]
