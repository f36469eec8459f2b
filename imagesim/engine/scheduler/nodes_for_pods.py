"""The nodes as a scheduler knows them: those that take new pods, and those that do not, and why."""

from collections.abc import Iterable
from itertools import chain

from imagesim.engine.api.api_object import ApiObject
from imagesim.rules.api.change import Verb
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.scheduling import fit_error as texts
from imagesim.rules.scheduling.node_affinity import fits, named_nodes


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

    def fitting(self, spec: PodSpec, *, tolerates: bool = False) -> list[str]:
        """The names of those that a pod may go to, in the order in which they joined or were opened again.

        One that *tolerates* every taint that there is here may go to the others too; those come last.
        """
        return [node.name for node in self._candidates(spec, tolerates) if fits(spec, node.name, node.labels)]

    def _candidates(self, spec: PodSpec, tolerates: bool) -> Iterable[ApiObject]:
        groups = (self._open, self._closed) if tolerates else (self._open,)
        named = named_nodes(spec.node_affinity)
        if spec.node_name or (named is not None and len(named) == 1):
            name = spec.node_name or next(iter(named or ()))
            return [group[name] for group in groups if name in group]
        return chain.from_iterable(group.values() for group in groups)

    def why_not(self, spec: PodSpec) -> str:
        """kube-scheduler's words for a pod that fits no node.

        Of several reasons that a node has the first counts, in the order of the plugins: NodeUnschedulable,
        TaintToleration, NodeAffinity. Nodes that its affinity leaves out by name are not asked.
        """
        count = len(self._open) + len(self._closed)
        named = named_nodes(spec.node_affinity)
        if named is not None and not named:
            return texts.fit_error(count, {}, conflict=texts.TERMS_CONFLICT)
        # Thousands of pods may fit nowhere among thousands of nodes: those that are open are not gone through.
        asked = named if named is not None else self._closed
        closed = [self._closed[name] for name in asked if name in self._closed]
        fits_not = len(self._open) if named is None else sum(name in self._open for name in named)
        cordoned = sum(node.spec.unschedulable for node in closed)
        reasons = {
            texts.NODE_AFFINITY: fits_not,
            texts.UNSCHEDULABLE: cordoned,
            texts.UNTOLERATED_TAINT: len(closed) - cordoned,
            texts.NOT_NAMED: 0 if named is None else count - fits_not - len(closed),
        }
        return texts.fit_error(count, reasons)
