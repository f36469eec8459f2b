"""How long a new pod takes to its first pull, where a NodePool says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.objects import Pod, PodSpec
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.values.node_runtime import Pace
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, image, pod

World = Callable[..., Scenario]
TAGS = {"app:v1": image("a", MB)}
PODS = tuple(pod(f"p{number}", container(f"reg.test/app:v{number}")) for number in range(8))


def scenario(world: World, span: tuple[float, float] = (0.0, 0.0), **fields: Any) -> Scenario:
    made = world(**{"tags": TAGS, "pods": (pod("p", container("reg.test/app:v1")),)} | fields)
    return replace(made, pools=tuple(replace(pool, pace=Pace(pod_start_s=span)) for pool in made.pools))


def first_pulls(records: Records) -> dict[str, float]:
    found: dict[str, float] = {}
    for pull in records.pulls:
        found.setdefault(pull.pod, pull.queued_s)
    return found


@pytest.mark.parametrize("version", ["1.32", "1.36"])
def test_a_pod_is_shown_at_once_and_pulls_when_it_has_started_up(world: World, version: str) -> None:
    records = run(scenario(world, (0.25, 0.25), version=version))
    assert first_pulls(records) == {"p": 0.25}
    waiting = records.states[0]
    assert (waiting.started_s, waiting.reason) == (0.0, "ContainerCreating")
    assert [(event.time_s, event.reason) for event in records.events][:2] == [(0.0, "Scheduled"), (0.25, "Pulling")]
    assert records.pods[0].phase == "Running"


def test_each_pod_of_a_range_draws_its_own_from_a_stream_of_its_node(world: World) -> None:
    spans = [first_pulls(run(scenario(world, (0.01, 0.3), pods=PODS), seed=seed)) for seed in (1, 1, 2)]
    assert spans[0] == spans[1] != spans[2]
    assert len(set(spans[0].values())) == len(PODS)
    assert all(0.01 <= taken <= 0.3 for taken in spans[0].values())
    one_node = scenario(world, (0.01, 0.3), pods=(), deployments=(daemon_set("d", container("reg.test/app:v1")),))
    more = replace(one_node, pools=(replace(one_node.pools[0], count=3),))
    alone, among = ({pull.node: pull.queued_s for pull in run(each).pulls} for each in (one_node, more))
    assert alone["node-0"] == among["node-0"]
    assert len(set(among.values())) == 3


def test_no_more_syncs_wait_than_the_first(world: World) -> None:
    restart = Restart(at_s=100, target="Pod/default/p")
    slow, quick = (run(scenario(world, span, timeline=(restart,))) for span in ((20.0, 20.0), (0.0, 0.0)))
    ends = [[row.started_s for row in records.running] for records in (slow, quick)]
    assert ends[0][0] >= 20.0 > ends[1][0]
    assert ends[0][1] - 100 < 5.0


def test_a_pod_that_is_deleted_meanwhile_starts_nothing(world: World) -> None:
    delete = Delete(at_s=5, target="Pod/default/p")
    records = run(scenario(world, (20.0, 20.0), timeline=(delete,)))
    assert not records.pulls
    assert not records.running
    assert records.pods[0].deleted_s is not None
    assert 20.0 <= records.pods[0].deleted_s <= 23.0


def test_static_pods_start_up_as_well_and_their_mirrors_have_no_part_in_it(world: World) -> None:
    made = scenario(world, (20.0, 20.0), pods=())
    proxy = Pod(namespace="kube-system", name="proxy", spec=PodSpec(containers=(container("reg.test/app:v1"),)))
    delete = Delete(at_s=5, target="Pod/kube-system/proxy-node-0")
    pools = tuple(replace(pool, static_pods=(proxy,)) for pool in made.pools)
    records = run(replace(made, pools=pools, timeline=(delete,)))
    assert [pull.queued_s for pull in records.pulls] == [20.0]
    assert [each.phase for each in records.pods] == ["Pending", "Running"]


def test_it_is_in_no_record_and_no_event_of_the_run_where_it_takes_no_time(world: World) -> None:
    made = world(tags=TAGS, pods=PODS)
    assert run(scenario(world, pods=PODS)) == run(made)
