"""What was done during a run is written down as a cause, unless it came to nothing."""

from collections.abc import Callable

from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.nodes.cordon import Cordon
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod

World = Callable[..., Scenario]
WEB = "Deployment/default/web"
TAGS = {"app:v1": image("app", 10 * MB)}


def test_each_event_is_a_cause_with_its_end_its_target_and_a_label(world: World) -> None:
    timeline = (
        Push(at_s=60, reference="reg.test/app:v1", image=image("app-b", 10 * MB)),
        Outage(at_s=90, registry="reg.test", for_s=600, how="status", status=503),
        Scale(at_s=100, workload=WEB, replicas=3),
        Restart(at_s=120, target=WEB, over_s=30),
        Cordon(at_s=130, node="node-0"),
        RolloutRestart(at_s=140, workload=WEB),
    )
    web = deployment("web", 2, container("reg.test/app:v1"))
    records = run(world(tags=TAGS, deployments=(web,), timeline=timeline, duration_s=300))
    assert [row[:4] for row in records.causes] == [
        (60, 60, "push", "reg.test/app:v1"),
        (90, 690, "outage", "reg.test"),
        (100, 100, "scale", WEB),
        (120, 140, "restart", WEB),
        (130, 130, "cordon", "node/node-0"),
        (140, 140, "rolloutRestart", WEB),
    ]
    assert [row.text for row in records.causes] == [event.text() for event in timeline]
    assert [row.label for row in records.causes] == [
        "push app-b over v1",
        "outage of reg.test (503)",
        "scale web to 3",
        "restart web",
        "cordon node-0",
        "rollout restart web",
    ]


def test_what_is_spread_over_pods_is_over_with_the_last_of_them(world: World) -> None:
    """Each pod has its turn at the beginning of an equal part of the time: of four over eight minutes the last at 6."""
    web = deployment("web", 4, container("reg.test/app:v1"))
    timeline = (Restart(at_s=120, target=WEB, over_s=480),)
    records = run(world(tags=TAGS, deployments=(web,), timeline=timeline, duration_s=900))
    exits = sorted(row.ended_s for row in records.running if row.ended_s is not None)
    assert exits == [120, 240, 360, 480]
    assert [(row.time_s, row.ended_s) for row in records.causes] == [(120, 480)]


def test_what_came_to_nothing_is_no_cause(world: World) -> None:
    timeline = (Delete(at_s=60, target="Pod/default/web"), Delete(at_s=120, target="Pod/default/web"))
    records = run(world(tags=TAGS, pods=(pod("web", container("reg.test/app:v1")),), timeline=timeline))
    assert [row.time_s for row in records.causes] == [60]
    assert [row.time_s for row in records.vain_events] == [120]
