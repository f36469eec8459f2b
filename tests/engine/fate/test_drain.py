"""A drained node stays, with what DaemonSets run there and with its images; budgets are kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.engine.run import run
from imagesim.rules.api.label_selector import LabelSelector
from imagesim.rules.workloads.disruption import PodDisruptionBudget
from imagesim.scenarios.timeline.events.nodes.crash_node import CrashNode
from imagesim.scenarios.timeline.events.nodes.drain import Drain
from imagesim.scenarios.timeline.events.nodes.uncordon import Uncordon
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, daemon_set, deployment, image

World = Callable[..., Scenario]
APP = {"app:v1": image("app", 10 * MB)}
GOOD = container("reg.test/app:v1")


def drained(world: World, *more: object, **fields: object) -> Scenario:
    workloads = (deployment("web", 2, GOOD), daemon_set("log", GOOD))
    timeline = (Drain(at_s=100, node="node-0"), *more)
    return replace(world(tags=APP, nodes=2, deployments=workloads, timeline=timeline, duration_s=900), **fields)


def test_its_pods_go_elsewhere_and_the_node_stays(world: World) -> None:
    records = run(drained(world))
    on = {(row.pod.partition("-")[0], row.node): row for row in records.pods}
    assert on["web", "node-0"].deletion_s == 100
    assert on["web", "node-0"].deleted_s == pytest.approx(101.5, abs=0.6)
    assert on["log", "node-0"].deletion_s is None
    assert [row.node for row in records.pods if row.created_s >= 100] == ["node-1"]
    assert "remove" not in {row.verb for row in records.objects if row.kind == "Node"}


def test_it_takes_pods_again_when_it_is_uncordoned_and_has_its_images(world: World) -> None:
    more = Uncordon(at_s=200, node="node-0"), Scale(at_s=300, workload="Deployment/default/web", replicas=4)
    records = run(drained(world, *more))
    late = {row.pod for row in records.pods if row.node == "node-0" and row.created_s == 300}
    assert late
    assert {row.outcome for row in records.pulls if row.pod in late} == {"AlreadyPresent"}


def test_a_budget_holds_it_up(world: World) -> None:
    selector = LabelSelector(match_labels=(("app", "web"),))
    budget = PodDisruptionBudget(namespace="default", name="web", selector=selector, min_available="2")
    records = run(drained(world, budgets=(budget,)))
    assert [row.deletion_s for row in records.pods] == [None] * 4


def test_a_node_that_is_off_is_never_empty(world: World) -> None:
    records = run(drained(world, CrashNode(at_s=90, node="node-0")))
    (web,) = (row for row in records.pods if row.node == "node-0" and row.pod.startswith("web"))
    assert (web.deletion_s, web.deleted_s) == (100, None)
