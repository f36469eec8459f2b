"""Admission plugins that are switched on and off while pods run: who is there stays as he was admitted."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.building.assumed import note_assumptions
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.timeline.events.cluster.set_admission import SetAdmission
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
APP, WEB = "reg.test/app:v1", "Deployment/default/web"
OLD, NEW = (replace(image(name, MB), digest=f"sha256:{name * 64}") for name in "ab")


def to(at_s: float, *plugins: str) -> SetAdmission:
    return SetAdmission(at_s=at_s, plugins=plugins)


def test_pods_that_are_created_from_then_on_have_the_other_policy(world: World) -> None:
    events = (to(50, "AlwaysPullImages"), Scale(at_s=60, workload=WEB, replicas=2), to(90),
              Scale(at_s=100, workload=WEB, replicas=3))  # fmt: skip
    web = deployment("web", 1, container(APP))
    records = run(world(tags={"app:v1": OLD}, deployments=(web,), timeline=events, duration_s=200))
    assert [(row.policy, row.outcome) for row in records.pulls] == [
        ("IfNotPresent", "Pulled"),
        ("Always", "Pulled"),
        ("IfNotPresent", "AlreadyPresent"),
    ]
    specs = [dict(row.change)["spec"] for row in records.objects if row.kind == "Deployment" and row.verb == "create"]
    assert [spec.template.spec.containers[0].image_pull_policy for spec in specs] == ["IfNotPresent"]


def test_the_image_of_an_older_pod_can_no_longer_be_changed(world: World) -> None:
    events = (
        to(50, "AlwaysPullImages"),
        SetImage(at_s=60, workload="Pod/default/p", container="app", image="reg.test/app:v2"),
    )
    records = run(world(tags={"app:v1": OLD}, pods=(pod("p", container(APP)),), timeline=events))
    (vain,) = records.vain_events
    assert vain.why.startswith('The Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than ')
    assert [row.event for row in records.causes] == ["setAdmission"]


@pytest.mark.parametrize(
    ("plugins", "images"),
    [
        (("PinPodDigests",), [APP, f"{APP}@{NEW.digest}"]),
        (("PinDigests",), [APP, f"{APP}@{NEW.digest}"]),
        ((), [APP, APP]),
    ],
)
def test_digests_are_pinned_from_then_on(world: World, plugins: tuple[str, ...], images: list[str]) -> None:
    push, restart = Push(at_s=40, reference=APP, image=NEW), RolloutRestart(at_s=60, workload=WEB)
    web = deployment("web", 1, container(APP))
    records = run(world(tags={"app:v1": OLD}, deployments=(web,), timeline=(push, to(50, *plugins), restart)))
    assert [row.image for row in records.running] == images


def test_two_webhooks_are_said_to_be_one_too_many(world: World) -> None:
    said = "PinPodDigests adds nothing to PinDigests, which pins the digests of pods, too."
    for scenario in (
        world(admission=("PinDigests", "PinPodDigests")),
        world(timeline=(to(1, "PinPodDigests", "PinDigests"),)),
    ):
        notes = Notes()
        note_assumptions(scenario, notes)
        assert said in notes.assumptions()


@pytest.mark.parametrize(("plugins", "said"), [(("AlwaysPullImages",), True), (("PinPodDigests",), False), ((), True)])
def test_a_failure_policy_of_no_webhook_is_said_to_change_nothing(
    world: World, plugins: tuple[str, ...], said: bool
) -> None:
    for scenario in (
        world(admission=plugins),
        world(timeline=(to(1, *plugins),)),
    ):
        notes = Notes()
        note_assumptions(replace(scenario, failure_policy="Fail"), notes)
        assert any(each.startswith("failurePolicy changes nothing") for each in notes.assumptions()) is said


def test_pods_that_sleep_are_not_touched(world: World) -> None:
    web = deployment("web", 3, container(APP))
    events = (
        Outage(at_s=0, registry="reg.test", for_s=400),
        to(200, "AlwaysPullImages"),
        Scale(at_s=250, workload=WEB, replicas=5),
    )
    compare(world(tags={"app:v1": OLD}, deployments=(web,), timeline=events, duration_s=900))
