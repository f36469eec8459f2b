"""rsdelete.jsonl: the order in which a ReplicaSet deletes pods, slow start, and whole runs of its controller."""

from collections import Counter
from functools import partial
from itertools import combinations
from typing import Any

import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.controller import Controller, ControllerContext
from imagesim.engine.controllers.kinds import make_controllers
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Deployment, PodSpec, PodTemplate
from imagesim.rules.api.status_errors import Forbidden
from imagesim.rules.workloads.deletion_queue import deletion_order
from imagesim.rules.workloads.replica_set import PodToDelete, deletion_cost, slow_start
from tests.conformance.checking import Row, differences
from tests.rules.workloads.pairwise import compare

_NOW = 10_000_000.0
_REFUSAL = Forbidden(ObjectName("Pod", "", "x"), "exceeded quota")


def check(row: Row) -> str | None:
    """Check a row by its kind."""
    return {"order": _order, "slow_start": _slow_start, "rs_controller": _rs_controller}[row["kind"]](row)


def _order(row: Row) -> str | None:
    """Ranks and order; where the real order holds ties, no pod may come after one that it goes before."""
    active = Counter(pod["node"] for pod in row["pods"] if not pod["terminating"])
    pods = {
        pod["name"]: _pod(pod, active[pod["node"]])
        for pod in row["pods"]
        if not pod["other_rs"] and not pod["terminating"]
    }
    ranks = [pods[name].rank for name in row["order"]]
    if ranks != row["rank"]:
        return f"ranks: recorded {row['rank']}, got {ranks}"
    names = {pod.uid: name for name, pod in pods.items()}
    got = [names[pod.uid] for pod in deletion_order(pods.values(), _NOW)]
    if row["total"]:
        return None if got == row["order"] else f"order: recorded {row['order']}, got {got}"
    place = {name: number for number, name in enumerate(row["order"])}
    wrong = [
        (first, second)
        for first, second in combinations(got, 2)
        if place[first] > place[second] and compare(pods[first], pods[second], _NOW)
    ]
    return f"recorded the other way round: {wrong}" if wrong else None


def _pod(pod: Row, rank: int) -> PodToDelete:
    return PodToDelete(
        uid=pod["uid"],
        node=pod["node"],
        phase=pod["phase"],
        ready_since_s=_NOW - pod["ready_for_s"] if pod["ready"] else None,
        created_s=_NOW - pod["age_s"],
        rank=rank,
        deletion_cost=deletion_cost(pod["deletion_cost"]),
        restarts=max(pod["restarts"] or [0]),
        sidecar_restarts=max(pod["sidecar_restarts"] or [0]),
    )


def _slow_start(row: Row) -> str | None:
    first_bad = row["fails_from_call"] or row["count"] + 1
    got = slow_start(row["count"], lambda call: call < first_bad, row["initial_batch"])
    failed = sum(got.batches) > got.successes
    return differences(
        {key: row[key] for key in ("batches", "successes", "failed")}, got._asdict() | {"failed": failed}
    )


class _Sequence:
    """Notes time, pods and tries to create one after every sync of the ReplicaSet that changed or tried something."""

    def __init__(self, env: simpy.Environment) -> None:
        self.rows: list[list[Any]] = []
        self.tries = 0
        self.pods = 0
        self._env = env
        self._before = 0

    def admit(self, quota: int, _: AdmissionRequest) -> None:
        """A resource quota."""
        self.tries += 1
        if self.pods >= quota:
            raise _REFUSAL

    def count(self, verb: Verb, _: ApiPod, __: Change) -> None:
        """A pod came or went."""
        self.pods += (verb == "create") - (verb == "remove")

    def synced(self, controller: Controller, _: object) -> None:
        """A controller has synced an object."""
        if isinstance(controller, ReplicaSetController):
            if self.tries or self.pods != self._before:
                self.rows.append([round(self._env.now, 6), self.pods, self.tries])
            self._before, self.tries = self.pods, 0


def _rs_controller(row: Row) -> str | None:
    env = simpy.Environment()
    sequence = _Sequence(env)
    quota = row["quota"]
    checks = (partial(sequence.admit, quota),) if quota >= 0 else ()
    api = ApiServer(env, AdmissionSettings(checks=checks))
    api.store.watch("Pod", sequence.count)
    timers = Timers(env)
    Manager(timers, make_controllers(ControllerContext(api, Chance(1), timers)), on_synced=sequence.synced)
    template = PodTemplate(spec=PodSpec(containers=(Container(name="a", image="a", image_pull_policy="Always"),)))
    web = kubectl.create(
        api.store, Deployment(namespace="default", name="web", replicas=row["replicas"], template=template)
    )
    if quota < 0:
        env.timeout(20).callbacks.append(lambda _: kubectl.scale(api.store, web.object_name, 0))
    env.run(until=row["sequence"][-1][0] + 0.001)
    failure = api.store.list("ReplicaSet")[0].status.failure
    got = {
        "sequence": sequence.rows,
        "conditions": [["ReplicaFailure", "True", *failure[:2]]] if failure else [],
    }
    return differences({key: row[key] for key in got}, got)


CHECKERS = {"rsdelete.jsonl": check}
