"""What people and fate can reach of a running cluster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.control_plane import ControlPlane
from imagesim.engine.chance import Chance
from imagesim.engine.environment import Environment
from imagesim.engine.network import Network
from imagesim.engine.nodes.nodes import Nodes
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import VainEvent
from imagesim.engine.registry import Registries
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.some_pods import ToSomePods
from imagesim.scenarios.values.timeline_event import TimelineEvent

NO_POD = "there was no such pod"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The parts of a cluster that handlers of events act on."""

    env: Environment
    api: ApiServer
    control_plane: ControlPlane
    nodes: Nodes
    registries: Registries
    network: Network
    records: RecordBook
    chance: Chance

    def at(self, time: Seconds, what: Callable[[], None]) -> None:
        """Do *what* at *time*, at once if that has passed."""
        self.env.timeout(max(0.0, time - self.env.now)).callbacks.append(lambda _: what())

    def spread(
        self, event: ToSomePods, what: Callable[[ApiPod], None], is_meant: Callable[[ApiPod], bool] = lambda _: True
    ) -> Seconds:
        """Do *what* to the pods of the event's target that exist now and are meant, spread over its `over_s`.

        Each has an equal part of that time, and its turn at the beginning of it. Returns when the last one has its
        turn: with that the event is over. A target that is gone, as a Job is after its `ttlSecondsAfterFinished`, has
        none: the event is in vain.
        """
        pods = [pod for pod in self.pods(event.target) if is_meant(pod)][: event.pods]
        if not pods:
            self.in_vain(event, NO_POD)
        turns = [self.env.now + event.over_s * place / len(pods) for place in range(len(pods))]
        for turn, pod in zip(turns, pods, strict=True):
            self.at(turn, partial(_if_there, pod, what))
        return turns[-1] if turns else self.env.now

    def in_vain(self, event: TimelineEvent, why: str) -> None:
        """Write down that *event* came to nothing: a run that says nothing of it would look as if it had happened."""
        self.records.vain_events.append(VainEvent(self.env.now, event.text(), why))

    @contextmanager
    def or_in_vain(self, event: TimelineEvent) -> Iterator[None]:
        """Where kubectl refuses, *event* is in vain, with kubectl's words."""
        try:
            yield
        except ValueError as refusal:
            self.in_vain(event, str(refusal))

    def pods(self, named: str) -> list[ApiPod]:
        """The pod of that name, or the pods of the workload, by name; none if there is no such object (any more)."""
        target = ObjectName.parse(named)
        found = self.api.store.find(target)
        if found is None or target.kind == "Pod":
            return [] if found is None else [found]
        return kubectl.pods_of(self.api.store, target)


def _if_there(pod: ApiPod, what: Callable[[ApiPod], None]) -> None:
    if pod.removed_s is None:
        what(pod)
