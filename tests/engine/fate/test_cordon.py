"""Cordoning: new pods stay away from the node, those that are there stay and go on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.timeline.events.nodes.cordon import Cordon
from imagesim.scenarios.timeline.events.nodes.uncordon import Uncordon
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "Deployment/default/web"


def cordoned(world: World, *timeline: TimelineEvent, nodes: int = 2, replicas: int = 2) -> Records:
    web = deployment("web", replicas, container("reg.test/app:v1"))
    tags = {"app:v1": image("app", 10 * MB)}
    return run(world(tags=tags, deployments=(web,), nodes=nodes, timeline=timeline, duration_s=300))


def test_new_pods_go_elsewhere_and_the_one_that_is_there_stays(world: World) -> None:
    events = (Cordon(at_s=60, node="node-1"), Scale(at_s=120, workload=WEB, replicas=6))
    records = cordoned(world, *events)
    first, later = records.pods[:2], records.pods[2:]
    assert {row.node for row in first} == {"node-0", "node-1"}
    assert [row.deleted_s for row in first] == [None, None]
    assert [row.node for row in later] == ["node-0"] * 4


def test_a_container_on_a_cordoned_node_restarts_there(world: World) -> None:
    records = cordoned(world, Cordon(at_s=60, node="node-1"), Restart(at_s=120, target=WEB))
    assert sorted((row.node, row.restarts) for row in records.pods) == [("node-0", 1), ("node-1", 1)]


def test_without_another_node_new_pods_wait_and_the_scheduler_says_why(world: World) -> None:
    events = (Cordon(at_s=60, node="node-0"), Scale(at_s=120, workload=WEB, replicas=2))
    records = cordoned(world, *events, nodes=1, replicas=1)
    assert [row.node for row in records.pods] == ["node-0", ""]
    (event,) = (event for event in records.events if event.reason == "FailedScheduling")
    assert event.message == (
        "0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: "
        "0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    )


def test_a_pod_that_waits_gets_the_node_when_it_is_uncordoned(world: World) -> None:
    events = (
        Cordon(at_s=60, node="node-0"),
        Scale(at_s=120, workload=WEB, replicas=2),
        Uncordon(at_s=180, node="node-0"),
    )
    records = cordoned(world, *events, nodes=1, replicas=1)
    assert [(row.node, row.scheduled_s) for row in records.pods] == [("node-0", 0), ("node-0", 180)]


def test_to_uncordon_a_node_that_takes_pods_changes_nothing(world: World) -> None:
    records = cordoned(world, Uncordon(at_s=60, node="node-0"), Scale(at_s=120, workload=WEB, replicas=4))
    assert sorted(row.node for row in records.pods) == ["node-0", "node-0", "node-1", "node-1"]


@pytest.mark.parametrize("event", ["cordon", "uncordon"])
def test_a_node_that_is_not_there_is_a_mistake(event: str, tmp_path: Path) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        f"spec:\n  events:\n    - {{at: 1m, {event}: {{node: workers-7}}}}\n"
    )
    with pytest.raises(ScenarioError, match="there is no node workers-7 at that time"):
        load(file)
