"""A workload whose pods the API server refuses."""

from collections.abc import Callable

import pytest

from imagesim.engine.run import run
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 10 * MB)}


@pytest.mark.parametrize("text", ["reg.test/app:v1 ", " reg.test/app:v1"])
def test_white_space_around_an_image_refuses_its_pods_one_by_one(world: World, text: str) -> None:
    records = run(world(tags=TAGS, deployments=(deployment("web", 3, container(text)),)))
    assert not records.pods
    refusals = [event for event in records.events if event.reason == "FailedCreate"]
    # The work queue waits 5 ms, 10 ms, 20 ms, ...; at most 1,000 s.
    assert len(refusals) == 17
    assert {event.object.kind for event in refusals} == {"ReplicaSet"}
    problem = (
        f'is invalid: spec.containers[0].image: Invalid value: "{text}": must not have leading or trailing whitespace'
    )
    assert all(event.message.startswith('Error creating: Pod "web-') for event in refusals)
    assert all(event.message.endswith(problem) for event in refusals)
    assert absent_pods(records) == 3


def test_a_roll_out_to_it_leaves_the_old_pods_alone(world: World) -> None:
    bad = SetImage(at_s=60.0, workload="Deployment/default/web", container="app", image="reg.test/app:v1 ")
    made = deployment("web", 3, container("reg.test/app:v1"))
    records = run(world(tags=TAGS, deployments=(made,), timeline=(bad,)))
    assert [pod.deleted_s for pod in records.pods] == [None] * 3
    assert any(event.reason == "FailedCreate" for event in records.events)
