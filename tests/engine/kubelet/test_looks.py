"""What a look of the PLEG comes to: when a start is shown, and one more sync where the worker took one event alone."""

from dataclasses import replace

import pytest

from imagesim.engine.kubelet import looks
from imagesim.engine.kubelet.looks import ON_DEMAND_S
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}
APP = container("reg.test/app:v1")
LATER = container("reg.test/app:gone", name="later")


def times(records, reason: str) -> list[float]:
    return [row.time_s for row in records.events if row.reason == reason]


def test_from_1_36_a_start_is_shown_some_ms_later(world):
    new = run(world(tags=TAGS, pods=(pod("p", APP),), duration_s=60))
    (started,) = times(new, "Started")
    assert [row.started_s for row in new.states if row.state == "Running"] == [started + ON_DEMAND_S]
    assert new.pods[0].ready_s == started + ON_DEMAND_S


def test_before_1_36_it_takes_until_the_next_look(world):
    delays = set()
    for seed in range(20):
        old = run(world(tags=TAGS, pods=(pod("p", APP),), duration_s=60, version="1.35"), seed)
        delays.add(old.pods[0].ready_s - times(old, "Started")[0])
    assert 0 < min(delays) < 0.3
    assert 0.7 < max(delays) <= 1


def test_from_1_36_a_container_that_ends_at_once_is_started_again_at_once(world):
    crash = replace(APP, app=App(runs_for_s=0.001, exit_code=1))
    records = run(world(tags=TAGS, pods=(pod("p", crash),), duration_s=8))
    assert [row.started_s for row in records.running][1] - records.running[0].started_s == pytest.approx(ON_DEMAND_S)


def test_where_a_start_fails_no_look_is_asked_for(world):
    records = run(world(tags=TAGS, pods=(pod("p", APP, LATER),), duration_s=8), 3)
    shown = next(row.started_s for row in records.states if row.state == "Running")
    assert shown - times(records, "Started")[0] > 2 * ON_DEMAND_S


@pytest.mark.parametrize(("chance", "syncs"), [(0.0, 1), (1.0, 2)])
def test_a_worker_that_takes_the_first_event_alone_syncs_once_more_a_second_later(world, monkeypatch, chance, syncs):
    monkeypatch.setattr(looks, "_AFTER_A_DEATH", chance)
    first = replace(container("reg.test/app:v1", name="first"), app=App(runs_for_s=0.001))
    records = run(world(tags=TAGS, pods=(pod("p", LATER, init=(first,)),), duration_s=8, version="1.35"))
    failed = times(records, "Failed")[0]
    assert len([time for time in times(records, "BackOff") if time < failed + 2]) == syncs - 1


def test_a_container_that_starts_while_a_sync_runs_gives_one_more_sync_about_a_second_later(world):
    slow = container("reg.test/slow:v1", name="slow")
    tags = {**TAGS, "slow:v1": image("s", 100 * MB)}
    records = run(world(tags=tags, pods=(pod("p", slow, LATER),), network=20 * MB, duration_s=30, version="1.35"))
    failed = times(records, "Failed")[0]
    first, second = [time for time in times(records, "BackOff") if time < failed + 3]
    assert 0 < first - failed <= 1
    assert second - first == pytest.approx(1)
