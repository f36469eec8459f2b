"""What the controller knows of the nodes and pods of one DaemonSet, so that a sync costs what changed.

A node is looked at again when one of its pods has changed, and at every sync while it is not settled or time alone can
change it. All are when the DaemonSet, its latest revision or the set of nodes has changed.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.rules.api.change import Verb
from imagesim.rules.api.objects import DaemonSet
from imagesim.rules.units import Seconds
from imagesim.rules.workloads import daemon_set as rules
from imagesim.rules.workloads.controller_revision import REVISION_LABEL
from imagesim.rules.workloads.daemon_set import Actions, SeenDaemonPod, Step

Where = tuple[Mapping[str, bool], Collection[str]]
"""Of each node whether it should have a pod, and those that should not where one may stay that is there."""


class _NodeView(NamedTuple):
    """A node as it was when it was last looked at."""

    pods: tuple[SeenDaemonPod, ...]
    counts: tuple[int, ...]
    step: Step


_NOTHING = _NodeView((), (0,) * 6, Step.DONE)


class DaemonTally:
    """Nodes and pods of a DaemonSet with that *spec*; `pods` are those that there are, by name.

    What is said of nodes holds since the last `look`.
    """

    def __init__(self, spec: DaemonSet) -> None:
        self.pods: dict[str, ApiPod] = {}
        self.counts = [0] * 6
        self._on: dict[str, dict[ApiPod, None]] = {}
        self._changed: dict[str, None] = {}
        # What all nodes are looked at by.
        self._spec = spec
        self._latest = ""
        self._where: Where = ({}, ())
        self._places: dict[str, int] = {}
        self._names: Sequence[str] = ()
        self._views: list[_NodeView] = []
        self._unsettled: list[int] = []
        self._waiting: dict[int, None] = {}
        self._steps: dict[Step, list[int]] = {each: [] for each in Step}

    def note(self, verb: Verb, pod: ApiPod) -> None:
        """Something happened to a pod of the DaemonSet."""
        node = pod.node or rules.pinned_to(pod.spec)
        if verb == "create":
            self.pods[pod.name] = pod
            self._on.setdefault(node, {})[pod] = None
        elif verb == "remove":
            del self.pods[pod.name]
            del self._on[node][pod]
        self._changed[node] = None

    def look(self, spec: DaemonSet, latest: str, where: Where, now: Seconds) -> None:
        """Look at what may have changed by *now*.

        *latest* is the hash of the latest revision, and *where* says of the nodes which should have a pod.
        """
        if self._where is not where or self._spec is not spec or self._latest != latest:
            self._spec, self._latest, self._where = spec, latest, where
            self._begin()
        places = {*self._unsettled, *self._waiting}
        places |= {self._places[node] for node in self._changed if node in self._places}
        self._changed.clear()
        for place in places:
            self._look_at(place, now)

    def _begin(self) -> None:
        """Nothing is known of any node."""
        self._names = tuple(self._where[0])
        self._places = {name: place for place, name in enumerate(self._names)}
        self._views = [_NOTHING] * len(self._names)
        self._unsettled, self._waiting = list(range(len(self._names))), {}
        self._steps = {each: [] for each in Step}
        self._steps[Step.DONE] = list(range(len(self._names)))
        self.counts = [0] * 6

    def _look_at(self, place: int, now: Seconds) -> None:
        name = self._names[place]
        here = tuple(self._seen(name, now))
        runs_here = self._where[0][name]
        step = rules.step(rules.allows_surge(self._spec), here) if runs_here or here else Step.DONE
        before, after = self._views[place], _NodeView(here, rules.node_counts(runs_here, here), step)
        self._views[place] = after
        changes = zip(self.counts, before.counts, after.counts, strict=True)
        self.counts = [total - less + more for total, less, more in changes]
        if before.step is not after.step:
            _remove(self._steps[before.step], place)
            insort(self._steps[after.step], place)
        _include(self._unsettled, place, not rules.is_settled(runs_here, here))
        if any(pod.ready and not pod.available for pod in here):
            self._waiting[place] = None
        else:
            self._waiting.pop(place, None)

    def _seen(self, node: str, now: Seconds) -> Iterable[SeenDaemonPod]:
        """getNodesToDaemonPods: the pods that are on a node or are held to it."""
        wait = float(self._spec.min_ready_s)
        for pod in self._on.get(node, ()):
            if pod.phase in TERMINAL and pod.deletion_s is not None:
                continue
            since = pod.ready_since_s
            yield SeenDaemonPod(
                name=pod.name,
                updated=dict(pod.labels).get(REVISION_LABEL) == self._latest,
                ready=since is not None,
                # The API stores whole seconds.
                available=since is not None and (not wait or since // 1 + wait <= now),
                ended=pod.phase in TERMINAL,
                terminating=pod.deletion_s is not None,
                age=(not pod.node, pod.created_s // 1, pod.name),
            )

    # --- what the nodes ask for, in the order in which they joined ---

    def manage(self) -> Actions:
        """What is too much or missing."""
        names = [(self._names[place], self._views[place].pods) for place in self._unsettled]
        runs, stays = self._where
        return _together(rules.manage(self._spec, name, runs[name], here, stays=name in stays) for name, here in names)

    def roll(self) -> Actions:
        """The next steps of a roll-out."""
        surges = rules.allows_surge(self._spec)
        at_once, in_turn = self._steps[Step.AT_ONCE], self._steps[Step.IN_TURN]
        room = rules.room(self._spec, self.counts[0], len(self._steps[Step.UNDER_WAY]), len(at_once))
        places = [*at_once, *in_turn[:room]]
        return _together(rules.go_on(surges, self._names[place], self._views[place].pods) for place in places)

    def lost(self) -> list[ApiPod]:
        """Pods that wait for a node that there is no more, and that nobody has deleted yet."""
        absent = [pods for node, pods in self._on.items() if node not in self._places]
        return [pod for pods in absent for pod in pods if not pod.node and pod.deletion_s is None]


def _together(each: Iterable[Actions]) -> Actions:
    create: list[str] = []
    delete: list[str] = []
    ended: list[str] = []
    for actions in each:
        create += actions.create
        delete += actions.delete
        ended += actions.ended
    return Actions(tuple(create), tuple(delete), tuple(ended))


def _include(places: list[int], place: int, wanted: bool) -> None:
    """Have *place* in the sorted *places*, or not."""
    at = bisect_left(places, place)
    there = at < len(places) and places[at] == place
    if wanted and not there:
        places.insert(at, place)
    elif there and not wanted:
        del places[at]


def _remove(places: list[int], place: int) -> None:
    del places[bisect_left(places, place)]
