"""Statuses that wait for the limits of the kubelet's client."""

import pytest

from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.status_manager.sending import Sending


class Pod:
    def __init__(self, env: Environment, arrived: list[tuple[float, str, str]], name: str) -> None:
        self._env, self._arrived, self.name = env, arrived, name

    def arrives(self, told: str) -> None:
        self._arrived.append((self._env.now, self.name, told))


class Rush:
    """Pods whose statuses are sent on one node."""

    def __init__(self, pods: int, qps: float = 50, burst: int = 100) -> None:
        self.env = Environment()
        self.arrived: list[tuple[float, str, str]] = []
        self.pods = [Pod(self.env, self.arrived, f"p{number}") for number in range(pods)]
        draws = iter(range(1000, 0, -1))  # a batch comes backwards
        self.sending: Sending[str] = Sending(self.env, qps, burst, lambda: float(next(draws)))

    def all_send(self, told: str) -> None:
        for pod in self.pods:
            self.sending.send(pod, told)


def test_what_the_burst_has_room_for_arrives_as_it_is_sent() -> None:
    rush = Rush(50)
    rush.all_send("first")
    assert [pod for _, pod, _ in rush.arrived] == [pod.name for pod in rush.pods]
    assert rush.env.peek() == float("inf")


def test_the_last_of_64_first_statuses_arrives_when_28_more_tokens_are_there() -> None:
    rush = Rush(64)
    rush.all_send("first")
    rush.env.run()
    times = [at for at, _, _ in rush.arrived]
    assert times[:50] == [0.0] * 50
    assert times[50:] == pytest.approx([0.04 * number for number in range(1, 15)])
    assert sorted(pod for _, pod, _ in rush.arrived) == sorted(pod.name for pod in rush.pods)


def test_a_batch_goes_as_it_stood_and_in_the_order_of_the_draws() -> None:
    rush = Rush(5, qps=2, burst=2)
    rush.all_send("first")
    rush.env.run(until=1.5)
    rush.all_send("second")
    rush.env.run(until=2.5)
    rush.all_send("third")
    rush.env.run()
    assert [(pod, told) for _, pod, told in rush.arrived] == [
        ("p0", "first"), ("p1", "first"), ("p4", "first"), ("p3", "first"), ("p2", "first"),
        ("p4", "third"), ("p3", "third"), ("p2", "third"), ("p1", "third"), ("p0", "third"),
    ]  # fmt: skip


def test_what_changes_while_it_waits_is_sent_in_its_last_form_alone() -> None:
    rush = Rush(2, qps=2, burst=2)
    one, two = rush.pods
    rush.sending.send(one, "a")
    rush.sending.send(two, "a")
    rush.sending.send(one, "b")
    rush.sending.send(one, "c")
    rush.env.run()
    assert rush.arrived == [(0.0, "p0", "a"), (1.0, "p1", "a"), (2.0, "p0", "c")]
