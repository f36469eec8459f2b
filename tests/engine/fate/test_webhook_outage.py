"""The webhook that pins digests is away: what is refused, what runs unpinned, and what goes on as before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.admission.unreachable_webhook import no_endpoints
from imagesim.scenarios.timeline.events.cluster.set_admission import SetAdmission
from imagesim.scenarios.timeline.events.cluster.webhook_outage import WebhookOutage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
APP, WEB = "reg.test/app:v1", "Deployment/default/web"
OLD, NEW = (replace(image(name, MB), digest=f"sha256:{name * 64}") for name in "ab")
AWAY = WebhookOutage(at_s=50, for_s=100)
SCALE = Scale(at_s=60, workload=WEB, replicas=2)


def scenario(world: World, *events: TimelineEvent, plugin: str = "PinDigests", policy: str = "Fail") -> Scenario:
    made = world(
        tags={"app:v1": OLD},
        deployments=(deployment("web", 1, container(APP)),),
        timeline=events,
        admission=(plugin,) if plugin else (),
        duration_s=400,
    )
    return replace(made, failure_policy=policy)


def refused(records: Records) -> list[str]:
    return [row.message for row in records.events if row.reason == "FailedCreate"]


def images(records: Records) -> list[str]:
    return [row.image for row in records.running]


@pytest.mark.parametrize("plugin", ["PinDigests", "PinPodDigests"])
def test_with_fail_no_pod_comes_until_it_is_back_and_for_as_long_as_the_controller_waits(
    world: World, plugin: str
) -> None:
    records = run(scenario(world, AWAY, SCALE, plugin=plugin))
    assert set(refused(records)) == {f"Error creating: {no_endpoints()}"}
    # From 5 ms on the queue waits twice as long each time.
    assert records.pods[1].created_s == pytest.approx(60 + 0.005 * 2**15, abs=0.1)
    assert images(records) == [f"{APP}@{OLD.digest}"] * 2


@pytest.mark.parametrize(
    ("plugin", "second"), [("PinDigests", f"{APP}@{OLD.digest}"), ("PinPodDigests", APP), ("", APP)]
)
def test_with_ignore_pods_run_as_their_template_has_them(world: World, plugin: str, second: str) -> None:
    records = run(scenario(world, AWAY, SCALE, plugin=plugin, policy="Ignore"))
    assert refused(records) == []
    assert images(records)[1] == second


TO_V2 = SetImage(at_s=60, workload=WEB, container="app", image="reg.test/app:v2")


@pytest.mark.parametrize("event", [RolloutRestart(at_s=60, workload=WEB), TO_V2])
def test_with_fail_templates_stay_and_kubectl_says_why(world: World, event: TimelineEvent) -> None:
    records = run(scenario(world, AWAY, event))
    assert [row.why for row in records.vain_events] == [f"Error from server (InternalError): {no_endpoints()}"]
    assert len(records.pods) == 1
    assert run(scenario(world, AWAY, replace(event, at_s=150))).vain_events == (), "at the end it is back"


def test_with_a_webhook_for_pods_alone_templates_are_written_all_the_same(world: World) -> None:
    records = run(scenario(world, AWAY, RolloutRestart(at_s=60, workload=WEB), plugin="PinPodDigests"))
    assert records.vain_events == ()
    assert refused(records)


def test_a_template_that_was_written_meanwhile_keeps_its_tag_and_becomes_two_versions(world: World) -> None:
    events = (
        AWAY,
        RolloutRestart(at_s=60, workload=WEB),
        SetImage(at_s=70, workload=WEB, container="app", image=APP),
        Push(at_s=200, reference=APP, image=NEW),
        Scale(at_s=250, workload=WEB, replicas=2),
    )
    records = run(scenario(world, *events, policy="Ignore"))
    last = [row for row in records.running if row.ended_s is None]
    assert [row.image for row in last] == [APP, f"{APP}@{NEW.digest}"], "the scaling pinned no template"
    assert len({row.digest for row in last}) == 2
    assert refused(records) == []


def test_two_outages_last_until_the_later_end_and_another_plugin_changes_nothing(world: World) -> None:
    other = SetAdmission(at_s=80, plugins=("PinPodDigests",))
    events = (replace(AWAY, for_s=120), WebhookOutage(at_s=60, for_s=10), other)
    assert refused(run(scenario(world, *events, replace(SCALE, at_s=165))))
    assert not refused(run(scenario(world, *events, replace(SCALE, at_s=170))))


def test_where_none_is_switched_on_it_is_in_vain(world: World) -> None:
    records = run(scenario(world, AWAY, plugin=""))
    assert [row.why for row in records.vain_events] == ["no webhook that pins digests was switched on"]
    assert records.causes == ()
    (cause,) = run(scenario(world, AWAY)).causes
    assert (cause.event, cause.time_s, cause.ended_s, cause.label) == ("webhookOutage", 50, 150, "webhook away")


def test_deletions_and_what_is_there_go_on(world: World) -> None:
    records = run(scenario(world, AWAY, Delete(at_s=60, target=WEB)))
    assert records.pods[0].deleted_s is not None
    assert len(records.pods) == 2
    assert records.vain_events == ()


@pytest.mark.parametrize("policy", ["Fail", "Ignore"])
def test_pods_that_sleep_are_not_touched(world: World, policy: str) -> None:
    compare(scenario(world, AWAY, SCALE, policy=policy))
