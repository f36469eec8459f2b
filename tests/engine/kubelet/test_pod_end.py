"""A pod that is deleted: what the API shows of it until it goes, and when that is."""

from dataclasses import replace

import pytest

from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}
APP, GONE = container("reg.test/app:v1"), container("reg.test/app:gone")
DELETED = (Delete(at_s=30, target="Pod/default/p"),)


def shown(records):
    return [(row.state, row.reason, row.exit_code) for row in records.states]


def phases(records):
    rows = [row for row in records.objects if row.kind == "Pod" and row.verb == "status"]
    return [value for row in rows for name, value in row.change if name == "phase"]


@pytest.mark.parametrize("version", ["1.32", "1.36"])
def test_one_that_never_started_goes_at_the_next_look(world, version):
    took_s = set()
    for seed in range(12):
        records = run(world(tags=TAGS, pods=(pod("p", GONE),), timeline=DELETED, version=version), seed)
        # The look that the sync before has to be followed by may come first.
        begun = records.states[-2].started_s
        assert 30 <= begun <= 31
        took_s.add(records.pods[0].deleted_s - begun)
        assert shown(records)[-2:] == [
            ("Waiting", "ContainerCreating", None),
            ("Terminated", "ContainerStatusUnknown", 137),
        ]
        assert phases(records) == ["Failed"]
    assert 0 < min(took_s) < 0.3
    assert 0.7 < max(took_s) <= 1


def test_one_that_ran_is_failed_when_its_containers_have_stopped(world):
    records = run(world(tags=TAGS, pods=(pod("p", APP),), timeline=DELETED))
    assert shown(records)[-2:] == [("Running", "", None), ("Terminated", "Error", 143)]
    assert records.states[-1].started_s == 31
    assert 31 < records.pods[0].deleted_s <= 32
    assert phases(records) == ["Running", "Failed"]


def test_one_that_had_ended_goes_at_once(world):
    once = pod("p", replace(APP, app=App(runs_for_s=5)))
    once = replace(once, spec=replace(once.spec, restart_policy="Never"))
    records = run(world(tags=TAGS, pods=(once,), timeline=DELETED))
    assert (records.pods[0].phase, records.pods[0].deleted_s) == ("Succeeded", 30)
