"""Publishes what a pod's API status says: to the API server, and as records of what was shown and for how long."""

import simpy

from imagesim.engine.api_server import ApiPod, ApiServer
from imagesim.engine.records import Records, StateRecord
from imagesim.rules import pod_status
from imagesim.rules.objects import Container
from imagesim.rules.pod_actions import ContainerState, ContainerStates
from imagesim.rules.units import Seconds


class PodStatusWriter:
    """Writes the status of *pod* when it changes. What it says is decided by imagesim.rules.pod_status."""

    def __init__(self, env: simpy.Environment, pod: ApiPod, api: ApiServer, records: Records) -> None:
        self._env = env
        self._pod = pod
        self._api = api
        self._records = records
        self._shown: dict[str, StateRecord] = {}

    def publish(self, states: ContainerStates, failures: pod_status.Failures) -> str:
        """Show what is known now; returns the phase."""
        spec = self._pod.spec
        for container in (*spec.init_containers, *spec.containers):
            state = states.get(container.name)
            shown = pod_status.container_state(spec, container, state, failures.get(container.name))
            self._show(container, shown, state)
        phase = pod_status.phase(spec, states)
        restarts = sum(state.starts - 1 for state in states.values())
        self._api.set_status(self._pod, phase=phase, ready=pod_status.is_ready(spec, states), restarts=restarts)
        return self._pod.phase

    def close(self, *, at_end: bool = False) -> None:
        """End the states that are shown: the pod is gone, or (*at_end*) the run is over and they are still so."""
        ended: Seconds | None = None if at_end else self._env.now
        self._records.states.extend(row._replace(ended_s=ended) for row in self._shown.values())
        self._shown.clear()

    def _show(self, container: Container, shown: pod_status.ApiState, state: ContainerState | None) -> None:
        running = state if state is not None and state.running else None
        digest, image = (running.version, running.image) if running else ("", container.image)
        row = self._shown.get(container.name)
        if row is not None:
            if (row.state, row.reason, row.message, row.digest, row.image) == (*shown, digest, image):
                return
            self._records.states.append(row._replace(ended_s=self._env.now))
        pod = self._pod
        self._shown[container.name] = StateRecord(
            pod.namespace, pod.name, container.name, pod.node, self._env.now, None, shown.state, shown.reason, image,
            digest, shown.message, pod.workload,
        )  # fmt: skip
