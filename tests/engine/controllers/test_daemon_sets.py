"""DaemonSets in whole runs: a pod on each node that fits, also on those that come, are cordoned or run full."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.rules.api.node import Allocatable
from imagesim.rules.api.objects import DaemonSet, Resources
from imagesim.scenarios.timeline.events.nodes.add_node import AddNode
from imagesim.scenarios.timeline.events.nodes.cordon import Cordon
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
AGENT = "DaemonSet/default/agent"
V1, V2, BAD = "reg.test/app:v1", "reg.test/app:v2", "reg.test/app:bad"


def ran(world: World, *timeline: TimelineEvent, text: str = V1, duration_s: float = 1200, **fields: Any) -> Records:
    made = deployment("agent", 1, container(text))
    agent = DaemonSet(namespace="default", name="agent", selector=made.selector, template=made.template, **fields)
    tags = {"app:v1": image("one", 10 * MB), "app:v2": image("two", 10 * MB)}
    return run(world(tags=tags, deployments=(agent,), nodes=3, timeline=timeline, duration_s=duration_s))


def set_image(at_s: float, text: str) -> SetImage:
    return SetImage(at_s=at_s, workload=AGENT, container="app", image=text)


def there(records: Records) -> list[str]:
    """Who is there at the end: the node, the image's tag, and whether the pod is Ready."""
    left = {row.pod: row for row in records.pods if row.deleted_s is None}
    images = {row.pod: row.image.rpartition(":")[2] for row in records.states}
    return sorted(
        f"{row.node[-1]} {images[name]} {'ready' if row.ready_s is not None else 'stuck'}" for name, row in left.items()
    )


def said(records: Records, reason: str) -> list[str]:
    return [event.message for event in records.events if str(event.object) == AGENT and event.reason == reason]


def test_each_node_gets_a_pod_and_so_does_one_that_joins_or_is_cordoned(world: World) -> None:
    first = ran(world)
    assert there(first) == ["0 v1 ready", "1 v1 ready", "2 v1 ready"]
    assert {str(row.workload) for row in first.pods} == {AGENT}
    assert said(first, "SuccessfulCreate") == [f"Created pod: {row.pod}" for row in first.pods]
    (pool,) = {row.node[:-2] for row in first.pods}
    joined = ran(world, AddNode(at_s=100, pool=pool))
    assert there(joined)[3] == "3 v1 ready"
    cordoned = ran(world, Cordon(at_s=50, node=f"{pool}-1"), Delete(at_s=100, target=AGENT))
    assert there(cordoned) == there(first)
    assert absent_pods(cordoned) == absent_pods(joined) == 0
    assert len(there(ran(world, RemoveNode(at_s=100, node=f"{pool}-0")))) == 2


def test_a_pod_for_which_its_node_had_no_room_is_deleted_when_the_scheduler_next_says_why_it_waits(
    world: World,
) -> None:
    """Nothing tells the controller that a node has gone: the pod's status does, of which the message is another then.

    The pod that had no room is tried again five minutes after its last try, at a look every 30 s.
    """
    asks = replace(container(V1), requests=Resources(600, 0))
    first, made = deployment("first", 1, asks), deployment("agent", 1, asks)
    agent = DaemonSet(namespace="default", name="agent", selector=made.selector, template=made.template)
    tags = {"app:v1": image("one", 10 * MB)}
    small = world(tags=tags, deployments=(first, agent), nodes=3, duration_s=1200)
    (pool,) = small.pools
    small = replace(small, pools=(replace(pool, allocatable=Allocatable(cpu=1000)),))
    (full,) = (row.node for row in run(small).pods if row.workload and row.workload.name == "first")
    records = run(replace(small, timeline=(RemoveNode(at_s=200, node=full),)))
    (waited,) = (row for row in records.pods if row.workload and row.workload.name == "agent" and not row.node)
    tries = [event for event in records.events if event.object.name == waited.pod]
    told = [(event.reason, event.message.partition(" nodes")[0]) for event in tries]
    assert told == [("FailedScheduling", "0/3"), ("FailedScheduling", "0/2")]
    assert waited.deleted_s == pytest.approx(tries[1].time_s, abs=1)
    assert 300 < tries[1].time_s <= 330


def test_only_nodes_that_fit_get_one(world: World) -> None:
    made = deployment("agent", 1, container(V1))
    spec = replace(made.template.spec, node_selector=(("kubernetes.io/os", "windows"),))
    template = replace(made.template, spec=spec)
    agent = DaemonSet(namespace="default", name="agent", selector=made.selector, template=template)
    records = run(world(tags={}, deployments=(agent,), nodes=3))
    assert not records.pods
    assert absent_pods(records) == 0


def test_a_roll_out_goes_node_by_node(world: World) -> None:
    records = ran(world, set_image(300, V2))
    assert there(records) == ["0 v2 ready", "1 v2 ready", "2 v2 ready"]
    assert len({row.created_s for row in records.pods[3:]}) == 3
    all_at_once = ran(world, set_image(300, V2), max_unavailable="70%")  # of 3 rounded up
    assert len({row.created_s for row in all_at_once.pods[3:]}) == 1
    assert len(ran(world, RolloutRestart(at_s=300, workload=AGENT)).pods) == 6


def test_with_surge_the_old_pod_serves_until_the_new_one_does(world: World) -> None:
    stuck = ran(world, set_image(300, BAD), max_surge="1", max_unavailable="0")
    (bad,) = [line for line in there(stuck) if "bad" in line]
    assert bad.endswith("stuck")
    assert len([line for line in there(stuck) if "v1 ready" in line]) == 3
    assert there(ran(world, set_image(300, V2), max_surge="1", max_unavailable="0"))[0] == "0 v2 ready"


def test_a_stuck_one_heals_with_its_template_or_with_the_registry_and_nobody_deletes_by_hand(world: World) -> None:
    assert len([line for line in there(ran(world, set_image(300, BAD))) if "stuck" in line]) == 1
    assert there(ran(world, set_image(300, BAD), set_image(600, V2)))[0] == "0 v2 ready"
    assert there(ran(world, set_image(300, BAD), RolloutUndo(at_s=600, workload=AGENT)))[0] == "0 v1 ready"
    push = Push(at_s=600, reference=BAD, image=image("late", 10 * MB))
    assert there(ran(world, set_image(300, BAD), push, duration_s=2400))[0] == "0 bad ready"


def test_on_delete_waits_for_somebody_who_deletes(world: World) -> None:
    waits = ran(world, set_image(300, V2), strategy="OnDelete")
    assert there(waits) == ["0 v1 ready", "1 v1 ready", "2 v1 ready"]
    helped = ran(world, set_image(300, V2), Delete(at_s=400, target=AGENT), strategy="OnDelete")
    assert there(helped) == ["0 v2 ready", "1 v2 ready", "2 v2 ready"]


def test_a_node_counts_as_available_only_after_min_ready_seconds(world: World) -> None:
    records = ran(world, set_image(300, V2), min_ready_s=50)
    first, second = records.pods[3:5]
    assert first.ready_s is not None
    assert second.created_s >= first.ready_s // 1 + 50


def test_a_pod_says_its_revision_and_old_revisions_go(world: World) -> None:
    changes = [set_image(200 * number, text) for number, text in enumerate((V2, BAD, V1, V2), 1)]
    records = ran(world, *changes, revision_history_limit=0)
    rows = [row for row in records.objects if row.kind == "ControllerRevision"]
    assert [row.verb for row in rows if row.verb == "remove"]
    labels = [dict(dict(row.change)["labels"]) for row in records.objects if row.kind == "Pod" and row.verb == "create"]
    assert f"agent-{labels[0]['controller-revision-hash']}" == rows[0].name
    assert labels[0]["pod-template-generation"] == "1"


@pytest.mark.parametrize("text", [" x "])
def test_refused_pods_are_tried_again_and_said(world: World, text: str) -> None:
    records = ran(world, text=text, duration_s=60)
    assert said(records, "FailedCreate")[0].startswith("Error creating: Pod ")
    assert absent_pods(records) == 3
