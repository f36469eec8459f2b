"""The queue must give what upstream's comparison, pair by pair, would give, whatever happened since it was made."""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import pytest

from imagesim.rules.workloads.deletion_queue import DeletionQueue, deletion_order
from imagesim.rules.workloads.replica_set import PodToDelete
from tests.rules.workloads.pairwise import compare

NOW = 100_000.0


def pod(uid, **fields):
    base = {"node": "n", "phase": "Running", "ready_since_s": NOW - 3000, "created_s": NOW - 3100, "rank": 1}
    return PodToDelete(uid=uid, **(base | fields))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"node": ""}, {"phase": "Pending"}, id="without a node"),
        pytest.param({"phase": "Pending", "ready_since_s": None}, {"deletion_cost": -9}, id="stuck pulling"),
        pytest.param({"ready_since_s": None}, {"deletion_cost": -9}, id="not Ready"),
        pytest.param({"deletion_cost": -1}, {"rank": 9}, id="lower deletion cost"),
        pytest.param({"rank": 2}, {"ready_since_s": NOW - 1}, id="more pods on its node"),
        pytest.param({"ready_since_s": NOW - 10}, {"restarts": 9}, id="Ready for less time"),
        pytest.param({"restarts": 1}, {"sidecar_restarts": 9}, id="more restarts"),
        pytest.param({"sidecar_restarts": 1}, {"created_s": NOW - 3050}, id="more restarts of a sidecar"),
        pytest.param({"created_s": NOW - 3000.0 / 2}, {}, id="younger"),
    ],
)
def test_it_is_deleted_before_a_pod_that_only_later_rules_would_choose(first, second):
    # The UIDs speak for the other one, so that only the rule can decide.
    pods = [pod("a", **second), pod("b", **first)]
    assert [one.uid for one in deletion_order(pods, NOW)] == ["b", "a"]
    assert [one.uid for one in deletion_order(pods[::-1], NOW)] == ["b", "a"]


def test_of_about_the_same_age_the_uid_decides():
    pods = [pod("b", ready_since_s=NOW - 3000), pod("a", ready_since_s=NOW - 3500)]
    assert [one.uid for one in deletion_order(pods, NOW)] == ["a", "b"]


def test_where_the_comparison_goes_round_in_a_circle_the_restarts_of_one_second_count():
    """Upstream's order of these depends on the sort: a before b, b before c, c before a."""
    a = pod("c", restarts=1)
    b = pod("a")
    c = pod("b", ready_since_s=NOW - 2990)
    assert [compare(a, b, NOW), compare(b, c, NOW), compare(c, a, NOW)] == [-1, -1, -1]
    assert [one.uid for one in deletion_order([a, b, c], NOW)] == ["b", "c", "a"]


def random_pods(stream: random.Random) -> list[PodToDelete]:
    return [
        pod(
            f"{number:03}",
            phase="Running",
            ready_since_s=stream.choice([None, NOW - 3000, NOW - 3001, NOW - 10, NOW - 7000]),
            created_s=NOW - stream.choice([7100, 7101, 9000]),
            restarts=stream.choice([0, 0, 1]),
            rank=stream.choice([1, 1, 2]),
        )
        for number in stream.sample(range(1000), stream.randrange(2, 9))
    ]


def test_where_the_comparison_makes_one_order_possible_alone_it_is_that_one():
    stream = random.Random(1)
    alone = 0
    for _ in range(3000):
        pods = random_pods(stream)
        wins = {each: sum(compare(each, other, NOW) < 0 for other in pods) for each in pods}
        expected = sorted(pods, key=lambda each: -wins[each])
        if all(compare(a, b, NOW) < 0 for a, b in combinations(expected, 2)):
            alone += 1
            assert deletion_order(pods, NOW) == expected
    assert alone > 1000


@dataclass(eq=False)
class LivePod:
    """A pod that changes under the queue."""

    uid: str
    created_s: float
    node: str = ""
    phase: str = "Pending"
    ready_since_s: float | None = None


class Pods:
    """Pods that change at random, all created at 0, and the queue that is told."""

    def __init__(self, seed: int, count: int, nodes: int) -> None:
        self.random = random.Random(seed)
        self.nodes = nodes
        self.mates = Counter[str]()
        self.pods = [self.new(f"{number:04}", 0.0) for number in range(count)]
        self.queue = DeletionQueue(self.view, self.pods, 0.0)

    def new(self, uid: str, now: float) -> LivePod:
        pod = LivePod(uid, now)
        if self.random.random() < 0.9:
            pod.node = f"n{self.random.randrange(self.nodes)}"
            self.mates[pod.node] += 1
        return pod

    def view(self, pod: LivePod) -> PodToDelete:
        return PodToDelete(
            uid=pod.uid,
            node=pod.node,
            phase=pod.phase,
            ready_since_s=None if pod.ready_since_s is None else pod.ready_since_s // 1,
            created_s=pod.created_s,
            rank=self.mates[pod.node],
        )

    def change(self, now: float) -> None:
        pod = self.random.choice([pod for pod in self.pods if pod.node])
        kind = self.random.randrange(4)
        if kind == 0:
            pod.phase, pod.ready_since_s = "Running", now
        elif kind == 1:
            pod.ready_since_s = None
        elif kind == 2:  # a pod of another ReplicaSet comes
            self.mates[pod.node] += 1
            self.queue.rank_rose(pod.node, self.mates[pod.node], now)
        elif self.mates[pod.node] > 1:  # and one goes
            self.mates[pod.node] -= 1
        self.queue.changed(pod, now, active=True)

    def sorted(self, now: float) -> list[str]:
        return [view.uid for view in deletion_order(map(self.view, self.pods), now)]

    def delete(self, count: int, now: float) -> list[str]:
        taken = self.queue.take(count, now)
        for pod in taken:
            self.pods.remove(pod)
            if pod.node:
                self.mates[pod.node] -= 1
            self.queue.changed(pod, now, active=False)
        return [pod.uid for pod in taken]


@pytest.mark.parametrize("seed", range(20))
def test_it_takes_what_a_new_queue_would_put_first(seed):
    pods = Pods(seed, count=60, nodes=7)
    now = 0.0
    for _ in range(12):
        for _ in range(pods.random.randrange(30)):
            now += pods.random.choice([0.0, 0.7, 20.0])
            pods.change(now)
        expected = pods.sorted(now)[:4]
        assert pods.delete(4, now) == expected


def test_it_takes_no_more_than_there_are():
    pods = Pods(1, count=3, nodes=2)
    assert len(pods.delete(5, 1.0)) == 3


def test_places_that_are_no_longer_taken_do_not_pile_up():
    pods = Pods(1, count=20, nodes=2)
    for second in range(2000):
        pods.change(float(second))
    assert sum(map(len, pods.queue._groups.values())) + len(pods.queue._fronts) < 300
