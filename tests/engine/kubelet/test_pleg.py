"""The PLEG tells of a change at its next look, and once."""

import pytest

from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.pleg import Pleg


@pytest.fixture
def env() -> Environment:
    return Environment()


def test_a_change_is_told_at_the_next_look(env: Environment) -> None:
    told: list[float] = []
    pleg = Pleg(env, 0.25, 0.5)
    for at in (0.5, 0.75, 2.0):
        env.timeout(at).callbacks.append(lambda _: pleg.noticed("a", lambda: told.append(env.now)))
    env.run(until=10)
    assert told == [1.25, 2.25]


def test_a_change_in_the_instant_of_a_look_is_told_at_the_one_after_it(env: Environment) -> None:
    """Also where that look was planned for another pod, or for an earlier change of this one."""
    told: list[tuple[str, float]] = []
    pleg = Pleg(env, 0.25, 0.5)

    def change(at: float, pod: str) -> None:
        env.timeout(at).callbacks.append(lambda _: pleg.noticed(pod, lambda: told.append((pod, env.now))))

    change(1.25, "a")
    change(1.25, "b")
    change(0.5, "b")
    change(0.5, "c")
    env.run(until=10)
    assert told == [("b", 1.25), ("c", 1.25), ("a", 2.25), ("b", 2.25)]


def test_a_pod_that_is_forgotten_is_told_nothing(env: Environment) -> None:
    told: list[float] = []
    pleg = Pleg(env, 0.25, 0.5)
    pleg.noticed("a", lambda: told.append(env.now))
    assert pleg.expects("a")
    pleg.forget("a")
    assert not pleg.expects("a")
    env.run(until=10)
    assert told == []
