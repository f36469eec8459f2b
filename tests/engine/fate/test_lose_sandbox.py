"""loseSandbox: what a kubelet does about a pod whose sandbox is gone."""

from dataclasses import replace

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.workloads.lose_sandbox import LoseSandbox
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}
ALWAYS = container("reg.test/app:v1", policy="Always")


def lost(*times: float, target: str = "Pod/default/p"):
    return tuple(LoseSandbox(at_s=time, target=target) for time in times)


def told(records) -> list[str]:
    return [row.reason for row in records.events if row.reason != "Scheduled"]


def test_the_pod_is_killed_gets_a_new_sandbox_and_asks_for_its_images_again(world):
    records = run(world(tags=TAGS, pods=(pod("p", ALWAYS),), timeline=lost(50), duration_s=100))
    start = ["Pulling", "Pulled", "Created", "Started"]
    assert told(records) == [*start, "SandboxChanged", "Killing", *start]
    first, second = records.running
    assert 50 < second.started_s < 53
    assert first.ended_s is not None
    assert records.pods[0].phase == "Running"
    assert [row.message for row in records.events if row.reason == "SandboxChanged"] == [
        "Pod sandbox changed, it will be killed and re-created."
    ]


def test_its_containers_are_killed_side_by_side_each_after_its_hook(world):
    slow = replace(container("reg.test/app:v1", name="slow"), pre_stop_s=20.0)
    records = run(world(tags=TAGS, pods=(pod("p", ALWAYS, slow),), timeline=lost(50), duration_s=100))
    killing = {row.time_s for row in records.events if row.reason == "Killing"}
    assert len(killing) == 1
    ends = {row.container: row.ended_s for row in records.running if row.ended_s is not None}
    assert ends["slow"] - ends["app"] == 20


def test_init_containers_run_anew(world):
    first = container("reg.test/app:v1", name="first")
    records = run(world(tags=TAGS, pods=(pod("p", ALWAYS, init=(first,)),), timeline=lost(50), duration_s=100))
    assert [row.container for row in records.running] == ["first", "app", "first", "app"]


@pytest.mark.parametrize(("policy", "phase", "starts"), [("Never", "Failed", 1), ("OnFailure", "Running", 2)])
def test_a_pod_that_does_not_restart_gets_no_new_one(world, policy, phase, starts):
    once = pod("p", ALWAYS)
    once = replace(once, spec=replace(once.spec, restart_policy=policy))
    records = run(world(tags=TAGS, pods=(once,), timeline=lost(50), duration_s=100))
    assert (records.pods[0].phase, len(records.running)) == (phase, starts)
    assert ("SandboxChanged" in told(records)) == (starts == 2)


def test_sandboxes_that_go_again_and_again_spend_the_events_of_a_pod(world):
    """So the back-off of a container that cannot be pulled is heard of less often."""
    waits = pod("p", container("reg.test/app:v2"))
    calm, shaken = (
        run(world(tags=TAGS, pods=(waits,), timeline=timeline, duration_s=290))
        for timeline in ((), lost(*range(10, 290, 10)))
    )
    heard = [[row.count for row in records.events if row.reason == "BackOff"] for records in (calm, shaken)]
    assert len(heard[1]) < len(heard[0]) - 2
    assert sum(row.type == "Normal" and row.reason != "Scheduled" for row in shaken.events) == 25


def test_a_pod_without_a_sandbox_has_none_to_lose(world):
    scenario = world(tags=TAGS, pods=(pod("p", ALWAYS, node="elsewhere"),), timeline=lost(5), duration_s=10)
    assert told(run(scenario)) == []
