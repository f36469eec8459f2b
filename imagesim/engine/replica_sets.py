"""ReplicaSets: each keeps as many pods as it should have, nothing more.

Models pkg/controller/replicaset/replica_set.go of Kubernetes 1.36: one sync compares, creates or deletes at most 500
pods, and writes the status that it saw before. Creating a pod never fails here, so slow start makes no difference.
"""

from typing import NamedTuple

import simpy

from imagesim.engine.api_server import ApiPod, ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.pod_tally import NodeTally, PodTally
from imagesim.rules.objects import Labels, PodTemplate
from imagesim.rules.replica_set import BURST_REPLICAS
from imagesim.rules.template_hash import SAFE_ALPHABET
from imagesim.rules.units import Seconds

_LONGEST_PREFIX = 63 - 5  # names.SimpleNameGenerator leaves room for five letters


class ReplicaSetStatus(NamedTuple):
    """What the ReplicaSet's status says; the Deployment controller reads this and never counts pods itself."""

    observed_generation: int = 0
    replicas: int = 0
    ready: int = 0
    available: int = 0


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
        self.deployment = deployment
        self.template = template
        self.labels = labels
        self.created_s = now // 1  # the API stores whole seconds; of one second the name decides
        self.replicas = 0
        self.generation = 1
        self.desired = 0
        self.max_replicas = 0
        self.revision = 0
        self.deleted = False
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

    def sync(self, rs: ReplicaSet) -> tuple[bool, Seconds | None]:
        """Return whether the status changed, and when the next pod becomes available."""
        next_available = rs.pods.pass_time(self._env.now)
        # The status counts the pods as they were before this sync created or deleted some.
        seen = ReplicaSetStatus(rs.generation, rs.pods.active, rs.pods.ready, rs.pods.available)
        missing = rs.replicas - rs.pods.active
        if missing > 0:
            self._create(rs, min(missing, BURST_REPLICAS))
        elif missing < 0:
            self._delete(rs, min(-missing, BURST_REPLICAS))
        changed = seen != rs.status
        rs.status = seen
        return changed, next_available

    def _create(self, rs: ReplicaSet, count: int) -> None:
        for _ in range(count):
            pod = self._api.create_pod(
                rs.namespace,
                self._free_name(rs),
                rs.template.spec,
                labels=rs.labels,
                owner=rs,
                workload=f"Deployment/{rs.deployment}",
            )
            self._event(rs, "SuccessfulCreate", f"Created pod: {pod.name}")

    def _delete(self, rs: ReplicaSet, count: int) -> None:
        for pod in rs.pods.pick_to_delete(count, self._env.now):
            self._api.delete_pod(pod)
            self._event(rs, "SuccessfulDelete", f"Deleted pod: {pod.name}")

    def _free_name(self, rs: ReplicaSet) -> str:
        """The ReplicaSet's name and five random letters; a name that exists is drawn again."""
        stream = self._chance(f"pod-names/{rs.namespace}/{rs.deployment}")
        prefix = f"{rs.name}-"[:_LONGEST_PREFIX]
        while True:
            name = prefix + "".join(stream.choices(SAFE_ALPHABET, k=5))
            if f"{rs.namespace}/{name}" not in self._api.pods:
                return name

    def _event(self, rs: ReplicaSet, reason: str, message: str) -> None:
        self._api.event(rs.namespace, f"replicaset/{rs.name}", "Normal", reason, message)


def pods_in_name_order(sets: list[ReplicaSet]) -> list[ApiPod]:
    """The active pods of *sets*, by name."""
    return sorted((pod for rs in sets for pod in rs.pods.active_pods()), key=lambda pod: pod.name)
