"""The queue of a zone's nodes that are to be tainted: one at a time, at the zone's rate."""

import pytest

from imagesim.engine.environment import Environment
from imagesim.engine.nodes.zone_tainter import ZoneTainter
from imagesim.rules.nodes.health import ZoneState


def tainter() -> tuple[Environment, ZoneTainter, list[tuple[float, str]]]:
    env, tainted = Environment(), list[tuple[float, str]]()
    return env, ZoneTainter(env, lambda name: tainted.append((env.now, name))), tainted


def test_the_first_node_is_tainted_at_once_and_the_others_ten_seconds_apart() -> None:
    env, zone, tainted = tainter()
    for name in ("a", "b", "c"):
        zone.add(name)
    zone.taint_those_due()
    env.run(until=60)
    assert tainted == [(0, "a"), (pytest.approx(10, abs=0.2), "b"), (pytest.approx(20, abs=0.3), "c")]


def test_a_node_that_is_back_needs_no_taint() -> None:
    env, zone, tainted = tainter()
    for name in ("a", "b", "c"):
        zone.add(name)
    zone.taint_those_due()
    zone.discard("b")
    env.run(until=60)
    assert [name for _, name in tainted] == ["a", "c"]


def test_without_a_rate_nobody_is_tainted_and_the_first_token_afterwards_is_spent() -> None:
    env, zone, tainted = tainter()
    zone.becomes(ZoneState.FULL_DISRUPTION, 0.0)
    zone.add("a")
    zone.taint_those_due()
    env.run(until=30)
    assert tainted == []
    zone.becomes(ZoneState.NORMAL, 0.1)
    zone.taint_those_due()
    env.run(until=60)
    assert tainted == [(pytest.approx(40, abs=0.2), "a")]
