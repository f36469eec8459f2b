"""The cluster in which roll-outs were recorded: real controllers, no scheduler, a kubelet that only knows delays.

Every pod has a node of its own at once. It becomes Running and Ready some seconds after its creation, or never, and a
deleted pod disappears after a given time. At one instant the controllers' timers come first, then everything that is
scripted for it happens, then the controllers settle.
"""

from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from math import ceil
from typing import Any

import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.store import Store
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.controller import Controller, ControllerContext
from imagesim.engine.controllers.deployment.controller import DeploymentController
from imagesim.engine.controllers.kinds import make_controllers
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Deployment, PodSpec, PodTemplate
from tests.conformance.checking import Row
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


class RolloutCluster:
    """Runs one recorded scenario; the recorder then holds the steps, the API server the events."""

    def __init__(self, scenario: Row) -> None:
        self.scenario = scenario
        self.env = simpy.Environment()
        self.api = ApiServer(self.env)
        self.recorder = Recorder(self.api.store)
        self.conditions = WrittenConditions(self.api.store)
        timers = Timers(self.env, when=ceil)  # the recorder looked once a second: a timer was seen at the next one
        controllers = make_controllers(ControllerContext(self.api, Chance(1), timers))
        Manager(timers, controllers, ORDERS[scenario["priority"]], self.recorder.synced)
        self._created: dict[str, int] = {}
        self._fixed: dict[str, int] = {}
        self._script: list[tuple[int, int, Any]] = []
        self._order = count()
        self.api.store.watch("Pod", self._pod_changed)
        for op in scenario["ops"]:
            self._at(op["t"], lambda op=op: self._operate(op))

    def run(self) -> None:
        """Until nothing is left to do, at most until the recorded limit."""
        while (now := min(self.env.peek(), self._next())) <= self.scenario["end"]:
            if self.env.peek() > now:
                self._advance(now)
            self._settle(now)
            while self._next() == now:
                heappop(self._script)[2]()
            self._settle(now)
        self.recorder.note("end")

    def _next(self) -> float:
        return self._script[0][0] if self._script else float("inf")

    def _at(self, time: int, what: Any) -> None:
        heappush(self._script, (time, next(self._order), what))

    def _advance(self, time: int) -> None:
        self.env.timeout(time - self.env.now)
        self.env.step()

    def _settle(self, now: float) -> None:
        while self.env.peek() == now:
            self.env.step()

    # --- the kubelet ---

    def _pod_changed(self, verb: Verb, pod: ApiPod, _: Change) -> None:
        if verb == "create":
            self._start(pod)
        elif verb == "delete":
            self._terminate(pod)

    def _start(self, pod: ApiPod) -> None:
        self.api.pods.bind(pod, f"node-of-{pod.name}")
        image = pod.spec.containers[0].image
        number = self._created.get(image, 0)
        self._created[image] = number + 1
        delays = self.scenario["images"][image]
        delay = self._fixed.get(image, delays[number % len(delays)])
        if delay >= 0:
            self._at(self.env.now + delay, lambda: self._become_ready(pod))

    def _become_ready(self, pod: ApiPod) -> None:
        """Running and Ready as of now; the recorder's kubelet wrote the time anew where `fix_image` came second."""
        if pod.removed_s is None and pod.deletion_s is None:
            self.api.pods.set_status(pod, phase="Running", ready=False, restarts=0)
            self.api.pods.set_status(pod, phase="Running", ready=True, restarts=0)

    def _terminate(self, pod: ApiPod) -> None:
        after = self.scenario["term_running_s" if pod.phase == "Running" else "term_pending_s"]
        if after == 0:
            self.api.pods.remove(pod)
        else:
            self._at(self.env.now + after, lambda: self.api.pods.remove(pod))

    # --- the script ---

    def _operate(self, op: Row) -> None:
        name = op["op"]
        if name != "create":
            self.recorder.note(name)
        getattr(self, f"_op_{name}")(op)

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
        kubectl.pause(self.api.store, DEPLOYMENT)

    def _op_resume(self, _: Row) -> None:
        kubectl.resume(self.api.store, DEPLOYMENT)

    def _op_strategy(self, op: Row) -> None:
        spec = self.api.store.get(DEPLOYMENT).spec
        kubectl.apply(self.api.store, replace(spec, max_surge=op["surge"], max_unavailable=op["unavailable"]))

    def _op_fix_image(self, op: Row) -> None:
        """From now on every pod of the image is Ready after n seconds, unless it would have been earlier anyway."""
        delay = self._fixed[op["image"]] = op.get("n", 0)
        for pod in self.api.pods:
            if pod.spec.containers[0].image == op["image"] and pod.phase == "Pending":
                self._at(self.env.now + delay, lambda pod=pod: self._become_ready(pod))

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
