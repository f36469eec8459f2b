"""Publishes what a pod's API status says: to the API server, and as records of what was shown and for how long."""

from typing import Any

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.pods import status as pod_status
from imagesim.rules.pods import termination
from imagesim.rules.pods.actions import ContainerStates
from imagesim.rules.pods.probing import ALL_WELL, Probed
from imagesim.rules.units import Seconds

_Shown = tuple[str, Seconds, pod_status.ApiState, str, str]
"""The container, and since when the API shows what of it: its state, its image and the image's digest."""

_NONE: dict[str, Any] = {}  # shared by all pods of which nothing was published


class PodStatusWriter:
    """Writes the status of *pod* when it changes. What it says is decided by imagesim.rules.pods.status.

    `probed` is what the pod's probes say.
    """

    # What was published last stands here as it is, and what is shown in a tuple: a dict of one costs 230 bytes a pod.
    __slots__ = ("_api", "_env", "_failures", "_pod", "_probed", "_records", "_shown", "_spec", "_states", "probed")

    def __init__(self, env: simpy.Environment, pod: ApiPod, api: ApiServer, records: RecordBook) -> None:
        self._env = env
        self._pod = pod
        self._api = api
        self._records = records
        self._shown: tuple[_Shown, ...] = ()
        self._spec: PodSpec | None = None  # None: nothing was published
        self._states: ContainerStates = _NONE
        self._failures: pod_status.Failures = _NONE
        self._probed: Probed = ALL_WELL
        self.probed = ALL_WELL

    def goes_on_from(self, before: "PodStatusWriter") -> None:
        """The API shows what the kubelet *before* has published, until this one publishes something else."""
        self._shown = before._shown

    def becomes(self, pod: ApiPod) -> None:
        """Another object of the API shows the pod from now on, and at once as it was known so far."""
        self._pod = pod
        if self._spec is not None:
            self._spec = None
            self.publish(self._states, self._failures)

    def is_shown(self, spec: PodSpec, states: ContainerStates, failures: pod_status.Failures) -> bool:
        """Whether that has been shown, and nothing else since."""
        return (
            (self._states is states or self._states == states)
            and (self._failures is failures or self._failures == failures)
            and (self._probed is self.probed or self._probed == self.probed)
            and (self._spec is spec or self._spec == spec)
        )

    def publish_readiness(self) -> None:
        """Show at once what the probes say now, of what is known otherwise since the last sync."""
        if self._spec is not None:
            self.publish(self._states, self._failures)

    def publish(self, states: ContainerStates, failures: pod_status.Failures) -> str:
        """Show what is known now; returns the phase."""
        spec = self._pod.spec
        if self.is_shown(spec, states, failures):  # then nothing of it is news
            return self._pod.phase
        self.show(self._env.now, spec, states, failures)
        if not states:  # nothing ever started: Pending, as it was created
            return self._pod.phase
        self._set_status(spec, states, self.probed)
        return self._pod.phase

    def _set_status(self, spec: PodSpec, states: ContainerStates, probed: Probed) -> None:
        restarts = 0
        for state in states.values():
            restarts += state.starts - 1
        phase = pod_status.phase(spec, states)
        ready = pod_status.is_ready(spec, states, probed)
        self._api.pods.set_status(self._pod, phase=phase, ready=ready, restarts=restarts)

    def show(self, now: Seconds, spec: PodSpec, states: ContainerStates, failures: pod_status.Failures) -> None:
        """Write down what the API shows of each container from *now* on, as far as it differs from before."""
        self._remember(spec, states, failures)
        self._show_all(now, spec, states, failures, self.probed)

    def _remember(self, spec: PodSpec, states: ContainerStates, failures: pod_status.Failures) -> None:
        """That is what was published last."""
        self._spec, self._states, self._failures, self._probed = spec, states, failures, self.probed

    def _show_all(
        self, now: Seconds, spec: PodSpec, states: ContainerStates, failures: pod_status.Failures, probed: Probed
    ) -> None:
        for container in spec.init_containers + spec.containers + spec.ephemeral_containers:
            name = container.name
            state = states.get(name)
            failure = failures.get(name) if failures else None
            api = pod_status.container_state(spec, container, state, failure, probed)
            if state is not None and state.finished_s is None:
                self._show(now, name, api, state.image, state.version)
            else:
                self._show(now, name, api, container.image, "")

    def _show(self, now: Seconds, name: str, api: pod_status.ApiState, image: str, digest: str) -> None:
        for place, before in enumerate(self._shown):
            if before[0] == name:
                if before[2] != api or before[3] != image or before[4] != digest:
                    self._write(before, now)
                    self._shown = *self._shown[:place], (name, now, api, image, digest), *self._shown[place + 1 :]
                return
        self._shown = *self._shown, (name, now, api, image, digest)

    def stopped(self, states: ContainerStates) -> None:
        """Show that the containers of a pod that is deleted have been stopped."""
        spec = self._pod.spec
        self.show(self._env.now, spec, states, {})
        self._end(termination.phase_when_stopped(spec, states))

    def ended(self, states: ContainerStates) -> None:
        """Show the last that there is to show of a pod that is deleted."""
        spec = self._pod.spec
        for container, api in termination.last_states(spec, states).items():
            self._show(self._env.now, container.name, api, container.image, "")
        self._end(termination.last_phase(spec, states))

    def _end(self, phase: str) -> None:
        self._api.pods.set_status(self._pod, phase=phase, ready=False, restarts=self._pod.restarts)

    def close(self, *, at_end: bool = False) -> None:
        """End the states that are shown: the pod is gone, or (*at_end*) the run is over and they are still so."""
        ended: Seconds | None = None if at_end else self._env.now
        for shown in self._shown:
            self._write(shown, ended)
        self._shown = ()

    def _write(self, shown: _Shown, ended: Seconds | None) -> None:
        pod, (name, since_s, (state, reason, message, exit_code, ready, started), image, digest) = self._pod, shown
        whose = (pod.namespace, pod.name, name, pod.node, pod.workload)
        told = (state, reason, image, digest, message, exit_code, ready, started)
        self._records.states.add(whose, since_s, ended, told)
