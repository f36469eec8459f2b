"""Outages of the host that a registry sends its clients to for blobs: names resolve, and no blob comes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.recovery import recovery
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.values.registry_service import PullThroughCache, RegistryService
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.containerd.pull_node import registry
from tests.engine.engine_worlds import MB, container, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 40 * MB)}


def outage(**fields: Any) -> Outage:
    return Outage(**{"at_s": 0.0, "registry": "cdn.test", "for_s": 120.0} | fields)


def redirected(world: World, *timeline: TimelineEvent, text: str = "reg.test/app:v1", **more: Any) -> Scenario:
    """A pod whose image's blobs come from cdn.test, also those of a cache in front of the registry."""
    made = world(tags=TAGS, pods=(pod("app", container(text)),), timeline=timeline, **more)
    (own,) = made.registries
    cache = registry({}, host="cache.test", cache=PullThroughCache(upstream="reg.test"))
    return replace(made, registries=(replace(own, service=RegistryService(redirect="cdn.test")), cache))


def answers(records: Records, until_s: float = 5.0) -> list[tuple[str, str, int]]:
    rows = [row for row in records.requests if row.time_s < until_s]
    return [(row.host, row.object.partition("/")[0], row.status) for row in rows]


def test_the_name_resolves_and_the_blob_does_not_come(world: World) -> None:
    records = run(redirected(world, outage()))
    error = records.pulls[0].error
    assert 'failed to do request: Get "https://cdn.test/app/blobs/sha256:' in error
    assert error.endswith(":443: connect: connection refused")
    assert ("reg.test", "manifests", 200) in answers(records)
    assert ("reg.test", "blobs", 307) in answers(records)
    assert "cdn.test" not in {host for host, _, _ in answers(records)}, "nobody heard of it"
    assert [row.outcome for row in records.pulls][-1] == "Pulled", "once it is over"
    assert [(row.disturbance, row.pod) for row in recovery(records)] == [("outage of cdn.test", "app")]
    assert records.disturbances[0].images == ("cdn.test", "reg.test", "cache.test")


def test_its_name_is_the_one_that_is_looked_up(world: World) -> None:
    assert "lookup cdn.test on" in run(redirected(world, outage(how="no-such-host"))).pulls[0].error


def test_what_it_answers_is_what_containerd_reports(world: World) -> None:
    records = run(redirected(world, outage(how="status", status=403)))
    assert ("cdn.test", "blobs", 403) in answers(records)
    assert "unexpected status from GET request to https://cdn.test/app/blobs/sha256:" in records.pulls[0].error
    assert records.pulls[0].error.endswith("403 Forbidden")


def test_what_it_sends_breaks_off_and_goes_on_from_there_or_fails(world: World) -> None:
    records = run(redirected(world, outage(at_s=2.0), bandwidth=10 * MB))
    first = records.pulls[0]
    assert first.outcome == "Failed"
    assert first.ended_s == pytest.approx(2.0, abs=0.2)
    assert sum(row.bytes_sent for row in records.requests if row.host == "cdn.test") >= 40 * MB


def test_late_and_slow_blobs(world: World) -> None:
    (quick,), (late,), (slow,) = (
        run(redirected(world, *events)).pulls
        for events in ((), (outage(how="answers", delay_s=3.0),), (outage(how="answers", slow=4.0 * MB),))
    )
    took = [pull.ended_s - pull.started_s for pull in (quick, late, slow)]
    assert took[1] == pytest.approx(took[0] + 2 * 3.0), "the config and the layer, one after the other"
    assert took[2] == pytest.approx(10.0, abs=0.5)


def test_a_host_that_never_answers_is_noted_without_a_status(world: World) -> None:
    records = run(redirected(world, outage(how="closed")))
    assert ("cdn.test", "blobs", 0) in answers(records)
    assert records.pulls[0].outcome == "Failed"


def test_a_cache_cannot_get_them_either(world: World) -> None:
    records = run(redirected(world, outage(), text="cache.test/app:v1"))
    assert records.pulls[0].error.endswith("500 Internal Server Error")
    assert records.pulls[-1].outcome == "Pulled"


def test_an_outage_of_the_registry_leaves_the_other_host_alone(world: World) -> None:
    records = run(redirected(world, outage(registry="reg.test", how="status", status=503)))
    assert {host for host, _, _ in answers(records, 100.0)} == {"reg.test"}


@pytest.mark.parametrize(
    "event", [outage(), outage(how="silent"), outage(how="status", status=503), outage(rate=0.6), outage(at_s=2.0)]
)
def test_pods_that_sleep_and_pods_that_do_not_see_the_same(world: World, event: Outage) -> None:
    compare(redirected(world, event, bandwidth=10 * MB))
