"""The cluster in which Jobs were recorded: their controller alone, pods that end as the script says."""

from collections import Counter
from typing import Any

from imagesim.engine.api import kubectl
from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.controllers.job.controller import JobController
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Job, PodSpec, PodTemplate
from tests.conformance.checking import Row
from tests.conformance.scripted_cluster import ScriptedCluster

JOB = ObjectName("Job", "default", "job")
STARTS_AFTER_S = 1
SHOWN = ("Pending", "Running", "Succeeded", "Failed")


class JobCluster(ScriptedCluster):
    """Runs one recorded scenario; `steps` then holds the pods and the status whenever a sync had changed them."""

    def __init__(self, scenario: Row) -> None:
        super().__init__(scenario | {"ops": [{"t": 0, "op": "create"}, *scenario["ops"]]})
        self.timers = self.context.timers = Timers(self.env)
        self.steps: list[list[Any]] = []
        self.conditions: list[list[Any]] = []
        self.pods_created = 0
        self._numbers: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        Manager(self.timers, [JobController(self.context)], on_synced=lambda _, __: self._synced())
        self.begin()

    def note(self, why: str) -> None:
        """Add a step with the state as it is."""
        self.steps.append([self.env.now, why if why == "end" else f"before {why}", *self._state()])

    def events(self) -> list[list[Any]]:
        """The Job's events, with the recorder's names for pods: numbers in the place of letters."""
        rows = [event for event in self.api.events.rows if event.object == JOB]
        return [[event.time_s, event.type, event.reason, self._renamed(event.message)] for event in rows]

    def _renamed(self, message: str) -> str:
        what, colon, name = message.rpartition(": ")
        return what + colon + self._names.get(name, name)

    def _synced(self) -> None:
        state = self._state()
        if not self.steps or state != self.steps[-1][2:]:
            self.steps.append([self.env.now, "job", *state])
        seen = [each[1:3] for each in self.conditions]
        for condition in self.api.store.get(JOB).status.conditions:
            said = [condition.type, str(condition.status), condition.reason, condition.message]
            if said[:2] not in seen:
                self.conditions.append([self.env.now, *said])

    def _state(self) -> list[Any]:
        going = [pod for pod in self.api.pods if pod.deletion_s is not None and pod.phase not in TERMINAL]
        phases = Counter(pod.phase for pod in self.api.pods if pod not in going)
        status = self.api.store.get(JOB).status
        counts = [status.active, status.ready, status.succeeded, status.failed, status.terminating]
        return [[*(phases[phase] for phase in SHOWN), len(going)], counts]

    # --- the kubelet ---

    def _start(self, pod: ApiPod) -> None:
        outcomes = self.scenario["outcomes"]
        outcome = outcomes[self.pods_created % len(outcomes)]
        self.pods_created += 1
        prefix = pod.name.rpartition("-")[0]
        self._numbers[prefix] += 1
        self._names[pod.name] = f"{prefix}-{self._numbers[prefix]:05}"
        self.api.pods.bind(pod, f"node-of-{pod.name}")
        # There was no kubelet, which writes at once that a pod is not Ready: nobody knows since when it is not.
        pod.scheduled_s = None
        if outcome != "stuck":
            how, _, after = outcome.partition("@")
            self._plan(pod, "Succeeded" if how == "ok" else "Failed", int(after))

    def _plan(self, pod: ApiPod, end: str, after: int) -> None:
        now = int(self.env.now)
        self._at(now + STARTS_AFTER_S, lambda: self._become(pod, "Running"))
        self._at(now + after, lambda: self._become(pod, end))

    def _become(self, pod: ApiPod, phase: str) -> None:
        if pod.removed_s is None and pod.deletion_s is None:
            self.api.pods.set_status(pod, phase=phase, ready=phase == "Running", restarts=0)

    # --- the script ---

    def _op_create(self, _: Row) -> None:
        scenario = self.scenario
        container = Container(name="app", image="app", image_pull_policy="IfNotPresent")
        spec = PodSpec(containers=(container,), restart_policy=scenario["restart_policy"])
        job = Job(
            namespace=JOB.namespace,
            name=JOB.name,
            completions=scenario["completions"] or None,
            parallelism=scenario["parallelism"],
            backoff_limit=scenario["backoff_limit"],
            completion_mode=scenario["completion_mode"],
            deadline_s=scenario["active_deadline_s"] or None,
            template=PodTemplate(spec=spec),
        )
        kubectl.create(self.api.store, job)

    def _op_suspend(self, _: Row) -> None:
        self.api.store.patch(self.api.store.get(JOB), suspend=True)

    def _op_resume(self, _: Row) -> None:
        self.api.store.patch(self.api.store.get(JOB), suspend=False)

    def _op_parallelism(self, op: Row) -> None:
        self.api.store.patch(self.api.store.get(JOB), parallelism=op.get("n", 0))

    def _op_delete_stuck(self, _: Row) -> None:
        for pod in list(self.api.pods):
            if pod.phase == "Pending":
                self.api.pods.delete(pod)

    def _op_image_appears(self, op: Row) -> None:
        for pod in self.api.pods:
            if pod.phase == "Pending":
                self._plan(pod, "Succeeded", op["n"])
