"""The containers of one pod as its runtime runs them: started, ended by themselves, stopped, crashed."""

import math
from collections.abc import Callable, Generator, Mapping
from operator import itemgetter
from typing import Any

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.pleg import Pleg
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import RunningRecord, SandboxFailure
from imagesim.rules.admission.pin_digests import before_pinning
from imagesim.rules.api.app import NOTHING_SAID, App, app_of
from imagesim.rules.api.objects import Container
from imagesim.rules.pods.actions import ContainerState, ContainerStates, is_sidecar
from imagesim.rules.units import Seconds

STOP_S: Seconds = 1.0
"""From SIGTERM to the exit of a container: an assumption, stated to the user."""
STOPPED = 143
"""The exit code of a container that is told to stop, 128 + SIGTERM: an assumption. A program may catch that and end
with another."""
INIT_CONTAINER_S: Seconds = 1.0
"""How long an init container runs where nobody says: an assumption, stated to the user."""
EXEC_FORMAT_ERROR = 255
"""The exit code of a container whose program is for another processor: an assumption, nobody measured it."""
UNKNOWN_EXIT, UNKNOWN = 255, "Unknown"
"""What containerd says of a container that ran when its machine went off."""
CRASHED = 1
"""The exit code of a container that the timeline makes crash."""

# Shared by all pods of which that is true.
_NEVER_STARTED: ContainerStates = {}
_NONE_DEAD: Mapping[str, str] = {}
_NOTHING_SAID: Mapping[str, App] = {}


class PodContainers:
    """What runs of *pod*, and what ran last: `states` is what a look at the runtime shows.

    Another mapping takes its place when something changes.

    `dead` holds the version of the container that ended last, for each name. It stays while the pod is there, also
    beside its successor: the kubelet keeps one dead container of each name (container GC with its defaults).

    `apps` is what the programs of those do that run or ran last, where it was said.

    `had_sandbox` says whether one was made before.

    *changed* is called when a container or the sandbox started, or one of them died.
    """

    __slots__ = ("_changed", "_env", "_pod", "_records", "apps", "dead", "had_sandbox", "sandbox_s", "states")

    def __init__(self, env: simpy.Environment, pod: ApiPod, records: RecordBook, changed: Callable[[], None]) -> None:
        self.states: ContainerStates = _NEVER_STARTED
        self.dead = _NONE_DEAD
        self.apps = _NOTHING_SAID
        self.sandbox_s: Seconds | None = None
        self.had_sandbox = False
        self._env = env
        self._pod = pod
        self._records = records
        self._changed = changed

    def watched_by(self, changed: Callable[[], None]) -> None:
        """Somebody else is told from now on: the kubelet has ended, or another one has begun."""
        self._changed = changed

    def becomes(self, pod: ApiPod) -> None:
        """Another object of the API shows the pod."""
        self._pod = pod

    @property
    def has_sandbox(self) -> bool:
        """Whether the pod has a sandbox."""
        return self.sandbox_s is not None

    def forget_dead(self) -> None:
        """The dead containers are deleted."""
        self.dead = _NONE_DEAD

    def create_sandbox(self) -> None:
        """The pod gets its sandbox."""
        self.sandbox_s = self._env.now
        self.had_sandbox = True
        self._changed()

    def has_no_sandbox(self, image: str, error: str) -> None:
        """It could not get one: its *image* is missing, or ("") something else."""
        pod, failures = self._pod, self._records.sandbox_failures
        failures.append(SandboxFailure(self._env.now, pod.node, pod.namespace, pod.name, image, error))

    def lose_sandbox(self) -> None:
        """The sandbox is gone. Containers run on in it until the kubelet notices."""
        self.sandbox_s = None
        self._changed()

    def start(self, container: Container, version: str, *, runs: bool = True, says: App | None = None) -> None:
        """A container starts, from an image of that version, of whose program the image *says* that.

        If it ends by itself, its end is planned now. A program for another processor (not *runs*) ends at once: `exec
        format error`, says its log.
        """
        before = self.states.get(container.name)
        if before is None:
            state = ContainerState(container.image, self._env.now, version)
        else:
            now, ended = self._env.now, before.finished_s
            state = ContainerState(container.image, now, version, before.starts + 1, before_finished_s=ended)
        app = container.app if says is None else app_of(container.app, says)
        if app is not None or self.apps:
            self.apps = {**self.apps, container.name: app or NOTHING_SAID}
        self._stands(container.name, state)
        self._changed()
        if not runs:
            self._end(container.name, EXEC_FORMAT_ERROR)
            return
        runs_for = self._runs_for(container, app)
        if runs_for is not None:
            self._end_after(runs_for, container.name, (app and app.exit_code) or 0)

    def found(self, containers: Mapping[str, ContainerState], apps: Mapping[str, App], sandbox_s: Seconds) -> None:
        """A run begins, and finds containers that were started before; *sandbox_s* is when their sandbox was made.

        Those whose programs end by themselves do so in time, or at once where that time is over: nobody knows why one
        has not ended yet.
        """
        self.sandbox_s, self.had_sandbox = sandbox_s, True
        if not containers:
            return
        self.states = containers
        self.apps = apps or _NOTHING_SAID
        self.dead = {name: state.version for name, state in containers.items() if not state.running} or _NONE_DEAD
        for container in self._containers():
            state = containers.get(container.name)
            if state is None or not state.running:
                continue
            app = apps.get(container.name)
            runs_for = self._runs_for(container, app)
            if runs_for is not None:
                rest = max(0.0, state.started_s + runs_for - self._env.now)
                self._end_after(rest, container.name, (app and app.exit_code) or 0)

    def stop(self, *names: str, grace_s: Seconds = math.inf) -> Generator[simpy.Event, Any, None]:
        """Stop these containers together, and wait for their ends.

        A preStop hook comes first, for *grace_s* or the pod's grace period at most (kuberuntime_container.go,
        killContainer; what is left then is 2 s at least).
        """
        waited: Seconds = 0.0
        for takes_s, name in sorted(((self._stops_in(name, grace_s), name) for name in names), key=itemgetter(0)):
            if takes_s > waited:
                yield self._env.timeout(takes_s - waited)
                waited = takes_s
            if self.states[name].running:
                self._end(name, STOPPED)

    def _stops_in(self, name: str, grace_s: Seconds) -> Seconds:
        spec = self._pod.spec
        for container in spec.containers + spec.init_containers:
            if container.name == name and container.pre_stop_s:
                return min(container.pre_stop_s, spec.termination_grace_s, grace_s) + STOP_S
        return STOP_S

    def seen_by(self, pleg: Pleg, looked_s: Seconds) -> ContainerStates:
        """The containers as the PLEG last saw them: an end that it has not noticed is not known.

        It may have looked at this pod alone, at *looked_s*. A container that ended as it started is never seen running.
        """
        if not self.dead:  # of most pods nothing ever ends
            return self.states
        return {
            name: state if state.finished_s is None else _as_seen(state, state.finished_s, pleg, looked_s)
            for name, state in self.states.items()
        }

    def ended_at(self, moment: Seconds) -> bool:
        """Whether a container ended at that very *moment*, which a look at the same moment does not see."""
        return any(state.finished_s == moment for state in self.states.values())

    def changes_since(self, moment: Seconds) -> tuple[int, int]:
        """How many containers started or ended after *moment*, the sandbox among them, and how many of these ended."""
        changed, ended = int(self.sandbox_s is not None and self.sandbox_s > moment), 0
        for state in self.states.values():
            if state.finished_s is not None and state.finished_s > moment:
                ended += 1
            elif state.started_s <= moment:
                continue
            changed += 1
        return changed, ended

    def running(self) -> list[str]:
        """The names of the containers that run, in the order of their first starts."""
        return [name for name, state in self.states.items() if state.running]

    def versions(self) -> set[str]:
        """The versions of all containers that the runtime knows: those that run, and the dead ones."""
        return {state.version for state in self.states.values() if state.running} | set(self.dead.values())

    def mounted(self) -> list[str]:
        """The texts of the image volumes that these containers mount."""
        there = self.dead.keys() | set(self.running())
        mounts = {
            name for container in self._containers() if container.name in there for name in container.volume_mounts
        }
        return [volume.reference for volume in self._pod.spec.image_volumes if volume.name in mounts]

    def _containers(self) -> tuple[Container, ...]:
        spec = self._pod.spec
        return spec.init_containers + spec.containers + spec.ephemeral_containers

    def crash(self) -> None:
        """Every running regular container exits with an error now."""
        for container in self._pod.spec.containers:
            if container.name in self.states and self.states[container.name].running:
                self._end(container.name, CRASHED)

    def lose_power(self) -> None:
        """The machine goes off. The next containerd finds containers that ended, and does not know how.

        It says so in restart.go of internal/cri/server (loadContainer): unknownExitCode, unknownExitReason.
        """
        self.sandbox_s = None
        for name in self.running():
            self._end(name, UNKNOWN_EXIT, UNKNOWN)

    def finish(self) -> None:
        """The run is over: write down what still runs."""
        for name in self.running():
            self._record(name)

    def _runs_for(self, container: Container, app: App | None) -> Seconds | None:
        if app is not None and app.runs_for_s is not None:
            return app.runs_for_s
        if container in self._pod.spec.init_containers and not is_sidecar(container):
            return INIT_CONTAINER_S
        return container.usually_runs_for_s

    def _end_after(self, delay: Seconds, name: str, exit_code: int) -> None:
        starts = self.states[name].starts

        def callback(_: simpy.Event) -> None:
            state = self.states[name]
            if state.running and state.starts == starts:
                self._end(name, exit_code)

        self._env.timeout(delay).callbacks.append(callback)

    def _end(self, name: str, exit_code: int, reason: str = "") -> None:
        ended = self.states[name]._replace(finished_s=self._env.now, exit_code=exit_code, reason=reason)
        self._stands(name, ended)
        self.dead = {**self.dead, name: self.states[name].version}
        self._record(name)
        self._changed()

    def _stands(self, name: str, state: ContainerState) -> None:
        """Containers change seldom and are looked at often: who has looked keeps what it saw."""
        self.states = {**self.states, name: state}

    def _record(self, name: str) -> None:
        pod, state = self._pod, self.states[name]
        self._records.running.append(
            RunningRecord(
                pod.namespace, pod.workload, pod.name, name, pod.node, state.image, state.version,
                max(0.0, state.started_s), state.finished_s, self._written_image(name, state.image),
                None if state.finished_s is None else state.exit_code,
            )
        )  # fmt: skip

    def _written_image(self, name: str, image: str) -> str:
        """The text that the pod's template had, if *image* is that with the digest that a webhook has put there."""
        if self._pod.written is self._pod.spec:
            return image
        written = self._pod.written
        asked = (one.image for one in (*written.containers, *written.init_containers) if one.name == name)
        return before_pinning(image, next(asked, image))


def _as_seen(state: ContainerState, finished_s: Seconds, pleg: Pleg, looked_s: Seconds) -> ContainerState:
    if finished_s == state.started_s or finished_s < looked_s or pleg.has_seen(finished_s):
        return state
    return state._replace(finished_s=None, exit_code=0)
