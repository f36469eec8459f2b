"""`kubectl rollout undo`: the names of the revision before come back, and not what they pointed to."""

from collections.abc import Callable

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.rollout_undo import RolloutUndo
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
WEB = "Deployment/default/web"
V1, V2 = "reg.test/app:v1", "reg.test/app:v2"


def rolled(world: World, *timeline: TimelineEvent, policy: str = "IfNotPresent", history: int = 10) -> Records:
    web = deployment("web", 2, container(V1, policy), revision_history_limit=history)
    tags = {"app:v1": image("one", 10 * MB), "app:v2": image("two", 10 * MB)}
    return run(world(tags=tags, deployments=(web,), timeline=timeline, duration_s=600))


def set_image(at_s: float, text: str) -> SetImage:
    return SetImage(at_s=at_s, workload=WEB, container="app", image=text)


def undo(at_s: float) -> RolloutUndo:
    return RolloutUndo(at_s=at_s, workload=WEB)


def there(records: Records) -> list[str]:
    """The ReplicaSets of the pods that are there at the end."""
    return sorted(row.pod.rsplit("-", 1)[0] for row in records.pods if row.deleted_s is None)


def test_the_replica_set_of_the_revision_before_grows_again(world: World) -> None:
    records = rolled(world, set_image(60, V2), undo(300))
    assert there(records) == [row.pod.rsplit("-", 1)[0] for row in records.pods[:2]]
    assert len(records.pods) == 6


def test_to_undo_twice_leads_back_to_where_one_was(world: World) -> None:
    after = rolled(world, set_image(60, V2), undo(200), undo(400))
    assert there(after) == there(rolled(world, set_image(60, V2)))


def test_a_tag_that_was_pushed_over_stays_pushed_over(world: World) -> None:
    push = Push(at_s=30, reference=V1, image=image("other", 10 * MB))
    records = rolled(world, push, set_image(60, V2), undo(300), policy="Always")
    running = [row for row in records.states if row.state == "Running"]
    assert {(row.image, row.digest) for row in running if row.ended_s is None} == {(V1, push.image.digest)}
    assert running[0].image == V1
    assert running[0].digest != push.image.digest


def test_a_stuck_roll_out_ends(world: World) -> None:
    records = rolled(world, set_image(60, "reg.test/app:v3"), undo(300))
    assert len(there(records)) == 2
    assert {row.pod for row in records.pods[:2]} == {row.pod for row in records.pods if row.deleted_s is None}


def test_without_a_revision_before_it_is_in_vain(world: World) -> None:
    alone = rolled(world, undo(60))
    assert len(alone.pods) == 2
    assert [row.why for row in alone.vain_events] == ['error: no rollout history found for deployment "web"']
    forgotten = rolled(world, RolloutRestart(at_s=60, workload=WEB), undo(300), history=0)
    assert len(forgotten.pods) == 4
