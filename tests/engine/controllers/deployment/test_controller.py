"""Deployments in whole runs, with a scheduler, kubelets and a registry that does not hold every name."""

from collections import Counter
from collections.abc import Callable

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "Deployment/default/web"
GOOD, BAD = "reg.test/app:v1", "reg.test/app:gone"
CHANGE = SetImage(at_s=60, workload=WEB, container="app", image=BAD)


def rolled(world: World, replicas: int, *timeline: TimelineEvent, **fields: object) -> Records:
    web = deployment("web", replicas, container(GOOD), **fields)
    tags = {"app:v1": image("one", 10 * MB)}
    return run(world(tags=tags, deployments=(web,), nodes=3, timeline=timeline, duration_s=3600))


def there(records: Records) -> dict[str, int]:
    """How many pods of each ReplicaSet there are at the end, the first ReplicaSet first."""
    sets = Counter(row.pod.rsplit("-", 1)[0] for row in records.pods)
    left = Counter(row.pod.rsplit("-", 1)[0] for row in records.pods if row.deleted_s is None)
    return {name: left[name] for name in sets}


def test_a_bad_image_with_ten_replicas_and_25_percent_each_stops_at_8_old_and_5_new(world: World) -> None:
    records = rolled(world, 10, CHANGE, max_surge="25%", max_unavailable="25%")
    assert list(there(records).values()) == [8, 5]
    running = [row for row in records.states if row.state == "Running" and row.ended_s is None]
    assert [row.image for row in running] == [GOOD] * 8


@pytest.mark.parametrize(
    ("replicas", "fields", "left"),
    [
        (4, {"max_surge": "25%", "max_unavailable": "25%"}, [3, 2]),
        (20, {"max_surge": "25%", "max_unavailable": "25%"}, [15, 10]),
        (1, {"max_surge": "0", "max_unavailable": "1"}, [0, 1]),
        (4, {"max_surge": "100%", "max_unavailable": "0"}, [4, 4]),
        (3, {"strategy": "Recreate"}, [0, 3]),
    ],
)
def test_surge_unavailable_and_recreate_say_what_a_bad_image_leaves(
    world: World, replicas: int, fields: dict[str, object], left: list[int]
) -> None:
    assert list(there(rolled(world, replicas, CHANGE, **fields)).values()) == left


def test_undoing_a_stuck_roll_out_brings_every_pod_back(world: World) -> None:
    records = rolled(world, 10, CHANGE, RolloutUndo(at_s=900, workload=WEB))
    assert list(there(records).values()) == [10, 0]
    assert len([row for row in records.pods if row.created_s >= 900]) == 2
