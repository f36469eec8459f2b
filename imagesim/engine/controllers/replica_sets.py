"""ReplicaSets: each keeps as many pods as it should have, nothing more.

Models pkg/controller/replicaset/replica_set.go of Kubernetes 1.36: one sync compares, creates or deletes at most 500
pods, and writes the status that it saw before. A pod that the API server refuses is tried again, ever more slowly.
"""

from typing import NamedTuple

import simpy

from imagesim.engine.api.api_server import ApiPod, ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.pod_tally import NodeTally, PodTally
from imagesim.rules.api.objects import Labels, PodTemplate
from imagesim.rules.api.template_hash import SAFE_ALPHABET
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.replica_set import BURST_REPLICAS, slow_start

_LONGEST_PREFIX = 63 - 5  # names.SimpleNameGenerator leaves room for five letters


class ReplicaSetStatus(NamedTuple):
    """What the ReplicaSet's status says; the Deployment controller reads this and never counts pods itself."""

    observed_generation: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0
    failure: tuple[str, str, Seconds] | None = None
    """The ReplicaFailure condition: reason, message, since when."""


class PodRefused(Exception):
    """Raised by an admission step of the API server; the text is the API's error."""


class Outcome(NamedTuple):
    """What came of a sync; `next_available_s` is when the next Ready pod will count as available."""

    status_changed: bool
    failed: bool
    next_available_s: Seconds | None


class ReplicaSet:
    """A ReplicaSet as the API server has it. `desired` and `max_replicas` are the annotations of that name."""

    def __init__(
        self,
        *,
        namespace: str,
        name: str,
        deployment: str,
        template: PodTemplate,
        labels: Labels,
        min_ready_s: Seconds,
        nodes: NodeTally,
        now: Seconds,
    ) -> None:
        self.namespace = namespace
        self.name = name
        self.object = f"replicaset/{name}"  # how events name it
        self.deployment = deployment
        self.workload = f"Deployment/{deployment}"
        self.template = template
        self.labels = labels
        self.created_s = now // 1  # the API stores whole seconds; of one second the name decides
        self.replicas = 0
        self.generation = 1
        self.desired = 0
        self.max_replicas = 0
        self.revision = 0
        self.deleted = False
        self.failures = 0
        self.status = ReplicaSetStatus()
        self.pods = PodTally(min_ready_s, nodes)

    def resize(self, replicas: int) -> None:
        """Write a new `spec.replicas`."""
        if replicas != self.replicas:
            self.replicas = replicas
            self.generation += 1


class ReplicaSetSync:
    """Carries out one sync of a ReplicaSet at a time."""

    def __init__(self, env: simpy.Environment, api: ApiServer, chance: Chance) -> None:
        self._env = env
        self._api = api
        self._chance = chance

    def sync(self, rs: ReplicaSet) -> Outcome:
        """Create or delete pods, and write the status."""
        next_available_s = rs.pods.pass_time(self._env.now)
        # The status counts the pods as they were before this sync created or deleted some.
        seen = ReplicaSetStatus(rs.generation, rs.pods.active, rs.pods.ready, rs.pods.available)
        missing = rs.replicas - rs.pods.active
        refused = ""
        if missing > 0:
            refused = self._create(rs, min(missing, BURST_REPLICAS))
        elif missing < 0:
            self._delete(rs, min(-missing, BURST_REPLICAS))
        if refused:  # the first refusal's text stays as long as they go on
            seen = seen._replace(failure=rs.status.failure or ("FailedCreate", refused, self._env.now))
        changed = seen != rs.status
        rs.status = seen
        return Outcome(changed, bool(refused), next_available_s)

    def _create(self, rs: ReplicaSet, count: int) -> str:
        """Create *count* pods, fewer if the API server refuses one; return what it said last."""
        refusals: list[str] = []
        slow_start(count, lambda _: self._create_one(rs, refusals))
        return refusals[-1] if refusals else ""

    def _create_one(self, rs: ReplicaSet, refusals: list[str]) -> bool:
        name = self._free_name(rs)
        try:
            self._api.create_pod(rs.namespace, name, rs.template.spec, labels=rs.labels, owner=rs, workload=rs.workload)
        except PodRefused as refused:
            refusals.append(str(refused))
            self._event(rs, "Warning", "FailedCreate", f"Error creating: {refused}")
            return False
        self._event(rs, "Normal", "SuccessfulCreate", f"Created pod: {name}")
        return True

    def _delete(self, rs: ReplicaSet, count: int) -> None:
        for pod in rs.pods.pick_to_delete(count, self._env.now):
            self._api.delete_pod(pod)
            self._event(rs, "Normal", "SuccessfulDelete", f"Deleted pod: {pod.name}")

    def _free_name(self, rs: ReplicaSet) -> str:
        """The ReplicaSet's name and five random letters; a name that exists is drawn again."""
        stream = self._chance(f"pod-names/{rs.namespace}/{rs.deployment}")
        prefix = f"{rs.name}-"[:_LONGEST_PREFIX]
        while True:
            name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=5))
            if f"{rs.namespace}/{name}" not in self._api.pods:
                return name

    def _event(self, rs: ReplicaSet, type_: str, reason: str, message: str) -> None:
        self._api.event(rs.namespace, rs.object, type_, reason, message)


def pods_in_name_order(sets: list[ReplicaSet]) -> list[ApiPod]:
    """The active pods of *sets*, by name."""
    return sorted((pod for rs in sets for pod in rs.pods.active_pods()), key=lambda pod: pod.name)
