"""`kubectl taint`: what becomes of pods that are there, and of those that come."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.rules.api.node import Taint
from imagesim.rules.api.objects import Toleration
from imagesim.scenarios.timeline.events.nodes.taint_node import TaintNode
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image, pod

World = Callable[..., Scenario]
APP = container("reg.test/app:v1")
TAGS = {"app:v1": image("app", 10 * MB)}
OUT = Taint("out", "", "NoExecute")
WEB = "Deployment/default/web"


def evictions(records: Records) -> list[tuple[float, str]]:
    return [(row.time_s, row.message) for row in records.events if row.reason == "TaintManagerEviction"]


def test_pods_that_do_not_tolerate_it_go_and_come_back_elsewhere(world: World) -> None:
    taint = TaintNode(at_s=60, node="node-0", taint=OUT)
    records = run(world(tags=TAGS, deployments=(deployment("web", 4, APP),), nodes=2, timeline=(taint,)))
    gone = [row for row in records.pods if row.deletion_s == 60]
    assert {row.node for row in gone} == {"node-0"}
    assert {row.node for row in records.pods if row.deletion_s is None} == {"node-1"}
    assert sorted(text for _, text in evictions(records)) == sorted(
        f"Marking for deletion Pod default/{row.pod}" for row in gone
    )


def test_pods_that_have_ended_go_as_well(world: World) -> None:
    once = pod("once", replace(APP, app=App(runs_for_s=5)))
    once = replace(once, spec=replace(once.spec, restart_policy="Never"))
    records = run(world(tags=TAGS, pods=(once,), timeline=(TaintNode(at_s=60, node="node-0", taint=OUT),)))
    assert [(row.phase, row.deletion_s) for row in records.pods] == [("Succeeded", 60)]


def test_one_that_tolerates_it_for_a_while_goes_then_unless_the_taint_goes_first(world: World) -> None:
    stays = pod("w", APP)
    stays = replace(stays, spec=replace(stays.spec, tolerations=(Toleration("out", "Exists", "", "NoExecute", 100),)))
    taint = TaintNode(at_s=60, node="node-0", taint=OUT)
    records = run(world(tags=TAGS, pods=(stays,), timeline=(taint,)))
    assert evictions(records) == [(160, "Marking for deletion Pod default/w")]
    untaint = TaintNode(at_s=90, node="node-0", taint=Taint("out", "", ""), remove=True)
    records = run(world(tags=TAGS, pods=(stays,), timeline=(taint, untaint)))
    assert evictions(records) == [(90, "Cancelling deletion of Pod default/w")]
    assert records.pods[0].deletion_s is None


def test_a_pod_that_comes_to_a_tainted_node_has_its_time_too(world: World) -> None:
    web = deployment("web", 0, APP)
    tolerates = replace(web.template.spec, tolerations=(Toleration("out", "Exists", "", "NoExecute", 100),))
    web = replace(web, template=replace(web.template, spec=tolerates))
    events = (TaintNode(at_s=60, node="node-0", taint=OUT), Scale(at_s=70, workload=WEB, replicas=1))
    records = run(world(tags=TAGS, deployments=(web,), timeline=events, duration_s=171))
    assert [time for time, _ in evictions(records)] == [170]


def test_a_soft_taint_is_the_last_choice_and_a_hard_one_is_none(world: World) -> None:
    soft = TaintNode(at_s=1, node="node-0", taint=Taint("spot", "", "PreferNoSchedule"))
    grow = Scale(at_s=60, workload=WEB, replicas=1)
    one = world(tags=TAGS, deployments=(deployment("web", 0, APP),), nodes=2, timeline=(soft, grow))
    assert [[row.node for row in run(one, seed).pods] for seed in range(1, 9)] == [["node-1"]] * 8
    hard = TaintNode(at_s=2, node="node-1", taint=Taint("gpu", "a", "NoSchedule"))
    both = replace(one, timeline=(soft, hard, grow))
    assert [row.node for row in run(both).pods] == ["node-0"]


def test_a_daemon_set_leaves_a_node_that_it_may_not_stay_on_and_comes_back(world: World) -> None:
    made = world(tags=TAGS, nodes=2)
    events = (
        TaintNode(at_s=60, node="node-0", taint=Taint("gpu", "a", "NoSchedule")),
        TaintNode(at_s=120, node="node-0", taint=OUT),
        TaintNode(at_s=180, node="node-0", taint=Taint("gpu", "", ""), remove=True),
        TaintNode(at_s=240, node="node-0", taint=OUT, remove=True),
    )
    records = run(replace(made, workloads=(daemon_set("d", APP),), timeline=events))
    rows = [(row.created_s, row.deletion_s) for row in records.pods if row.node == "node-0"]
    assert rows == [(0, 120), (240, None)]
    assert [row.deletion_s for row in records.pods if row.node == "node-1"] == [None]


def test_a_taint_that_is_not_there_is_taken_away_in_vain(world: World) -> None:
    there, other = TaintNode(at_s=60, node="node-0", taint=OUT), Taint("out", "", "NoSchedule")
    wrong, right = (
        TaintNode(at_s=at_s, node="node-0", taint=each, remove=True) for at_s, each in ((70, other), (80, OUT))
    )
    records = run(world(tags=TAGS, timeline=(there, wrong, right)))
    assert [(row.time_s, row.why) for row in records.vain_events] == [(70, "the node had no such taint")]
