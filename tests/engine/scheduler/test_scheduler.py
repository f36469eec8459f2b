"""When the scheduler looks at pods again that wait for a node."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.add_node import AddNode
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, image, pod

World = Callable[..., Scenario]


def waiting_for(world: World, node: str, *timeline: AddNode) -> Records:
    """A pod that names its node, which is not there at the start."""
    waits = pod("w", container("reg.test/app:v1"))
    waits = replace(waits, spec=replace(waits.spec, node_name=node))
    tags = {"app:v1": image("app", 10 * MB)}
    return run(world(tags=tags, pods=(waits,), timeline=timeline, duration_s=300))


def scheduling(records: Records) -> list[tuple[float, str, str]]:
    told = [event for event in records.events if event.reason in ("FailedScheduling", "Scheduled")]
    return [(event.time_s, event.reason, event.message[:3]) for event in told]


def test_a_pod_that_fits_none_of_several_nodes_that_join_together_is_tried_once(world: World) -> None:
    records = waiting_for(world, "elsewhere", AddNode(at_s=60.0, pool="node", count=3))
    assert scheduling(records) == [(0, "FailedScheduling", "0/1"), (60.0, "FailedScheduling", "0/4")]


def test_it_is_tried_again_whenever_nodes_join(world: World) -> None:
    later = (AddNode(at_s=60.0, pool="node"), AddNode(at_s=120.0, pool="node"))
    records = waiting_for(world, "node-2", *later)
    assert [row[:2] for row in scheduling(records)] == [
        (0, "FailedScheduling"),
        (60.0, "FailedScheduling"),
        (120.0, "Scheduled"),
    ]
