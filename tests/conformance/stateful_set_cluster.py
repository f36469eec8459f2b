"""The cluster in which StatefulSets were recorded: their controller alone."""

from dataclasses import replace
from typing import Any

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.stateful_set.controller import StatefulSetController
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec, PodTemplate, StatefulSet
from tests.conformance.checking import Row
from tests.conformance.scripted_cluster import ScriptedCluster

NAMESPACE, NAME = "default", "web"
STATEFUL_SET = ObjectName("StatefulSet", NAMESPACE, NAME)


class StatefulSetCluster(ScriptedCluster):
    """Runs one recorded scenario; `steps` then holds the pods and the status whenever a sync had changed them."""

    def __init__(self, scenario: Row) -> None:
        super().__init__(scenario)
        self.steps: list[list[Any]] = []
        self._revisions: list[str] = [""]
        gate = scenario["gate_max_unavailable_statefulset"]
        controller = StatefulSetController(self.context, max_unavailable=gate)
        Manager(self.timers, [controller], on_synced=lambda _, __: self._synced())
        self.begin()

    def note(self, why: str) -> None:
        """Add a step with the state as it is."""
        self.steps.append([self.env.now, why if why == "end" else f"before {why}", *self._state()])

    def _synced(self) -> None:
        state = self._state()
        if not self.steps or state != self.steps[-1][2:]:
            self.steps.append([self.env.now, "statefulset", *state])

    def _state(self) -> list[Any]:
        pods = sorted(self.api.pods, key=lambda pod: int(pod.name.rpartition("-")[2]))
        status = self.api.store.get(STATEFUL_SET).status
        counts = [status.replicas, status.ready, status.available, status.current, status.updated]
        revisions = [self._number(status.current_revision), self._number(status.update_revision)]
        return [[_pod(pod) for pod in pods], counts + revisions]

    def _number(self, revision: str) -> int:
        """Revisions are told apart by the order in which they came up."""
        if revision not in self._revisions:
            self._revisions.append(revision)
        return self._revisions.index(revision)

    # --- the script ---

    def _op_create(self, op: Row) -> None:
        scenario = self.scenario
        template = PodTemplate(
            labels=(("app", NAME),),
            spec=PodSpec(containers=(Container(name="app", image=op["image"], image_pull_policy="IfNotPresent"),)),
        )
        kubectl.create(
            self.api.store,
            StatefulSet(
                namespace=NAMESPACE,
                name=NAME,
                replicas=scenario["replicas"],
                pod_management_policy=scenario["pod_management_policy"],
                strategy=scenario["strategy"],
                partition=scenario["partition"],
                max_unavailable=scenario["max_unavailable"],
                min_ready_s=scenario["min_ready_s"],
                template=template,
            ),
        )

    def _op_set_image(self, op: Row) -> None:
        kubectl.set_image(self.api.store, STATEFUL_SET, "app", op["image"])

    def _op_scale(self, op: Row) -> None:
        kubectl.scale(self.api.store, STATEFUL_SET, op.get("n", 0))

    def _op_partition(self, op: Row) -> None:
        spec = self.api.store.get(STATEFUL_SET).spec
        kubectl.apply(self.api.store, replace(spec, partition=op.get("n", 0)))

    def _op_delete_pod(self, op: Row) -> None:
        pod = self.api.pods.find(NAMESPACE, f"{NAME}-{op.get('n', 0)}")
        assert pod is not None
        self.api.pods.delete(pod)


def _pod(pod: ApiPod) -> list[str]:
    state = "terminating" if pod.deletion_s is not None else "ready" if pod.ready else "pending"
    return [pod.name.rpartition("-")[2], pod.spec.containers[0].image, state]
