"""A kubelet restarts: what runs runs on, what it had in its memory is gone, and what it had on the disk is found."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from imagesim.engine.records import Disturbance, EventRecord, Records
from imagesim.engine.run import Cluster, run
from imagesim.rules.api.objects import Deployment, Pod
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.nodes.restart_kubelet import RestartKubelet
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.scenario import Scenario
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare, outage, secret, web

World = Callable[..., Scenario]
APP = {"app:v1": image("app", 10 * MB)}
BIG = {"app:v1": image("app", 100 * MB), "other:v1": image("other", 100 * MB)}
GOOD, WRONG, OTHER = (container(f"reg.test/{text}") for text in ("app:v1", "app:wrong", "other:v1"))


def restart(at_s: float = 100, takes_s: float = 5, **where: str) -> RestartKubelet:
    return RestartKubelet(at_s=at_s, takes_s=takes_s, **(where or {"node": "node-0"}))


def said(records: Records, name: str, since_s: float) -> list[tuple[float, str]]:
    events: Sequence[EventRecord] = records.events
    return [(row.time_s, row.reason) for row in events if row.object.name == name and row.time_s >= since_s]


def shown(records: Records, name: str) -> list[tuple[float, str, str]]:
    return [(row.started_s, row.state, row.reason) for row in records.states if row.pod == name]


def test_what_runs_runs_on_and_nothing_is_said_of_it(world: World) -> None:
    records = run(world(tags=APP, pods=(pod("a", GOOD),), timeline=(restart(),), duration_s=300))
    (running,), (_, state) = records.running, records.states
    assert (running.ended_s, state.state, state.ended_s) == (None, "Running", None)
    assert said(records, "a", 50) == []
    assert said(records, "node-0", 0) == [(105, "Starting")]


def test_the_back_off_is_forgotten_and_so_is_the_reason(world: World) -> None:
    records = run(world(tags=APP, pods=(pod("a", WRONG),), timeline=(restart(),), duration_s=300))
    pulls = [row for row in records.pulls if row.started_s > 81]
    # At 81.5 the fourth pull failed, and the fifth would have come after 80 s of back-off.
    assert (pulls[0].started_s, pulls[0].attempt, pulls[0].backoff_until_s) == (105, 5, 115)
    assert [each for each in shown(records, "a") if each[0] >= 100][:2] == [
        (105, "Waiting", "ContainerCreating"),
        (pytest.approx(117.5, abs=2.5), "Waiting", "ErrImagePull"),
    ]
    assert [reason for time_s, reason in said(records, "a", 93) if time_s <= 105] == ["Pulling", "Failed", "Failed"]


def test_a_crashed_container_starts_when_the_kubelet_does(world: World) -> None:
    crashes = tuple(Restart(at_s=at_s, target="Pod/default/a") for at_s in (10, 30, 60, 95))
    records = run(world(tags=APP, pods=(pod("a", GOOD),), timeline=(*crashes, restart()), duration_s=300))
    assert [row.started_s for row in records.running][-1] == 105
    assert "CrashLoopBackOff" in {reason for _, _, reason in shown(records, "a")}


def test_pulls_under_way_are_given_up_and_those_that_wait_are_forgotten(world: World) -> None:
    pods = (pod("a", GOOD), pod("b", GOOD))
    records = run(world(tags=BIG, network=5 * MB, pods=pods, timeline=(restart(10),), duration_s=100))
    called, waited = sorted((row for row in records.pulls if row.ended_s == 10), key=lambda row: row.started_s)
    assert (called.outcome, called.bytes_fetched) == ("Failed", 50 * MB)
    assert called.error == (
        'rpc error: code = Canceled desc = failed to pull and unpack image "reg.test/app:v1": context canceled'
    )
    assert (waited.outcome, waited.requests) == ("Failed", 0)
    assert waited.error == "the kubelet stopped before the pull had begun"
    # The kubelet that heard of it is gone, so nobody says so; what had come is freed, and comes again.
    assert {reason for _, reason in said(records, "a", 1)} == {"Pulling", "Pulled", "Created", "Started"}
    again = [row for row in records.pulls if row.queued_s == 15]
    assert [(row.outcome, row.attempt, row.bytes_fetched // MB) for row in again] == [
        ("Pulled", 2, 100),
        ("Pulled", 2, 0),
    ]


def test_the_limit_of_pulls_begins_anew(world: World) -> None:
    kubelet = KubeletConfiguration(registry_pull_qps=1, registry_burst=1)
    scenario = world(tags=BIG, network=5 * MB, pods=(pod("a", GOOD),), kubelet=kubelet, timeline=(restart(0.1, 0.1),))
    assert [row.error for row in run(scenario).pulls][1:] == [""]


def test_nobody_hears_of_the_node_while_no_kubelet_runs(world: World) -> None:
    events = (
        restart(100, 20),
        Delete(at_s=105, target="Pod/default/web-0"),
        Scale(at_s=106, workload="Deployment/default/app", replicas=2),
    )
    records = run(
        world(
            tags=APP,
            pods=(pod("web-0", GOOD),),
            deployments=(deployment("app", 1, GOOD),),
            timeline=events,
            duration_s=300,
        )
    )
    by_name = {row.pod: row for row in records.pods}
    assert (by_name["web-0"].deletion_s, by_name["web-0"].deleted_s) == (105, pytest.approx(121.5, abs=0.6))
    (late,) = (row for row in records.pods if row.created_s > 100)
    assert late.scheduled_s == 106
    assert late.ready_s == pytest.approx(120, abs=1.1)
    assert {row.reason for row in records.events if 100 < row.time_s < 120} == {
        "SuccessfulCreate", "ScalingReplicaSet", "Scheduled"
    }  # fmt: skip


def test_a_crash_while_no_kubelet_runs_is_seen_when_one_does(world: World) -> None:
    events = (restart(100, 20), Restart(at_s=110, target="Pod/default/a"))
    records = run(world(tags=APP, pods=(pod("a", GOOD),), timeline=events, duration_s=300))
    assert [(row.started_s > 0, row.ended_s) for row in records.running] == [(False, 110), (True, None)]
    assert shown(records, "a")[2:] == [(120, "Terminated", "Error"), (pytest.approx(120, abs=1.1), "Running", "")]


def test_a_crash_at_the_moment_in_which_a_kubelet_starts_is_seen_a_look_later(world: World) -> None:
    events = (Restart(at_s=100, target="Pod/default/a"), restart(100, 0))
    records = run(world(tags=APP, pods=(pod("a", GOOD),), timeline=events, duration_s=300))
    first, second = records.running
    assert (first.ended_s, second.started_s) == (100, pytest.approx(100.5, abs=0.5))


def test_an_image_that_nobody_uses_is_new_to_the_kubelet(world: World) -> None:
    big = {"app:v1": image("app", 80 * MB), "other:v1": image("other", 5 * MB)}
    fills = Scale(at_s=150, workload="Deployment/default/web", replicas=1)

    def removed(*events: RestartKubelet) -> list[float]:
        scenario = world(
            tags=big,
            prepulled=("reg.test/app:v1",),
            deployments=(deployment("web", 0, OTHER),),
            disk=Disk(capacity=200 * MB),
            timeline=(*events, fills),
            duration_s=600,
        )
        return [row.time_s for row in run(scenario).removed_images]

    # Under pressure from 150 s on; what a kubelet has seen for less than two minutes stays.
    assert removed()[0] == pytest.approx(155, abs=5.1)
    assert removed(restart(100, 5))[0] >= 225


def test_disk_pressure_is_known_again_at_the_next_look_only(world: World) -> None:
    scenario = world(
        tags={"app:v1": image("app", 44 * MB)},
        pods=(pod("a", GOOD),),
        disk=Disk(capacity=100 * MB),
        timeline=(restart(100, 5),),
        duration_s=300,
    )
    events = [(row.time_s, row.reason) for row in run(scenario).events if "DiskPressure" in row.reason]
    assert events[0][1] == "NodeHasDiskPressure"
    assert events[1] == (105, "NodeHasNoDiskPressure")


def test_records_of_pulled_images_stay(world: World) -> None:
    # The secret is gone, and so are the pods that had it: what was pulled with it stays theirs alone.
    own = replace(pod("own", GOOD), spec=replace(pod("own", GOOD).spec, image_pull_secrets=("regcred",)))
    scenario = world(
        tags=APP,
        pods=(own,),
        deployments=(deployment("web", 0, GOOD),),
        secrets=(secret("x"),),
        timeline=(restart(100, 5), Scale(at_s=120, workload="Deployment/default/web", replicas=1)),
        duration_s=200,
    )
    assert [row.outcome for row in run(scenario).pulls] == ["Pulled", "Pulled"]
    without = replace(scenario, pools=tuple(replace(each, kubernetes_version="1.34") for each in scenario.pools))
    assert [row.outcome for row in run(without).pulls] == ["Pulled", "AlreadyPresent"]


def test_all_nodes_of_a_pool_restart_at_once_and_each_is_a_disturbance(world: World) -> None:
    records = run(world(tags=APP, nodes=3, timeline=(restart(pool="node"),), duration_s=300))
    assert records.disturbances == tuple(
        Disturbance(f"restart of the kubelet of node node-{place}", "restartKubelet", f"node/node-{place}", 100, 105)
        for place in range(3)
    )
    assert [row.text for row in records.causes] == ["restart the kubelets of the nodes of node, which takes 5s"]


def test_a_kubelet_that_is_down_cannot_restart(world: World) -> None:
    records = run(world(tags=APP, timeline=(restart(100, 60), restart(120)), duration_s=300))
    assert [(row.time_s, row.why) for row in records.vain_events] == [(120, "no kubelet was running there")]
    assert [row.started_s for row in records.disturbances] == [100]


def test_a_node_that_is_taken_out_meanwhile_ends_its_pods_when_its_kubelet_starts(world: World) -> None:
    events = (restart(100, 20), RemoveNode(at_s=110, node="node-0"))
    records = run(world(tags=APP, pods=(pod("a", GOOD),), timeline=events, duration_s=300))
    (row,) = records.pods
    assert (row.deletion_s, row.deleted_s) == (110, pytest.approx(121.5, abs=0.6))
    assert said(records, "node-0", 100) == []


def test_a_run_that_ends_while_no_kubelet_runs_is_closed_like_any_other(world: World) -> None:
    scenario = world(tags=BIG, network=5 * MB, pods=(pod("a", GOOD), pod("b", OTHER)), timeline=(restart(30, 20),))
    for end in (30, 30.5, 40):
        records = run(replace(scenario, duration_s=end))
        assert [row.pod for row in records.running] == ["a"]
        assert len(records.pulls) + len(records.unfinished_pulls) == 2


WORLDS: dict[str, tuple[tuple[Pod, ...], tuple[Deployment, ...]]] = {
    "in back-off": ((), (web(4, WRONG), replace(web(3, GOOD, image_pull_secrets=("gone",)), name="b"))),
    "waiting for each other": (
        (pod("a", GOOD), pod("b", OTHER), pod("c", WRONG)),
        (web(3, WRONG, replace(GOOD, name="other")),),
    ),
}


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("latency_s", [0, 0.05])
def test_the_records_are_the_same_with_pods_that_sleep(world: World, name: str, latency_s: float) -> None:
    pods, deployments = WORLDS[name]
    for takes_s in (0, 5, 90):
        timeline = (
            outage(begin=200, last=900),
            restart(400.25, takes_s),
            DeleteSecret(at_s=700, namespace="default", name="regcred"),
        )
        compare(
            world(
                tags=BIG, pods=pods, deployments=deployments, timeline=timeline, nodes=2, duration_s=1500,
                latency_s=latency_s, secrets=(secret("x"),),
            )
        )  # fmt: skip


def test_a_kubelet_that_has_stopped_leaves_nothing_that_goes_on(world: World) -> None:
    cluster = Cluster(world(tags=APP, pods=(pod("a", WRONG),), timeline=(restart(100, 1000),)), 1)
    cluster.env.run(until=101)
    before = len(cluster.records.events)
    cluster.env.run(until=600)
    assert [row.object.kind for row in list(cluster.records.events)[before:]] == ["Node"]  # which is NotReady
