"""Other data fill a disk: images are collected, the node is under pressure, pods are evicted, pulls find no room."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.timeline.events.nodes.fill_disk import FillDisk
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare, outage, web

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 50 * MB), "old:v1": image("old", 50 * MB), "new:v1": image("new", 100 * MB)}
APP, NEW, WRONG = (container(f"reg.test/{name}") for name in ("app:v1", "new:v1", "app:wrong"))


def filled(world: World, *events: object, **fields: object) -> Scenario:
    disk = Disk(capacity=1000 * MB, used=100 * MB)
    made = world(
        tags=TAGS, pods=(pod("a", APP),), prepulled=("reg.test/old:v1",), disk=disk, timeline=events, duration_s=900
    )
    return replace(made, **fields)


def node_events(records: Records) -> list[tuple[float, str]]:
    return [(row.time_s, row.reason) for row in records.events if row.object.kind == "Node"]


def test_at_the_next_look_unused_images_go_and_the_pod_if_that_is_not_enough(world: World) -> None:
    records = run(filled(world, FillDisk(at_s=310, node="node-0", percent=96)))
    assert node_events(records)[:2] == [
        (pytest.approx(315, abs=5.1), "EvictionThresholdMet"),
        (pytest.approx(315, abs=5.1), "NodeHasDiskPressure"),
    ]
    assert [row.image for row in records.removed_images][:1] == ["reg.test/old:v1"]
    assert [(row.phase, row.reason) for row in records.pods] == [("Failed", "Evicted")]


def test_what_is_gone_again_ends_the_pressure_five_minutes_later(world: World) -> None:
    records = run(filled(world, FillDisk(at_s=310, node="node-0", percent=86, for_s=60)))
    begins, ends = (time_s for time_s, reason in node_events(records) if "DiskPressure" in reason)
    assert begins == pytest.approx(315, abs=5.1)
    assert ends - begins >= 300
    assert [row.phase for row in records.pods] == ["Running"]  # the unused image was enough


def test_a_pull_that_finds_no_room_says_so(world: World) -> None:
    workload = deployment("web", 0, NEW)
    events = (
        FillDisk(at_s=1, node="node-0", add=720 * MB),
        Scale(at_s=2, workload="Deployment/default/web", replicas=1),
    )
    records = run(filled(world, *events, workloads=(workload,), duration_s=9))
    (failed,) = (row for row in records.pulls if row.image == "reg.test/new:v1")
    assert failed.outcome == "Failed"
    assert "no space left on device" in failed.error


def test_no_more_is_taken_than_there_is(world: World) -> None:
    records = run(filled(world, FillDisk(at_s=310, node="node-0", add=5000 * MB)))
    row = next(row for row in records.disk_usage if row.time_s == 310)
    assert row.image_bytes + row.other_bytes == row.capacity_bytes == 1000 * MB


def test_a_disk_that_is_as_full_already_is_in_vain(world: World) -> None:
    records = run(filled(world, FillDisk(at_s=310, pool="node", percent=5)))
    assert [(row.text, row.why) for row in records.vain_events] == [
        ("other data take 5% of the disk of the nodes of node", "the disk was as full already")
    ]


def test_the_records_are_the_same_with_pods_that_sleep(world: World) -> None:
    events = (outage(begin=100, last=600), FillDisk(at_s=333.3, node="node-0", percent=90, for_s=200))
    compare(filled(world, *events, workloads=(web(4, WRONG), deployment("new", 2, NEW))))


MISTAKES = [
    ("{node: default-0, to: 90%}", "is about the NodePool default, whose disk has no size and never fills"),
    ("{node: default-0}", "does not say how much"),
    ("{node: default-0, to: 90%, add: 1Gi}", "has to and add, and needs one of them"),
    ("{node: default-0, to: '0.9'}", "is no percentage from 1% to 100%"),
    ("{to: 90%}", "names no node"),
]


@pytest.mark.parametrize(("event", "message"), MISTAKES)
def test_a_mistake_is_said_before_the_run(tmp_path: Path, event: str, message: str) -> None:
    timeline = tmp_path / "timeline.yaml"
    timeline.write_text(
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: default}\nspec: {count: 1}\n---\n"
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        f"spec: {{events: [{{at: 1m, fillDisk: {event}}}]}}\n"
    )
    with pytest.raises(ScenarioError, match=message):
        load(timeline)
