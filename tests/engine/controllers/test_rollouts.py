"""Deployments and ReplicaSets on a kubelet that only knows how long an image takes ("v2": 5 s, "bad": for ever)."""

import re
from collections import Counter
from dataclasses import replace

import pytest
import simpy

from imagesim.engine.api import kubectl
from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.controller import ControllerContext
from imagesim.engine.controllers.garbage_collector import GarbageCollector
from imagesim.engine.controllers.kinds import make_controllers
from imagesim.engine.controllers.manager import Manager
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import AlreadyExists, Forbidden
from imagesim.rules.workloads import deployment_annotations as annotations
from imagesim.rules.workloads.deletion_queue import DeletionQueue
from tests.engine.engine_worlds import container, deployment
from tests.engine.written_conditions import WrittenConditions

WEB = ObjectName("Deployment", "default", "web")

READY_AFTER_S = {"v1": 1.0, "v2": 5.0, "bad": None}
TERMINATION_S = 2.0


class Cluster:
    def __init__(self, seed: int = 1, nodes: int = 3, checks=()) -> None:
        self.env = simpy.Environment()
        self.api = ApiServer(self.env, AdmissionSettings(checks=checks))
        self.store = self.api.store
        self.conditions = WrittenConditions(self.store)
        timers = Timers(self.env)
        context = ControllerContext(self.api, Chance(seed), timers)
        GarbageCollector(self.store, context.informers, timers)
        self.controllers = make_controllers(context)
        self.on_synced = lambda controller, key: None
        Manager(timers, self.controllers, on_synced=lambda *synced: self.on_synced(*synced))
        self.nodes = nodes
        self.started = 0
        self.most = 0
        self.api.store.watch("Pod", self._pod_changed)

    def after(self, delay: float, what) -> None:
        self.env.timeout(delay).callbacks.append(lambda _: what())

    def _pod_changed(self, verb, pod, _) -> None:
        if verb == "create":
            self._start(pod)
        elif verb == "delete":
            self.after(TERMINATION_S, lambda: self.api.pods.remove(pod))

    def _start(self, pod) -> None:
        self.api.pods.bind(pod, f"node-{self.started % self.nodes}")
        self.started += 1
        self.most = max(self.most, len(self.api.pods))
        delay = READY_AFTER_S[pod.spec.containers[0].image]
        if delay is not None:
            self.after(delay, lambda: self._ready(pod))

    def _ready(self, pod) -> None:
        if pod.deletion_s is None and pod.removed_s is None:
            self.api.pods.set_status(pod, phase="Running", ready=True, restarts=0)

    def create(self, replicas: int, image: str = "v1", **fields) -> None:
        kubectl.create(self.store, deployment("web", replicas, container(image), **fields))

    def until(self, time: float) -> None:
        self.env.run(until=time)

    def set_image(self, image: str) -> None:
        kubectl.set_image(self.store, WEB, "app", image)

    def restart(self) -> None:
        kubectl.rollout_restart(self.store, WEB)

    def images(self) -> Counter:
        return Counter(pod.spec.containers[0].image for pod in kubectl.pods_of(self.store, WEB))

    @property
    def state(self):
        return self.store.get(WEB)

    @property
    def sets(self):
        return self.store.list("ReplicaSet")

    def messages(self, of: str) -> list[str]:
        return [event.message for event in self.api.events.rows if str(event.object).startswith(of)]

    def reasons(self, type_: str) -> list[tuple[float, str, str]]:
        return [
            (time, written.status, written.reason) for time, written in self.conditions.rows if written.type == type_
        ]


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


def test_a_bad_image_sticks_and_the_old_pods_go_on_serving(cluster):
    cluster.create(10)
    cluster.until(20)
    cluster.set_image("bad")
    cluster.until(5000)
    assert cluster.images() == {"v1": 8, "bad": 5}
    assert cluster.reasons("Progressing")[-2:] == [
        (20, "True", "ReplicaSetUpdated"),
        (20 + 601, "False", "ProgressDeadlineExceeded"),
    ]
    assert cluster.reasons("Available") == [
        (0, "False", "MinimumReplicasUnavailable"),
        (1, "True", "MinimumReplicasAvailable"),
    ]


def test_the_events_read_as_the_controllers_write_them(cluster):
    cluster.create(2)
    cluster.until(10)
    cluster.set_image("v2")
    cluster.until(100)
    old, new = (rs.name for rs in cluster.sets)
    assert cluster.messages("Deployment/default/web") == [
        f"Scaled up replica set {old} from 0 to 2",
        f"Scaled up replica set {new} from 0 to 1",
        f"Scaled down replica set {old} from 2 to 1",
        f"Scaled up replica set {new} from 1 to 2",
        f"Scaled down replica set {old} from 1 to 0",
    ]
    assert [text[:13] for text in cluster.messages(f"ReplicaSet/default/{old}")] == ["Created pod: "] * 2 + [
        "Deleted pod: "
    ] * 2
    reasons = {event.reason for event in cluster.api.events.rows}
    assert reasons == {"ScalingReplicaSet", "SuccessfulCreate", "SuccessfulDelete"}


def test_a_roll_out_never_has_more_pods_or_fewer_ready_ones_than_allowed(cluster):
    cluster.create(10)
    cluster.until(10)
    cluster.set_image("v2")
    while cluster.images() != {"v2": 10}:
        cluster.env.step()
        pods = kubectl.pods_of(cluster.store, WEB)
        if cluster.env.peek() > cluster.env.now:
            assert len(pods) <= 13
            assert sum(pod.ready for pod in pods) >= 8
    assert cluster.env.now == 20


def test_a_changed_image_keeps_the_stored_pull_policy(cluster):
    kubectl.create(cluster.store, deployment("web", 1, container("v1", "Always")))
    cluster.set_image("v2")
    assert cluster.state.spec.template.spec.containers == (container("v2", "Always"),)


def test_a_container_that_does_not_exist_is_a_mistake(cluster):
    cluster.create(1)
    with pytest.raises(ValueError, match="unable to find container named 'x'"):
        kubectl.set_image(cluster.store, WEB, "x", "v2")


def test_going_back_to_an_earlier_template_uses_its_replica_set_again(cluster):
    cluster.create(4)
    cluster.until(10)
    cluster.set_image("bad")
    cluster.until(100)
    before = [rs.name for rs in cluster.sets]
    cluster.set_image("v1")
    cluster.until(200)
    assert [rs.name for rs in cluster.sets] == before
    assert [annotations.revision(rs.annotations) for rs in cluster.sets] == [3, 2]
    assert cluster.images() == {"v1": 4}


def test_old_replica_sets_beyond_the_history_limit_go(cluster):
    cluster.create(1, revision_history_limit=1)
    for number, image in enumerate(["v2", "v1", "v2"], start=1):
        cluster.until(100 * number)
        cluster.set_image(image)
        cluster.restart()
    cluster.until(1000)
    assert [annotations.revision(rs.annotations) for rs in cluster.sets] == [3, 4]


def test_a_restart_replaces_every_pod_by_one_of_the_same_image(cluster):
    cluster.create(5)
    cluster.until(10)
    before = {pod.uid for pod in kubectl.pods_of(cluster.store, WEB)}
    cluster.restart()
    cluster.until(10.5)
    cluster.restart()  # in the same second: kubectl writes the same annotation
    cluster.until(100)
    after = {pod.uid for pod in kubectl.pods_of(cluster.store, WEB)}
    assert (len(after), before & after, cluster.images()) == (5, set(), {"v1": 5})
    assert len(cluster.sets) == 2


def test_recreate_waits_until_the_last_old_pod_is_gone(cluster):
    cluster.create(3, strategy="Recreate")
    cluster.until(10)
    cluster.set_image("v2")
    cluster.until(10 + TERMINATION_S - 0.1)
    assert not cluster.images()
    assert len(cluster.api.pods) == 3
    cluster.until(10 + TERMINATION_S + 0.1)
    assert cluster.images() == {"v2": 3}
    assert cluster.most == 3


def test_scaling_a_stuck_roll_out_is_shared_between_old_and_new(cluster):
    cluster.create(10)
    cluster.until(10)
    cluster.set_image("bad")
    cluster.until(20)
    kubectl.scale(cluster.store, WEB, 20)
    cluster.until(30)
    assert cluster.images() == {"v1": 15, "bad": 10}


def test_scaling_a_stuck_roll_out_to_zero_and_back_is_an_outage(cluster):
    cluster.create(4)
    cluster.until(10)
    cluster.set_image("bad")
    cluster.until(20)
    kubectl.scale(cluster.store, WEB, 0)
    cluster.until(30)
    kubectl.scale(cluster.store, WEB, 4)
    cluster.until(5000)
    assert cluster.images() == {"bad": 4}
    assert cluster.reasons("Progressing")[-1][2] == "NewReplicaSetAvailable"


def test_while_paused_nothing_rolls_out(cluster):
    cluster.create(4)
    cluster.until(10)
    kubectl.pause(cluster.store, WEB)
    cluster.set_image("v2")
    cluster.until(100)
    assert cluster.images() == {"v1": 4}
    kubectl.resume(cluster.store, WEB)
    cluster.until(200)
    assert cluster.images() == {"v2": 4}
    assert [reason for _, _, reason in cluster.reasons("Progressing")][3:5] == ["DeploymentPaused", "DeploymentResumed"]


def test_a_deleted_pod_is_replaced_at_once(cluster):
    cluster.create(2)
    cluster.until(10)
    first = kubectl.pods_of(cluster.store, WEB)[0]
    cluster.api.pods.delete(first)
    cluster.until(10.1)
    pods = kubectl.pods_of(cluster.store, WEB)
    assert first not in pods
    assert [pod.name for pod in pods] == sorted(pod.name for pod in pods)
    assert len(pods) == 2


def test_ready_pods_count_only_after_min_ready_seconds(cluster):
    cluster.create(1, min_ready_s=15)
    cluster.until(100)
    assert cluster.reasons("Available")[-1] == (16, "True", "MinimumReplicasAvailable")
    (rs,) = cluster.sets
    (pod,) = kubectl.pods_of(cluster.store, WEB)
    cluster.api.pods.set_status(pod, phase="Running", ready=False, restarts=0)
    cluster.until(101)
    cluster.api.pods.set_status(pod, phase="Running", ready=True, restarts=0)
    cluster.until(115.9)
    assert (rs.status.ready, rs.status.available) == (1, 0)
    cluster.until(116.1)
    assert (rs.status.ready, rs.status.available) == (1, 1)


def test_a_refused_pod_is_tried_again_and_the_refusal_shown():
    allowed_from = 10.0

    def admit(_):
        if cluster.env.now < allowed_from:
            raise Forbidden(ObjectName("Pod", "", "web"), "no")

    cluster = Cluster(checks=[admit])
    cluster.create(3)
    cluster.until(9)
    failed = [event for event in cluster.api.events.rows if event.reason == "FailedCreate"]
    assert {event.message for event in failed} == {'Error creating: pods "web" is forbidden: no'}
    assert 8 < len(failed) < 14  # 5 ms, doubled each time
    shown = cluster.state.status.condition("ReplicaFailure")
    assert (shown.reason, shown.message) == ("FailedCreate", 'pods "web" is forbidden: no')
    cluster.until(60)
    assert cluster.images() == {"v1": 3}
    assert cluster.state.status.condition("ReplicaFailure") is None


def test_names_look_like_those_of_kubernetes_and_depend_on_the_seed_alone():
    def names(seed: int) -> list[str]:
        cluster = Cluster(seed)
        cluster.create(3)
        cluster.until(1)
        return [pod.name for pod in kubectl.pods_of(cluster.store, WEB)]

    assert all(re.fullmatch("web-[bcdf4-9]{9,10}-[bcdfghjklmnpqrstvwxz24-9]{5}", name) for name in names(1))
    assert names(1) == names(1)
    assert set(names(1)).isdisjoint(names(2))


def test_a_long_name_leaves_room_for_five_letters(cluster):
    long = "n" * 63
    kubectl.create(cluster.store, replace(deployment("web", 1, container("v1")), name=long))
    cluster.until(1)
    (pod,) = kubectl.pods_of(cluster.store, ObjectName("Deployment", "default", long))
    assert len(pod.name) == 63


def test_pods_carry_labels_and_the_name_of_their_workload(cluster):
    cluster.create(1)
    cluster.until(1)
    (pod,) = kubectl.pods_of(cluster.store, WEB)
    assert str(pod.workload) == "Deployment/default/web"
    assert pod.labels == (("app", "web"), ("pod-template-hash", pod.name.split("-")[1]))


def test_a_second_deployment_of_the_same_name_is_a_mistake(cluster):
    cluster.create(1)
    with pytest.raises(AlreadyExists, match=r'^deployments\.apps "web" already exists$'):
        cluster.create(1)


def test_revision_and_sizes_are_annotations_as_kubectl_shows_them(cluster):
    cluster.create(4)
    cluster.until(10)
    cluster.set_image("bad")
    cluster.until(20)
    assert dict(cluster.state.annotations) == {"deployment.kubernetes.io/revision": "2"}
    assert [dict(rs.annotations) for rs in cluster.sets] == [
        {
            "deployment.kubernetes.io/desired-replicas": "4",
            "deployment.kubernetes.io/max-replicas": "5",
            "deployment.kubernetes.io/revision": revision,
        }
        for revision in ("1", "2")
    ]


def test_what_a_deployment_owns_says_so(cluster):
    cluster.create(1)
    cluster.until(1)
    (rs,) = cluster.sets
    (pod,) = kubectl.pods_of(cluster.store, WEB)
    assert rs.owner == (WEB, cluster.state.uid, True)
    assert pod.owner == (rs.object_name, rs.uid, True)
    assert rs.labels == rs.spec.selector == rs.spec.template.labels == pod.labels


def test_another_min_ready_seconds_counts_the_pods_anew_and_rolls_nothing_out(cluster):
    cluster.create(2)
    cluster.until(10)
    kubectl.apply(cluster.store, replace(cluster.state.spec, min_ready_s=30))
    cluster.until(11)
    (rs,) = cluster.sets
    assert (rs.spec.min_ready_s, rs.status.ready, rs.status.available) == (30, 2, 0)
    cluster.until(32)
    assert (rs.status.ready, rs.status.available) == (2, 2)
    assert len(kubectl.pods_of(cluster.store, WEB)) == 2


def test_a_replica_set_that_somebody_deletes_comes_again(cluster):
    cluster.create(2)
    cluster.until(10)
    (before,) = cluster.sets
    cluster.store.delete(before)
    cluster.until(20)
    (after,) = cluster.sets
    assert after.name == before.name
    assert after.uid != before.uid
    assert after.status.ready == 2


def test_a_deployment_that_is_deleted_takes_its_pods_along_and_may_come_again(cluster):
    cluster.create(3)
    cluster.until(10)
    kubectl.delete(cluster.store, WEB)
    cluster.until(10 + TERMINATION_S + 0.1)
    assert (cluster.sets, len(cluster.api.pods)) == ([], 0)
    cluster.create(2)
    cluster.until(30)
    assert cluster.images() == {"v1": 2}


def test_a_sync_that_writes_twice_meets_a_conflict_and_is_tried_again(cluster):
    synced = []
    cluster.on_synced = lambda controller, key: synced.append((cluster.env.now, controller.name))
    cluster.create(1)
    cluster.until(10)
    synced.clear()
    kubectl.pause(cluster.store, WEB)
    cluster.until(20)
    cluster.set_image("v2")
    kubectl.resume(cluster.store, WEB)
    cluster.until(20.004)
    queue = cluster.controllers[0].queue
    assert queue.num_requeues(WEB) == 0  # it was synced again at once, since it had changed
    before = len(synced)
    cluster.until(20.006)
    assert [name for _, name in synced[before:]] == ["deployment-controller"]


def test_a_steady_state_costs_no_events(cluster):
    cluster.create(3)
    cluster.until(10)
    while cluster.env.peek() < float("inf"):
        assert cluster.env.peek() <= 601  # the one look at the deadline that was planned while rolling out
        cluster.env.step()


def test_choosing_old_pods_costs_the_changes_and_not_the_pods(monkeypatch):
    """One by one new pods become Ready and old ones go; a sort at each would compare millions of times."""
    calls = 0
    put = DeletionQueue._put

    def counted(self, pod, belongs, now):
        nonlocal calls
        calls += 1
        put(self, pod, belongs, now)

    monkeypatch.setattr(DeletionQueue, "_put", counted)
    cluster = Cluster(nodes=200)
    cluster.create(1000)
    cluster.until(10)
    ready = cluster._ready
    waiting = []
    cluster._ready = waiting.append
    cluster.set_image("v2")
    while cluster.images() != {"v2": 1000} or waiting:
        cluster.until(cluster.env.now + 0.5)
        if waiting:
            ready(waiting.pop(0))
    assert 1000 < calls < 10 * 1000, calls
