"""The nodes as a scheduler knows them: those that take any pod, those that take some, and why not others."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.scheduler.node_counts import NodeCounts
from imagesim.rules.api.change import Verb
from imagesim.rules.api.node_selector import NodeSelector
from imagesim.rules.api.objects import Labels, PodSpec, Toleration
from imagesim.rules.scheduling import fit_error as texts
from imagesim.rules.scheduling.node_affinity import fits, named_nodes
from imagesim.rules.scheduling.resources import Demand
from imagesim.rules.scheduling.spreading import ZONE
from imagesim.rules.scheduling.taints import PREFER_NO_SCHEDULE, keeps_away, tolerates_unschedulable
from imagesim.rules.versions import KubernetesBehaviour

_Wishes = tuple[Labels, NodeSelector | None, tuple[Toleration, ...]]
"""All of a pod's spec that says which nodes it may go to: nodeSelector, the affinity that is required, tolerations."""


class NodesForPods:
    """Follows the Node objects that it is told of. Texts are those of a scheduler that behaves as *behaviour*."""

    def __init__(self, behaviour: KubernetesBehaviour) -> None:
        self._behaviour = behaviour
        self._open: dict[str, ApiObject] = {}
        self._closed: dict[str, ApiObject] = {}
        self._fitting: dict[_Wishes, Mapping[str, int]] = {}
        self.peculiar: set[str] = set()
        """Those that a pod could like more or less than others even if it prefers nothing: by taints and zones."""

    def note(self, verb: Verb, node: ApiObject) -> None:
        """A node joined, changed or went."""
        self._fitting.clear()
        was_open = node.name in self._open
        gone = verb == "remove" or node.deletion_s is not None
        is_open = not gone and not _keeps_some_away(node)
        if not is_open or not was_open:  # an open one that stays open keeps its place
            self._open.pop(node.name, None)
            self._closed.pop(node.name, None)
            if not gone:
                (self._open if is_open else self._closed)[node.name] = node
        self.peculiar.discard(node.name)
        if not gone and _is_peculiar(node):
            self.peculiar.add(node.name)

    def __len__(self) -> int:
        """How many there are, also those that take no pods."""
        return len(self._open) + len(self._closed)

    def node(self, name: str) -> ApiObject | None:
        """The node of that name, None if it is not there."""
        return self._open.get(name) or self._closed.get(name)

    def fitting(self, spec: PodSpec) -> Mapping[str, int]:
        """The places of those that a pod may go to by their names: in which order they joined or were opened again.

        Those with taints that keep others away come last. How full they are is not looked at. Pods with the same wishes
        get the same mapping, for as long as no node changes.
        """
        wishes = spec.node_selector, spec.node_affinity, spec.tolerations
        found = self._fitting.get(wishes)
        if found is None:
            names = [node.name for node in self._candidates(spec) if self._takes(node, spec)]
            found = self._fitting[wishes] = {name: place for place, name in enumerate(names)}
        return found

    def only(self, spec: PodSpec) -> str:
        """The one node that the affinity of a pod names, as DaemonSets do; "" for another number."""
        named = named_nodes(spec.node_affinity)
        return next(iter(named)) if named is not None and len(named) == 1 else ""

    def takes(self, name: str, spec: PodSpec) -> bool:
        """Whether a pod may go to the node of that name, however full it is."""
        node = self.node(name)
        return node is not None and self._takes(node, spec)

    def _takes(self, node: ApiObject, spec: PodSpec) -> bool:
        return fits(spec, node.name, node.labels) and (node.name in self._open or not self._kept_away(node, spec))

    def _kept_away(self, node: ApiObject, spec: PodSpec) -> str:
        """The reason of NodeUnschedulable or of TaintToleration, "" if neither has one."""
        if node.spec.unschedulable and not tolerates_unschedulable(spec.tolerations):
            return texts.UNSCHEDULABLE
        taint = keeps_away(node.spec.taints, spec.tolerations)
        return "" if taint is None else texts.untolerated_taint(taint, self._behaviour)

    def _candidates(self, spec: PodSpec) -> Iterable[ApiObject]:
        only = self.only(spec)
        if only:
            node = self.node(only)
            return [] if node is None else [node]
        return chain(self._open.values(), self._closed.values()) if spec.tolerations else self._open.values()

    def why_not(self, spec: PodSpec, demand: Demand, counts: NodeCounts) -> str:
        """kube-scheduler's words for a pod that fits no node.

        Of several plugins that say no the first counts, in their order: NodeUnschedulable, TaintToleration,
        NodeAffinity, NodeResourcesFit. Nodes that its affinity leaves out by name are not asked.
        """
        named = named_nodes(spec.node_affinity)
        if named is not None and not named:
            return texts.fit_error(len(self), {}, self._behaviour, conflict=texts.TERMS_CONFLICT)
        reasons: dict[str, int] = {}
        asked, full = 0, 0
        for node in self._asked(named):
            asked += 1
            found, resolvable = self._reasons(node, spec, demand, counts)
            full += resolvable
            for reason in found:
                reasons[reason] = reasons.get(reason, 0) + 1
        reasons[texts.NOT_NAMED] = len(self) - asked
        return texts.fit_error(len(self), reasons, self._behaviour, full=full)

    def _asked(self, named: frozenset[str] | None) -> Iterator[ApiObject]:
        if named is None:
            yield from chain(self._open.values(), self._closed.values())
        else:
            # In which order is no matter: reasons are counted.
            yield from (node for name in named if (node := self.node(name)) is not None)

    def _reasons(self, node: ApiObject, spec: PodSpec, demand: Demand, counts: NodeCounts) -> tuple[list[str], bool]:
        """Why this one does not take the pod, and whether it would if others made room."""
        kept = "" if node.name in self._open else self._kept_away(node, spec)
        if kept:
            return [kept], False
        if not fits(spec, node.name, node.labels):
            return [texts.NODE_AFFINITY], False
        lacks = counts.lacking(node.name, demand)
        return [lack.reason for lack in lacks], not any(lack.unresolvable for lack in lacks)


def _keeps_some_away(node: ApiObject) -> bool:
    return node.spec.unschedulable or any(taint.effect != PREFER_NO_SCHEDULE for taint in node.spec.taints)


def _is_peculiar(node: ApiObject) -> bool:
    soft = any(taint.effect == PREFER_NO_SCHEDULE for taint in node.spec.taints)
    return soft or any(key == ZONE for key, _ in node.labels)
