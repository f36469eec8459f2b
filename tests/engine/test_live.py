"""A run that is stepped has the records of one that is not, whatever is done between the steps and when."""

import gc
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.bounds.limit import LimitError
from imagesim.engine.live import SteppedRun
from imagesim.engine.run import Cluster, run
from imagesim.scenarios.timeline.events.nodes.cordon import Cordon
from imagesim.scenarios.timeline.events.nodes.uncordon import Uncordon
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.timeline.so_far import with_events
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

WEB = "Deployment/default/web"
World = Callable[..., Scenario]


@pytest.fixture
def web(world: World) -> Scenario:
    """Four pods of one image on two nodes, for ten minutes."""
    made = deployment("web", 4, container("reg.test/app:v1", "Always"))
    tags = {"app:v1": image("a", 20 * MB), "app:v2": image("b", 5 * MB)}
    return world(tags=tags, deployments=(made,), nodes=2, network=10 * MB, latency_s=0.01)


def stepped(scenario: Scenario, *steps: float | TimelineEvent) -> SteppedRun:
    """Times to go to, and what is done there."""
    made = SteppedRun(scenario, 3, None)
    for step in steps:
        if isinstance(step, TimelineEvent):
            made.do(step)
        else:
            made.advance(step)
    return made


def assert_same(scenario: Scenario, made: SteppedRun) -> None:
    expected = run(replace(with_events(scenario, made.done), duration_s=made.now_s), 3)
    assert made.finish() == expected


def scale(replicas: int) -> Scale:
    return Scale(at_s=0, workload=WEB, replicas=replicas)


def test_many_steps_are_as_one(web: Scenario) -> None:
    assert_same(web, stepped(web, *(step / 7 for step in range(1000))))


def test_two_things_at_one_time_happen_in_the_order_in_which_they_are_done(web: Scenario) -> None:
    up_and_down, down_and_up = (stepped(web, 60, *map(scale, counts), 120) for counts in ((9, 2), (2, 9)))
    assert_same(web, up_and_down)
    assert_same(web, down_and_up)
    assert [event.replicas for event in up_and_down.done if isinstance(event, Scale)] == [9, 2]
    assert len(down_and_up.finish().pods) == 9
    assert len(up_and_down.finish().pods) == 4


def test_what_is_done_at_the_very_beginning_comes_before_the_first_pod(web: Scenario) -> None:
    made = stepped(web, Cordon(at_s=0, node="node-0"), scale(2), 0, Cordon(at_s=0, node="node-1"), 30)
    assert_same(web, made)
    assert {row.node for row in made.finish().pods} == {""}


def test_what_is_planned_for_that_time_comes_before_what_is_done_then(web: Scenario) -> None:
    planned = replace(web, timeline=(Scale(at_s=60, workload=WEB, replicas=1), Uncordon(at_s=60, node="node-0")))
    made = stepped(planned, 60, Cordon(at_s=0, node="node-0"), scale(6), 61)
    assert_same(planned, made)
    assert len(made.finish().pods) == 6
    assert [row.event for row in made.finish().causes] == ["scale", "uncordon", "cordon", "scale"]


def test_a_run_that_ends_with_what_is_done_has_done_it_and_nothing_that_follows(web: Scenario) -> None:
    made = stepped(web, 60, scale(6))
    assert_same(web, made)
    records = made.finish()
    assert [row.event for row in records.causes] == ["scale"]
    assert len(records.pods) == 4


def test_pods_that_sleep_are_woken_by_what_is_done(web: Scenario) -> None:
    outage = Outage(at_s=0, registry="reg.test", for_s=300)
    mistyped = SetImage(at_s=0, workload=WEB, container="app", image="reg.test/app:v3")
    mended = Push(at_s=0, reference="reg.test/app:v3", image=image("c", MB))
    for times in ((0.0, 47.0, 200.0, 900.0), (120.0, 121.5, 400.0, 1500.0), (0.0, 0.0, 0.0, 700.0)):
        begin, typed, push, end = times
        made = stepped(web, begin, outage, typed, mistyped, push, mended, (push + end) / 2, end)
        assert_same(web, made)
        assert any(row.outcome == "Failed" for row in made.finish().pulls)


def test_the_order_in_an_instant_is_the_same_without_sleep(web: Scenario) -> None:
    outage = Outage(at_s=0, registry="reg.test", for_s=300)
    steps = ((0.0, outage), (47.0, Delete(at_s=0, target=WEB)), (310.0, Restart(at_s=0, target=WEB)))
    records = []
    for sleep in (True, False):
        cluster = Cluster(web, 3, sleep=sleep)
        for time, event in steps:
            cluster.advance(time)
            cluster.do(replace(event, at_s=time))
        cluster.advance(1200)
        records.append(cluster.finish())
    assert records[0] == records[1]


def test_what_comes_to_nothing_says_why(web: Scenario) -> None:
    made = stepped(web, 60)
    assert made.do(RolloutUndo(at_s=0, workload=WEB)) == 'error: no rollout history found for deployment "web"'
    assert made.do(scale(3)) is None
    assert_same(web, made)


def test_a_step_that_is_broken_off_has_not_happened(web: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stepped(web, 5, scale(6))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("imagesim.engine.kubelet.pod_worker.PodWorker.start", stop)
        with pytest.raises(KeyboardInterrupt):
            made.advance(100)
        with pytest.raises(KeyboardInterrupt):
            made.advance(200)
    assert made.now_s == 5
    made.advance(300)
    assert_same(web, made)


def test_a_run_whose_records_get_too_large_stops_before_that_step(world: World) -> None:
    """With limits of its requests no kubelet's pods sleep, so that their rows are written when they fail."""
    web = deployment("web", 4, container("reg.test/app:v1"))
    scenario = world(deployments=(web,), kubelet=KubeletConfiguration(kube_api_limit=(50, 100)))
    made = SteppedRun(scenario, 3, 3_000_000)
    made.advance(3600)
    with pytest.raises(LimitError, match="the run is too long"):
        made.advance(3600 * 24 * 365)
    made.advance(7200)
    assert_same(scenario, made)


def test_a_run_that_is_forgotten_is_closed_without_a_word(web: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    for _ in range(3):
        made = stepped(web, 1.5, scale(7), 1.6)
        assert made._parts is not None
        works = made._parts[0].env._under_way
        assert works
        del made
        gc.collect()
    assert said == []
