"""The queue must give what a sort of all pods by the rule would give, whatever happened since it was made."""

import random
from collections import Counter

import pytest

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.controllers.replica_set.deletion_queue import DeletionQueue
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.workloads.replica_set import PodToDelete, deletion_order

SPEC = PodSpec(containers=(Container(name="a", image="a", image_pull_policy="Always"),))


class Pods:
    """Pods that change at random, all created at 0, and the queue that is told."""

    def __init__(self, seed: int, count: int, nodes: int) -> None:
        self.random = random.Random(seed)
        self.nodes = nodes
        self.mates = Counter[str]()
        self.pods = [self.new(f"{number:04}", 0.0) for number in range(count)]
        self.queue = DeletionQueue(self.pods, self.mates, 0.0)

    def new(self, uid: str, now: float) -> ApiPod:
        pod = ApiPod(ObjectName("Pod", "default", uid), SPEC)
        pod.uid, pod.created_s = uid, now
        if self.random.random() < 0.9:
            pod.node = f"n{self.random.randrange(self.nodes)}"
            self.mates[pod.node] += 1
        return pod

    def change(self, now: float) -> None:
        pod = self.random.choice([pod for pod in self.pods if pod.node])
        kind = self.random.randrange(4)
        if kind == 0:
            pod.phase, pod.ready_since_s = "Running", now
        elif kind == 1:
            pod.ready_since_s = None
        elif kind == 2:  # a pod of another ReplicaSet comes
            self.mates[pod.node] += 1
            self.queue.rank_rose(pod.node, now)
        elif self.mates[pod.node] > 1:  # and one goes
            self.mates[pod.node] -= 1
        self.queue.changed(pod, now, active=True)

    def sorted(self, now: float) -> list[str]:
        values = [
            PodToDelete(
                uid=pod.uid,
                node=pod.node,
                phase=pod.phase,
                ready_since_s=None if pod.ready_since_s is None else pod.ready_since_s // 1,
                created_s=pod.created_s,
                rank=self.mates[pod.node],
            )
            for pod in self.pods
        ]
        # Those without a node are compared by the other rules only among themselves: their rank is one and the same.
        return [value.uid for value in deletion_order(values, now)]

    def delete(self, count: int, now: float) -> list[str]:
        taken = self.queue.take(count, now)
        for pod in taken:
            self.pods.remove(pod)
            if pod.node:
                self.mates[pod.node] -= 1
            self.queue.changed(pod, now, active=False)
        return [pod.uid for pod in taken]


@pytest.mark.parametrize("seed", range(20))
def test_it_takes_what_a_sort_would_put_first(seed):
    pods = Pods(seed, count=60, nodes=7)
    now = 0.0
    for _ in range(12):
        for _ in range(pods.random.randrange(30)):
            now += pods.random.choice([0.0, 0.7, 20.0])
            pods.change(now)
        expected = pods.sorted(now)[:4]
        assert pods.delete(4, now) == expected


def test_keys_that_no_longer_hold_do_not_pile_up():
    pods = Pods(1, count=20, nodes=2)
    for second in range(2000):
        pods.change(float(second))
    assert len(pods.queue._heap) < 200
