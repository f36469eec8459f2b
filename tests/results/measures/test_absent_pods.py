"""Pods that workloads want and do not have."""

from collections.abc import Callable
from dataclasses import replace

from imagesim.engine.api import kubectl
from imagesim.engine.run import Cluster, run
from imagesim.results.expectations import parse_expectation
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import ReplicaSet, ReplicaSetSpec
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, world

__all__ = ["world"]

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 10 * MB)}
APP = container("reg.test/app:v1")


def test_a_deployment_that_is_paused_from_the_start_is_short_of_all(world: World) -> None:
    paused = deployment("old", 2, APP, paused=True)
    records = run(world(tags=TAGS, deployments=(paused, deployment("web", 1, APP))))
    assert absent_pods(records) == 2
    assert not parse_expectation("not ready == 0").of(records).met
    assert parse_expectation("ready by 5m").of(records).measured == "never"


def test_one_that_has_what_it_wants_or_more_is_short_of_none(world: World) -> None:
    scaled = Scale(at_s=20.0, workload="Deployment/default/web", replicas=4)
    records = run(world(tags=TAGS, deployments=(deployment("web", 1, APP),), timeline=(scaled,), nodes=2))
    assert absent_pods(records) == 0


def test_the_pods_of_a_replica_set_of_its_own_count(world: World) -> None:
    made = deployment("web", 3, APP)
    alone = ReplicaSet(
        namespace="default",
        name="alone",
        spec=ReplicaSetSpec(replicas=3, selector=made.selector, template=made.template),
    )
    scenario = replace(world(tags=TAGS), workloads=(alone,))
    assert absent_pods(run(scenario)) == 0


def test_a_workload_that_is_gone_wants_nothing(world: World) -> None:
    paused = deployment("old", 2, APP, paused=True)
    cluster = Cluster(world(deployments=(paused,)), 1)
    cluster.env.run(until=10)
    kubectl.delete(cluster.api.store, ObjectName("Deployment", "default", "old"))
    cluster.env.run(until=20)
    assert absent_pods(cluster.finish()) == 0
