"""The nodes as a scheduler knows them: those that take new pods, and those that do not, and why."""

from collections.abc import Iterable

from imagesim.engine.api.api_object import ApiObject
from imagesim.rules.api.change import Verb
from imagesim.rules.api.node import DISK_PRESSURE_TAINT
from imagesim.rules.api.objects import PodSpec


class NodesForPods:
    """Follows the Node objects that it is told of."""

    def __init__(self) -> None:
        self._open: dict[str, ApiObject] = {}
        self._closed: dict[str, ApiObject] = {}

    def note(self, verb: Verb, node: ApiObject) -> bool:
        """A node changed; return whether another set of nodes takes pods now."""
        if verb == "status":
            return False
        was_open = node.name in self._open
        gone = verb == "remove" or node.deletion_s is not None
        is_open = not gone and not node.spec.taints and not node.spec.unschedulable
        if not is_open or not was_open:  # an open one that stays open keeps its place
            self._open.pop(node.name, None)
            self._closed.pop(node.name, None)
            if not gone:
                (self._open if is_open else self._closed)[node.name] = node
        return is_open != was_open

    def takes_pods(self, node: ApiObject) -> bool:
        """Whether new pods may go to that node."""
        return node.name in self._open

    def fitting(self, spec: PodSpec) -> list[str]:
        """The names of those that a pod may go to, in the order in which they joined or were opened again."""
        return [node.name for node in self._candidates(spec) if _fits(spec, node)]

    def _candidates(self, spec: PodSpec) -> Iterable[ApiObject]:
        name = spec.node_name
        if not name:
            return self._open.values()
        return [self._open[name]] if name in self._open else ()

    def why_not(self) -> str:
        """kube-scheduler's words (framework/types.go FitError, and preemption, which can help with neither).

        Of several reasons that a node has the first counts, in the order of the plugins: NodeUnschedulable,
        TaintToleration, NodeAffinity. Some newer versions say "untolerated taint(s)" and do not name the taint.
        """
        count = len(self._open) + len(self._closed)
        if not count:
            return "no nodes available to schedule pods"
        cordoned = sum(node.spec.unschedulable for node in self._closed.values())
        reasons = [
            (len(self._open), "node(s) didn't match Pod's node affinity/selector"),
            (cordoned, "node(s) were unschedulable"),
            (len(self._closed) - cordoned, f"node(s) had untolerated taint {{{DISK_PRESSURE_TAINT}: }}"),
        ]
        why = ", ".join(sorted(f"{number} {reason}" for number, reason in reasons if number))
        return (
            f"0/{count} nodes are available: {why}. preemption: "
            f"0/{count} nodes are available: {count} Preemption is not helpful for scheduling."
        )


def _fits(spec: PodSpec, node: ApiObject) -> bool:
    if not spec.node_selector:
        return True
    labels = dict(node.labels)
    return all(labels.get(key) == value for key, value in spec.node_selector)
