"""The status of a pod on a kubelet whose requests are limited: the API shows it when it has arrived.

The kubelet itself goes by what it knows, as PodStatusWriter's callers do. The last statuses of a pod that is deleted do
not wait: whatever was still under way is overtaken.
"""

import simpy

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.kubelet.container_status import PodStatusWriter
from imagesim.engine.kubelet.status_manager.sending import Sending
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.pods import status as pod_status
from imagesim.rules.pods.actions import ContainerStates
from imagesim.rules.pods.probing import Probed

Status = tuple[PodSpec, ContainerStates, pod_status.Failures, Probed]
"""What a status is made of."""


class LateStatusWriter(PodStatusWriter):
    """Writes the status of *pod* by *sending* it."""

    __slots__ = ("_over", "_sending")

    def __init__(
        self, env: simpy.Environment, pod: ApiPod, api: ApiServer, records: RecordBook, sending: Sending[Status]
    ) -> None:
        super().__init__(env, pod, api, records)
        self._sending = sending
        self._over = False

    def publish(self, states: ContainerStates, failures: pod_status.Failures) -> str:
        """Send what is known now, if it is news; returns the phase that it has."""
        spec, probed = self._pod.spec, self.probed
        if not self.is_shown(spec, states, failures):
            self._remember(spec, states, failures)
            self._sending.send(self, (spec, states, failures, probed))
        ended = self._pod.phase in TERMINAL
        return self._pod.phase if ended or not states else pod_status.phase(spec, states)

    def arrives(self, told: Status) -> None:
        """The API has got a status."""
        if self._over or self._pod.removed_s is not None:
            return
        spec, states, _, probed = told
        self._show_all(self._env.now, *told)
        if states:
            self._set_status(spec, states, probed)

    def stopped(self, states: ContainerStates) -> None:
        """Show that the containers of a pod that is deleted have been stopped."""
        self._over = True
        super().stopped(states)

    def close(self, *, at_end: bool = False) -> None:
        """End the states that are shown."""
        self._over = True
        super().close(at_end=at_end)
