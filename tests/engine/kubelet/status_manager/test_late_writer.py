"""What a run shows of pods whose statuses wait for the limits of the kubelet's client."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.status_manager.late_writer import LateStatusWriter, Status
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.rules.pods.actions import ContainerState
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, image, pod

World = Callable[..., Scenario]
TAGS = {"app:v1": image("a", MB)}
CRASHING = replace(container("reg.test/app:v1"), app=App(runs_for_s=1, exit_code=1))
PARALLEL = {"serialize_image_pulls": False, "registry_pull_qps": 0}


def ran(world: World, limit: tuple[int, int] | None, **fields: Any) -> Records:
    kubelet = KubeletConfiguration(**PARALLEL, kube_api_limit=limit)
    return run(world(**{"tags": TAGS, "kubelet": kubelet} | fields))


def rush(count: int, text: str = "reg.test/app:no") -> Any:
    return tuple(pod(f"p{number:02}", container(text)) for number in range(count))


@pytest.mark.parametrize("version", ["1.32", "1.36"])
def test_a_limit_that_is_never_reached_changes_nothing(world: World, version: str) -> None:
    pods = (*rush(8), pod("crash", CRASHING), pod("gone", container("reg.test/app:v1")))
    timeline = (Delete(at_s=50, target="Pod/default/gone"), Restart(at_s=70, target="Pod/default/crash"))
    limited, free = (ran(world, limit, pods=pods, timeline=timeline, version=version) for limit in ((50, 100), None))
    assert limited == free


def test_64_pods_at_once_are_shown_late_as_recorded_and_do_the_same(world: World) -> None:
    limited, free = (ran(world, limit, pods=rush(64), version="1.32") for limit in ((50, 100), None))
    assert limited.events == free.events
    assert limited.pulls == free.pulls
    first = sorted(row.started_s for row in limited.states if row.reason == "ContainerCreating")
    assert first[:50] == [0.0] * 50
    assert first[-1] == pytest.approx(0.56)
    second = sorted(row.started_s for row in limited.states if row.reason == "ErrImagePull")[:64]
    unlimited = sorted(row.started_s for row in free.states if row.reason == "ErrImagePull")[:64]
    assert unlimited[-1] < 1.1
    assert 1.5 < second[-1] < 3.7


def test_pods_are_ready_when_the_api_server_has_heard_of_it(world: World) -> None:
    pods = rush(60, "reg.test/app:v1")
    limited, free = (ran(world, limit, pods=pods, prepulled=("reg.test/app:v1",)) for limit in ((10, 20), None))
    assert [row.started_s for row in limited.running] == [row.started_s for row in free.running]
    ready = sorted(each.ready_s or 0.0 for each in limited.pods)
    assert max(each.ready_s or 0.0 for each in free.pods) < 0.1
    assert ready[-1] > 10.0
    assert {each.phase for each in limited.pods} == {"Running"}
    running = {row.pod: row.started_s for row in limited.states if row.state == "Running"}
    assert running == {each.pod: each.ready_s for each in limited.pods}


def test_what_waits_of_a_pod_that_is_deleted_never_arrives() -> None:
    sent: list[Status] = []
    phases: list[str] = []
    sending = SimpleNamespace(send=lambda _, told: sent.append(told))
    api = SimpleNamespace(pods=SimpleNamespace(set_status=lambda _, phase, **__: phases.append(phase)))
    spec = pod("p", container("reg.test/app:v1")).spec
    of = SimpleNamespace(
        namespace="default", name="p", node="n", workload=None, spec=spec, phase="Pending", removed_s=None, restarts=0
    )
    writer: Any = LateStatusWriter(Environment(), of, api, RecordBook(), sending)  # type: ignore[arg-type]
    runs = {"app": ContainerState("reg.test/app:v1", started_s=1.0)}
    assert writer.publish({}, {}) == "Pending"
    assert writer.publish(runs, {}) == "Running"
    assert writer.publish(runs, {}) == "Running"
    assert len(sent) == 2, "what is no news is not sent"
    writer.arrives(sent[0])
    assert not phases
    writer.arrives(sent[1])
    writer.stopped({"app": ContainerState("reg.test/app:v1", started_s=1.0, finished_s=2.0, exit_code=1)})
    writer.arrives(sent[1])
    assert phases == ["Running", "Failed"]
