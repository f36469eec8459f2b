"""The probes of one pod as its kubelet makes them: asked when the answer may matter, and their results.

When a probe asks and what follows from the answers is decided by imagesim.rules.pods.probing. Here is the time that
passes between: a probe that succeeds as before costs nothing, since the moment is known at which the answer changes.
Each one that fails is asked, since it is an event. An answer takes no time, and nor does a failure.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.environment import Environment, Planned
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.rules.api.app import NEVER, NOTHING_SAID, App, ProbeKind
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.actions import ContainerState, ContainerStates
from imagesim.rules.pods.field_paths import with_paths
from imagesim.rules.pods.probing import ALL_WELL, Probed, ProbeWorker, probe_workers
from imagesim.rules.pods.sync import Emit
from imagesim.rules.units import Seconds


def has_probes(spec: PodSpec) -> bool:
    """Whether a container of the pod has a probe."""
    for container in spec.containers:
        if container.probes is not None:
            return True
    return bool(spec.init_containers) and any(container.probes is not None for container in spec.init_containers)


_KINDS: tuple[ProbeKind, ...] = ("Startup", "Readiness", "Liveness")


class _Container:
    """One container with probes: its `workers`, which start of it they have seen, and when that was.

    `plans` counts the plans of each worker: only the last one holds. `fresh` until a readiness probe has seen it.
    """

    __slots__ = ("_liveness", "_startup", "fresh", "name", "path", "plans", "readiness", "seen", "since_s", "workers")

    def __init__(self, name: str, path: str, workers: list[ProbeWorker]) -> None:
        self.name = name
        self.path = path
        self.workers = workers
        by_kind = {each.kind: each for each in workers}
        self._startup, self.readiness, self._liveness = map(by_kind.get, _KINDS)
        self.plans: dict[ProbeKind, int] = {each.kind: 0 for each in workers}
        self.seen = 0
        self.since_s: Seconds = 0.0
        self.fresh = False

    @property
    def started(self) -> bool:
        """Whether it counts as started."""
        return self._startup is None or self._startup.result is True

    @property
    def ready(self) -> bool:
        """Whether its probes say that it is ready."""
        return self.started and (self.readiness is None or self.readiness.result is True)

    @property
    def failed(self) -> ProbeKind | None:
        """The kind of probe for which it has to be killed."""
        if self._liveness is not None and self._liveness.result is False:
            return "Liveness"
        return "Startup" if self._startup is not None and self._startup.result is False else None


class ShowsProbes(Protocol):
    """The pod's status."""

    probed: Probed

    def publish_readiness(self) -> None:
        """Show what `probed` says now, before the next sync."""


class PodProber:
    """The probes of *pod*, made from its first sync on, which is now; *status* is told what they say.

    *emit* takes events, *sync_soon* has the pod synced. *catch_up* has what comes before a tick happen, as the syncs of
    pods that sleep. *wait* says how long a worker of that period waits before its first tick.
    """

    __slots__ = ("_catch_up", "_containers", "_emit", "_env", "_pod", "_runs", "_status", "_sync_soon")

    def __init__(
        self,
        env: Environment,
        pod: ApiPod,
        containers: PodContainers,
        status: ShowsProbes,
        emit: Emit,
        sync_soon: Callable[[], None],
        catch_up: Callable[[], None],
        wait: Callable[[Seconds], Seconds],
    ) -> None:
        self._env = env
        self._pod = pod
        self._runs = containers
        self._status = status
        self._emit = emit
        self._sync_soon = sync_soon
        self._catch_up = catch_up
        self._containers = [
            _Container(each.name, path, probe_workers(each.probes, env.now, wait))
            for each, path in with_paths(pod.spec)
            if each.probes is not None
        ]

    def becomes(self, pod: ApiPod) -> None:
        """Another object of the API shows the pod."""
        self._pod = pod

    def stop(self) -> None:
        """The kubelet ends: nobody asks any more."""
        for each in self._containers:
            for kind in each.plans:
                each.plans[kind] += 1

    def see(self, states: ContainerStates) -> None:
        """The status is about to show the containers in these *states*.

        That makes readiness probes ask at once. One that sees its container for the first time and is not content has
        the pod synced again (its result, Failure, is news), and so is asked twice within a second.
        """
        for each in self._containers:
            state = states.get(each.name)
            if state is None or state.finished_s is not None:
                each.seen = 0
            elif each.seen != state.starts:
                self._begin(each, state)
            readiness = each.readiness
            if each.seen and each.started and readiness is not None and not readiness.result:
                readiness.triggered(self._env.now)
                self._ask(each, readiness)
                if each.fresh and not readiness.result:
                    self._sync_soon()
                each.fresh = False
        self._status.probed = self._put_together()

    def found(self, states: ContainerStates, ready: Collection[str]) -> None:
        """A run begins, and finds containers in these *states*, of which the probes of those that are *ready* say so.

        What was counted of their answers in a row is not known.
        """
        for each in self._containers:
            state = states.get(each.name)
            if state is None or state.finished_s is not None or each.name not in ready:
                continue
            each.seen, each.since_s = state.starts, state.started_s
            for worker in each.workers:
                worker.result = True
            for worker in each.workers:
                if worker.kind != "Startup":
                    self._plan(each, worker)
        self._status.probed = self._put_together()

    def _begin(self, each: _Container, state: ContainerState) -> None:
        """A container runs that was not known."""
        each.seen, each.since_s = state.starts, state.started_s
        for worker in each.workers:
            worker.new_container()
        each.fresh = each.started  # unless a startup probe comes first
        for worker in each.workers:
            self._plan(each, worker)

    def _put_together(self) -> Probed:
        """What the probes say."""
        running = [each for each in self._containers if each.seen]
        if all(each.ready and each.failed is None for each in running):
            return ALL_WELL
        failed = ((each.name, each.failed) for each in running)
        return Probed(
            frozenset(each.name for each in running if not each.ready),
            frozenset(each.name for each in running if not each.started),
            {name: kind for name, kind in failed if kind is not None},
        )

    # --- one probe ---

    def _plan(self, each: _Container, worker: ProbeWorker) -> None:
        """Have it ask at the next tick at which the answer may matter; a plan made before holds no longer."""
        each.plans[worker.kind] += 1
        if worker.on_hold or (worker.kind != "Startup" and not each.started):
            return
        now = self._env.now
        moment = worker.tick_from(now, each.since_s)
        if worker.result and self._answers(each, worker, moment):
            changes = self._app(each).next_change(worker.kind, moment - each.since_s)
            if changes == NEVER:
                return
            worker.succeeds_on()
            moment = worker.tick_at(each.since_s + changes)
        self._env.plan(moment - now, self._tick, (each, worker, each.plans[worker.kind]))

    def _tick(self, planned: Planned) -> None:
        each, worker, number = planned.value
        if number != each.plans[worker.kind]:
            return
        self._catch_up()
        before = worker.result
        self._ask(each, worker)
        if worker.result is not before:
            if worker.kind == "Readiness":
                self._status.probed = self._put_together()
                self._status.publish_readiness()
            self._sync_soon()

    def _ask(self, each: _Container, worker: ProbeWorker) -> None:
        """Ask, if it is time, and make of the answer what it means."""
        state = self._runs.states.get(each.name)
        if (
            self._pod.deletion_s is not None
            or state is None
            or state.finished_s is not None
            or state.starts != each.seen
        ):
            return  # whoever sees the next one makes a new plan
        now = self._env.now
        if worker.asks_from(each.since_s) <= now:
            success = self._answers(each, worker, now)
            if not success:
                self._emit(texts.unhealthy(worker.kind, worker.probe), each.path)
            if not texts.cannot_be_made(worker.probe):
                worker.count(success)
        self._plan(each, worker)
        if worker.kind == "Startup" and worker.result:
            for other in each.workers:
                if other is not worker:
                    self._plan(each, other)

    def _answers(self, each: _Container, worker: ProbeWorker, moment: Seconds) -> bool:
        if texts.cannot_be_made(worker.probe):
            return False
        return self._app(each).answers(worker.kind, moment - each.since_s)

    def _app(self, each: _Container) -> App:
        return self._runs.apps.get(each.name, NOTHING_SAID)
