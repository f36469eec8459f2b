"""The cluster in which DaemonSets were recorded: their controller alone, and nodes that are all alike."""

from typing import Any

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.daemon_set.controller import DaemonSetController
from imagesim.engine.controllers.manager import Manager
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import NodeSpec, NodeStatus
from imagesim.rules.api.objects import Container, DaemonSet, PodSpec, PodTemplate
from imagesim.rules.workloads.daemon_set import pinned_to
from tests.conformance.checking import Row
from tests.conformance.scripted_cluster import ScriptedCluster

NAMESPACE, NAME = "default", "agent"
DAEMON_SET = ObjectName("DaemonSet", NAMESPACE, NAME)


class DaemonSetCluster(ScriptedCluster):
    """Runs one recorded scenario; `steps` then holds counts of pods and the status whenever an instant changed them."""

    def __init__(self, scenario: Row) -> None:
        super().__init__(scenario)
        self.steps: list[list[Any]] = []
        status = NodeStatus(platform="linux/amd64", kubelet_version="v1.36.3", container_runtime_version="")
        for number in range(scenario["nodes"]):
            name = ObjectName("Node", "", f"node-{number}")
            self.api.store.create(ApiObject(name, NodeSpec(pool="node"), status=status))
        Manager(self.timers, [DaemonSetController(self.context)])
        self.begin()

    def note(self, why: str) -> None:
        """Add a step with the state as it is."""
        self.steps.append([self.env.now, why if why == "end" else f"before {why}", self._state()])

    def node_of(self, pod: ApiPod) -> str:
        """The node that the controller chose."""
        return pinned_to(pod.spec)

    def _settle(self, now: float) -> None:
        super()._settle(now)
        if self._next() != now and self.api.store.find(DAEMON_SET) is not None:
            state = self._state()
            if not self.steps or state != self.steps[-1][2]:
                self.steps.append([self.env.now, "settled", state])

    def _state(self) -> list[Any]:
        stored = self.api.store.get(DAEMON_SET)
        image = _image(stored.spec.template.spec)
        counts = [0, 0, 0, 0, 0]
        for pod in self.api.pods:
            new = _image(pod.spec) == image
            counts[4 if pod.deletion_s is not None else 2 * new + (not pod.ready)] += 1
        status = stored.status
        numbers = [status.desired, status.current, status.ready, status.updated, status.available, status.unavailable]
        return [*counts, numbers]

    # --- the script ---

    def _op_create(self, op: Row) -> None:
        scenario = self.scenario
        template = PodTemplate(
            labels=(("app", NAME),),
            spec=PodSpec(containers=(Container(name="app", image=op["image"], image_pull_policy="IfNotPresent"),)),
        )
        kubectl.create(
            self.api.store,
            DaemonSet(
                namespace=NAMESPACE,
                name=NAME,
                strategy=scenario["strategy"],
                max_surge=scenario["max_surge"],
                max_unavailable=scenario["max_unavailable"],
                min_ready_s=scenario["min_ready_s"],
                template=template,
            ),
        )

    def _op_set_image(self, op: Row) -> None:
        kubectl.set_image(self.api.store, DAEMON_SET, "app", op["image"])

    def _op_delete_old(self, op: Row) -> None:
        image = _image(self.api.store.get(DAEMON_SET).spec.template.spec)
        old = [pod for pod in self.api.pods if _image(pod.spec) != image and pod.deletion_s is None]
        for pod in old[: op["n"]]:
            self.api.pods.delete(pod)


def _image(spec: PodSpec) -> str:
    return spec.containers[0].image
