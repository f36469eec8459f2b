"""The cluster in which roll-outs were recorded: the Deployment and the ReplicaSet controller."""

from dataclasses import replace
from typing import Any

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.store import Store
from imagesim.engine.controllers.controller import Controller
from imagesim.engine.controllers.deployment.controller import DeploymentController
from imagesim.engine.controllers.kinds import make_controllers
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Deployment, PodSpec, PodTemplate
from tests.conformance.checking import Row
from tests.conformance.scripted_cluster import ScriptedCluster
from tests.engine.written_conditions import WrittenConditions

NAMESPACE, NAME = "default", "web"
DEPLOYMENT = ObjectName("Deployment", NAMESPACE, NAME)

ORDERS = {
    "deployment": [DeploymentController.name],
    "replicaset": [ReplicaSetController.name],
}
"""Which controller went on first, by the recorded `priority`."""


class Recorder:
    """Notes the sizes after every sync of the Deployment that changed a desired size."""

    def __init__(self, store: Store) -> None:
        self.columns: list[str] = []
        self.names: dict[str, str] = {}
        self.steps: list[list[Any]] = []
        self._store = store
        self._desired: list[int | None] = []
        store.watch("ReplicaSet", self._replica_set_changed)

    def note(self, why: str) -> None:
        """Add a step with the state as it is."""
        self.steps.append([self._store.env.now, why, self._sizes()])

    def _sizes(self) -> list[list[int] | None]:
        """One column per image that ever had a ReplicaSet; None where history took it away."""
        sets = {_image(rs): rs for rs in self._store.list("ReplicaSet")}
        return [
            [sets[image].spec.replicas, *sets[image].status[1:4]] if image in sets else None for image in self.columns
        ]

    def _replica_set_changed(self, verb: Verb, rs: ApiObject, _: Change) -> None:
        if rs.name not in self.names:
            self.names[rs.name] = _image(rs)
        if _image(rs) not in self.columns:
            self.columns.append(_image(rs))

    def synced(self, controller: Controller, _: object) -> None:
        """A controller has synced an object."""
        before, self._desired = self._desired, [column and column[0] for column in self._sizes()]
        if self._desired != before and isinstance(controller, DeploymentController):
            self.note("deployment")


class RolloutCluster(ScriptedCluster):
    """Runs one recorded scenario; the recorder then holds the steps, the API server the events."""

    def __init__(self, scenario: Row) -> None:
        super().__init__(scenario)
        self.recorder = Recorder(self.api.store)
        self.conditions = WrittenConditions(self.api.store)
        Manager(self.timers, make_controllers(self.context), ORDERS[scenario["priority"]], self.recorder.synced)
        self.begin()

    def note(self, why: str) -> None:
        """Add a step with the state as it is."""
        self.recorder.note(why)

    def _op_create(self, op: Row) -> None:
        scenario = self.scenario
        template = PodTemplate(
            labels=(("app", NAME),),
            spec=PodSpec(containers=(Container(name="app", image=op["image"], image_pull_policy="IfNotPresent"),)),
        )
        kubectl.create(
            self.api.store,
            Deployment(
                namespace=NAMESPACE,
                name=NAME,
                replicas=scenario["replicas"],
                strategy=scenario["strategy"],
                max_surge=scenario["max_surge"],
                max_unavailable=scenario["max_unavailable"],
                min_ready_s=scenario["min_ready_s"],
                progress_deadline_s=scenario["progress_deadline_s"],
                revision_history_limit=scenario["revision_history_limit"],
                template=template,
            ),
        )

    def _op_set_image(self, op: Row) -> None:
        kubectl.set_image(self.api.store, DEPLOYMENT, "app", op["image"])

    def _op_scale(self, op: Row) -> None:
        kubectl.scale(self.api.store, DEPLOYMENT, op.get("n", 0))

    def _op_pause(self, _: Row) -> None:
        self._set_paused(paused=True)

    def _op_resume(self, _: Row) -> None:
        self._set_paused(paused=False)

    def _set_paused(self, *, paused: bool) -> None:
        """The recorder wrote the field itself; kubectl would refuse a second time."""
        self.api.store.patch(self.api.store.get(DEPLOYMENT), paused=paused)

    def _op_strategy(self, op: Row) -> None:
        spec = self.api.store.get(DEPLOYMENT).spec
        kubectl.apply(self.api.store, replace(spec, max_surge=op["surge"], max_unavailable=op["unavailable"]))

    def _op_unready(self, op: Row) -> None:
        for pod in self._oldest_running(op):
            self.api.pods.set_status(pod, phase="Running", ready=False, restarts=0)

    def _op_delete_ready(self, op: Row) -> None:
        for pod in self._oldest_running(op):
            self.api.pods.delete(pod)

    def _oldest_running(self, op: Row) -> list[ApiPod]:
        running = [
            pod
            for pod in self.api.pods
            if pod.phase == "Running" and pod.deletion_s is None and pod.spec.containers[0].image == op["image"]
        ]
        return running[: op.get("n", 0)]


def _image(rs: ApiObject) -> str:
    image: str = rs.spec.template.spec.containers[0].image
    return image
