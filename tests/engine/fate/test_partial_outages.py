"""Outages of a part: of some repositories, of the token server, of a mirror, of some requests, and slow ones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.recovery import recovery
from imagesim.rules.registry.access import RegistryAccess
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from imagesim.scenarios.values.registry_service import RegistryService, TokenServer
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 4 * MB), "team/tool:v1": image("tool", 4 * MB)}
PODS = (pod("app", container("reg.test/app:v1")), pod("tool", container("reg.test/team/tool:v1")))


def outage(**fields: Any) -> Outage:
    return Outage(**{"at_s": 0.0, "registry": "reg.test", "for_s": 120.0} | fields)


def disturbed(world: World, *timeline: TimelineEvent, **more: Any) -> Scenario:
    return world(**{"tags": TAGS, "pods": PODS, "timeline": timeline} | more)


def with_tokens(scenario: Scenario) -> Scenario:
    """The registry's tokens come from auth.test."""
    (registry,) = scenario.registries
    service = RegistryService(tokens=TokenServer(host="auth.test"))
    return replace(scenario, registries=(replace(registry, service=service, access=RegistryAccess(auth="bearer")),))


def failed(records: Records) -> set[str]:
    return {row.pod for row in records.pulls if row.outcome == "Failed"}


def recovered(records: Records) -> list[tuple[str, str]]:
    return [(row.disturbance, row.pod) for row in recovery(records)]


@pytest.mark.parametrize(("repository", "pod"), [("app", "app"), ("team/*", "tool"), ("team/tool", "tool")])
def test_only_what_is_asked_of_the_repository_fails(world: World, repository: str, pod: str) -> None:
    records = run(disturbed(world, outage(how="status", status=503, repository=repository)))
    assert failed(records) == {pod}
    assert "503 Service Unavailable" in next(row.error for row in records.pulls if row.outcome == "Failed")
    assert [row.target for row in records.disturbances] == [f"reg.test/{repository}"]
    assert recovered(records) == [(f"outage of reg.test/{repository}", pod)]


@pytest.mark.parametrize("event", [outage(tokens=True), outage(registry="auth.test")])
def test_without_its_token_server_nobody_gets_in_and_the_registry_itself_answers(world: World, event: Outage) -> None:
    records = run(with_tokens(disturbed(world, event)))
    assert failed(records) == {"app", "tool"}
    error = records.pulls[0].error
    assert 'failed to fetch anonymous token: Get "https://auth.test/token?scope=' in error
    assert error.endswith(":443: connect: connection refused")
    assert {row.status for row in records.requests if row.time_s < 100} == {401}
    (disturbance,) = records.disturbances
    assert disturbance.target == "auth.test"
    assert "reg.test" in disturbance.images
    assert recovered(records) == [("outage of auth.test", "app"), ("outage of auth.test", "tool")]


def test_a_name_server_that_does_not_know_the_token_server_is_asked_for_its_name(world: World) -> None:
    records = run(with_tokens(disturbed(world, outage(tokens=True, how="no-such-host"))))
    assert "lookup auth.test on" in records.pulls[0].error


def pulled_often(world: World, *timeline: TimelineEvent) -> Records:
    pods = tuple(pod(f"p{number}", container("reg.test/app:v1", "Always")) for number in range(30))
    return run(world(tags=TAGS, pods=pods, timeline=timeline, nodes=5, duration_s=100), seed=4)


def test_a_rate_hits_some_requests(world: World) -> None:
    records = pulled_often(world, outage(how="status", status=500, rate=0.3))
    hit = [row.status == 500 for row in records.requests]
    assert 0.15 < sum(hit) / len(hit) < 0.45
    assert {row.pod for row in records.pulls if row.outcome == "Pulled"} == {f"p{number}" for number in range(30)}


def test_another_outage_does_not_move_the_chance_of_the_first(world: World) -> None:
    first = outage(how="status", status=500, rate=0.3)
    alone = pulled_often(world, first)
    more = pulled_often(world, first, outage(registry="far.test", how="status", status=500, rate=0.5))
    assert (more.requests, more.pulls, more.events) == (alone.requests, alone.pulls, alone.events)


def test_what_is_under_way_goes_on_where_only_some_requests_fail(world: World) -> None:
    tags = {"app:v1": image("app", 40 * MB)}
    late = outage(at_s=2.0, rate=0.5)
    scenario = world(tags=tags, pods=PODS[:1], timeline=(late,), bandwidth=10 * MB)
    assert [row.outcome for row in run(scenario).pulls] == ["Pulled"]


def test_late_answers_make_pulls_long_and_fail_none(world: World) -> None:
    quick, late = run(disturbed(world)), run(disturbed(world, outage(how="answers", delay_s=3.0)))
    assert failed(late) == set()
    for before, after in zip(quick.pulls, late.pulls, strict=True):
        # One after another: the name, the manifest, the config, the layer.
        assert after.ended_s - after.started_s == pytest.approx(before.ended_s - before.started_s + 4 * 3.0)


def test_slow_bodies_come_at_that_speed(world: World) -> None:
    (first, _) = run(disturbed(world, outage(how="answers", slow=1.0 * MB))).pulls
    assert first.ended_s - first.started_s == pytest.approx(4.0, abs=0.1)


def test_who_is_down_is_not_late_and_what_a_document_says_comes_before_late_answers(world: World) -> None:
    down = outage(for_s=60.0)
    records = run(disturbed(world, down, outage(at_s=10.0, how="answers", delay_s=3.0)))
    refused = [row for row in records.pulls if row.outcome == "Failed"]
    assert len(refused) > 4
    assert all("connection refused" in row.error for row in refused)


def test_an_outage_of_a_mirror_is_seen_by_recovery(world: World) -> None:
    scenario = disturbed(world, outage(registry="mirror.test"))
    hosts = HostConfiguration(
        host="reg.test", mirrors=(MirrorHost(host="mirror.test"),), server=MirrorHost(host="mirror.test")
    )
    (pool,) = scenario.pools
    records = run(replace(scenario, pools=(replace(pool, hosts=(hosts,)),)))
    assert records.disturbances[0].images == ("mirror.test", "reg.test")
    assert recovered(records) == [("outage of mirror.test", "app"), ("outage of mirror.test", "tool")]


SLEEPY = [
    (outage(how="status", status=503, repository="app"),),
    (outage(how="silent", repository="app"),),
    (outage(rate=0.7),),
    (outage(for_s=500.0), outage(at_s=100.0, rate=0.5, for_s=200.0), outage(at_s=60.0, how="answers", delay_s=2.0)),
    (outage(tokens=True), outage(at_s=30.0)),
    (outage(registry="auth.test", for_s=300.0),),
]


@pytest.mark.parametrize("timeline", SLEEPY)
def test_pods_that_sleep_and_pods_that_do_not_see_the_same(world: World, timeline: tuple[Outage, ...]) -> None:
    compare(with_tokens(disturbed(world, *timeline)))
    compare(disturbed(world, *timeline))
