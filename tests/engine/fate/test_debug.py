"""`kubectl debug`: an ephemeral container is pulled and started once, beside whatever the pod does."""

from collections.abc import Callable

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.objects import Container
from imagesim.scenarios.timeline.events.workloads.debug import Debug
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod

World = Callable[..., Scenario]
TAGS = {"app:v1": image("one", 10 * MB), "tools:v1": image("tools", 10 * MB)}


def debug(at_s: float, target: str = "Pod/default/web", text: str = "reg.test/tools:v1", name: str = "dbg") -> Debug:
    added = Container(name=name, image=text, image_pull_policy=default_pull_policy(text, ""))
    return Debug(at_s=at_s, target=target, container=added)


def ran(world: World, *timeline: TimelineEvent, text: str = "reg.test/app:v1", **fields: object) -> Records:
    return run(world(tags=TAGS, pods=(pod("web", container(text)),), timeline=timeline, **fields))


def states(records: Records, name: str = "dbg") -> list[str]:
    return [f"{row.state} {row.reason}".strip() for row in records.states if row.container == name]


def said(records: Records) -> list[tuple[str, str]]:
    return [(event.reason, event.field_path) for event in records.events if "ephemeral" in event.field_path]


def test_it_is_pulled_and_started_and_its_events_say_which_container(world: World) -> None:
    records = ran(world, debug(100))
    assert states(records) == ["Waiting ContainerCreating", "Running"]
    path = "spec.ephemeralContainers{dbg}"
    assert said(records) == [(reason, path) for reason in ("Pulling", "Pulled", "Created", "Started")]
    assert [pull.container for pull in records.pulls] == ["app", "dbg"]
    (row,) = records.pods
    assert (row.phase, row.restarts) == ("Running", 0)
    assert [row.ready for row in records.states if row.container == "dbg"] == [False, False]
    assert states(records, "app") == ["Waiting ContainerCreating", "Running"]


def test_it_is_tried_again_until_its_image_is_there_and_the_pod_stays_ready(world: World) -> None:
    records = ran(world, debug(100, text="reg.test/tools:no"))
    assert states(records)[:3] == ["Waiting ContainerCreating", "Waiting ErrImagePull", "Waiting ImagePullBackOff"]
    (row,) = records.pods
    assert row.phase == "Running"
    assert len([pull for pull in records.pulls if pull.container == "dbg"]) > 3


def test_it_starts_in_a_pod_that_is_stuck_itself(world: World) -> None:
    records = ran(world, debug(100), text="reg.test/app:no")
    assert states(records)[-1] == "Running"
    (row,) = records.pods
    assert row.phase == "Pending"


def test_it_is_never_started_again_and_ends_with_its_pod(world: World) -> None:
    records = ran(
        world, debug(100), Restart(at_s=200, target="Pod/default/web"), Delete(at_s=300, target="Pod/default/web")
    )
    runs = [row for row in records.running if row.container == "dbg"]
    assert len(runs) == 1
    assert ("Killing", "spec.ephemeralContainers{dbg}") in said(records)


def test_of_a_workload_the_first_pod_gets_it_and_its_controller_minds_not(world: World) -> None:
    scenario = world(
        tags=TAGS,
        deployments=(deployment("web", 3, container("reg.test/app:v1")),),
        timeline=(debug(100, "Deployment/default/web"),),
    )
    records = run(scenario)
    (row,) = {row.pod for row in records.states if row.container == "dbg"}
    assert row == min(pod.pod for pod in records.pods)
    assert len(records.pods) == 3


def test_no_admission_plugin_looks_at_it(world: World) -> None:
    records = ran(world, debug(100), admission=("AlwaysPullImages",))
    assert {pull.container: pull.policy for pull in records.pulls} == {"app": "Always", "dbg": "IfNotPresent"}


@pytest.mark.parametrize("name", ["dbg", "app"])
def test_a_name_that_is_taken_changes_nothing(world: World, name: str) -> None:
    records = ran(world, debug(100), debug(200, name=name))
    assert len([pull for pull in records.pulls if pull.container != "app"]) == 1


def test_a_pod_that_is_not_there_is_not_debugged(world: World) -> None:
    assert states(ran(world, Delete(at_s=50, target="Pod/default/web"), debug(100))) == []


def test_of_a_pod_that_is_gone_or_under_a_name_that_is_taken_it_is_in_vain(world: World) -> None:
    gone = Delete(at_s=200, target="Pod/default/web")
    records = ran(world, debug(100), debug(150), gone, debug(300), Restart(at_s=310, target="Pod/default/web"))
    assert [(row.time_s, row.why) for row in records.vain_events] == [
        (150, "the pod had a container dbg already"),
        (300, "there was no such pod"),
        (310, "there was no such pod"),
    ]
    assert records.vain_events[1].text == debug(300).text()
