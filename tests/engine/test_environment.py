"""Events happen in SimPy's order, whether they were planned for later or for the instant at which that was done."""

import random
from collections.abc import Callable

import pytest
import simpy

from imagesim.engine.environment import Environment, at_once


def happened(env: simpy.Environment, seed: int) -> list[tuple[float, int]]:
    """A program of 400 events that plan others, of which many fall on one instant: when each happened."""
    chance, told = random.Random(seed), list[tuple[float, int]]()

    def plan(number: int) -> Callable[[simpy.Event], None]:
        def happens(_: simpy.Event) -> None:
            told.append((env.now, number))
            if len(told) < 400:
                for each in range(chance.choice((1, 1, 2))):
                    env.timeout(chance.choice((0, 0, 0, 1, 2.5))).callbacks.append(plan(10 * number % 99_991 + each))
                if chance.random() < 0.2:
                    at_once(env, lambda: told.append((env.now, -number)))

        return happens

    env.timeout(0).callbacks.append(plan(1))
    env.run(until=1000)
    return told


@pytest.mark.parametrize("seed", range(20))
def test_the_order_is_that_of_simpy(seed: int) -> None:
    assert happened(Environment(), seed) == happened(simpy.Environment(), seed)


def test_a_planned_call_comes_in_its_turn_with_its_value() -> None:
    env, told = Environment(), list[object]()
    env.plan(1.0, lambda planned: told.append(planned.value), "later")
    env.plan(0.0, lambda planned: told.append(planned.value), "now")
    turn = env.turn()
    env.plan(1.0, lambda planned: told.append(planned.value), "last")
    env.in_turn(1.0, turn, lambda planned: told.append(planned.value), "in between")
    assert env.peek() == 0
    env.run(until=2)
    assert told == ["now", "later", "in between", "last"]
