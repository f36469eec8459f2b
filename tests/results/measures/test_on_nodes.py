"""Whom a crash, a reboot or a restart of a node left failing, and what those pods waited for."""

import math

import pytest

from imagesim.engine.records import Disturbance, Records
from imagesim.results.measures.disturbances import ended_disturbances
from imagesim.results.measures.recovery import CAUSES, RecoveryRow, recovery
from imagesim.results.measures.summary import summary
from tests.results.example_records import pod, pull, running, state
from tests.results.measures.small_worlds import IMAGE, image, one, pool, ran, registry, timeline, workload

REBOOT = Disturbance("reboot of node node-a", "rebootNode", "node/node-a", 100.0, 130.0)


def left(*pods, states=(), runs=(), disturbance=REBOOT, pulls=()) -> list[RecoveryRow]:
    """The recovery of pods of which these rows are written."""
    return recovery(
        Records(end_s=300.0, pods=pods, states=states, running=runs, pulls=pulls, disturbances=[disturbance])
    )


def causes(row: RecoveryRow) -> dict[str, float]:
    return {cause: getattr(row, cause) for cause in CAUSES if getattr(row, cause)}


def test_a_pod_whose_containers_ended_with_the_machine_is_back_when_it_is_next_ready():
    row = one(
        left(
            pod("web-a"),
            pod("web-b"),  # on another node
            states=[
                state("web-a", 5.0, 131.0, "Running"),  # so the API says, until the kubelet is back
                state("web-a", 131.0, 150.0, "Terminated", "Unknown"),
                state("web-a", 150.0, 160.0, "Running", ready=False),
                state("web-a", 160.0, None, "Running"),
            ],
            pulls=[pull("web-a", 135.0, 140.0, 148.0)],
            runs=[running("web-a", 5.0, 100.0), running("web-a", 149.0, None)],
        )
    )
    assert (row.pod, row.was, row.ready_s, row.delay_s) == ("web-a", "failing", 160.0, 30.0)
    assert causes(row) == {"start_s": 5.0 + 2.0, "queue_s": 5.0, "pull_s": 8.0, "probe_s": 10.0}


def test_a_pod_that_runs_through_it_has_lost_nothing():
    restart = Disturbance("restart of the kubelet of node node-a", "restartKubelet", "node/node-a", 100.0, 130.0)
    states, runs = [state("web-a", 5.0, None, "Running")], [running("web-a", 5.0, None)]
    assert left(pod("web-a"), states=states, runs=runs, disturbance=restart) == []


def test_a_pod_of_a_node_that_was_down_before_it_was_ever_looked_at_waits_for_its_start():
    row = one(left(pod("web-a", 100.0), states=[state("web-a", 133.0, None, "Running")]))
    assert (row.delay_s, causes(row)) == (3.0, {"start_s": 3.0})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, [None]),
        ({"created_s": 101.0}, []),  # bound later
        ({"scheduled_s": None}, []),
        ({"deletion_s": 120.0, "deleted_s": 131.0}, []),  # given up before the node was back
        ({"deletion_s": 140.0, "deleted_s": 150.0}, [None]),  # deleted later: it never came back
        ({"phase": "Succeeded"}, []),
        ({"phase": "Failed"}, [None]),  # because of it
    ],
)
def test_which_pods_are_left_failing(fields, found):
    states = [state("web-a", 5.0, 130.0, "Running"), state("web-a", 130.0, None, "Terminated", "Unknown")]
    rows = left(pod("web-a", **fields), states=states, runs=[running("web-a", 5.0, 100.0)])
    assert [row.ready_s for row in rows] == found


def test_a_pod_that_had_failed_before_is_not_waited_for():
    states = [state("web-a", 5.0, None, "Terminated", "Error")]
    assert left(pod("web-a", phase="Failed"), states=states, runs=[running("web-a", 1.0, 5.0)]) == []


def test_a_successor_of_the_same_name_on_another_node_is_another_pod():
    gone = pod("db-0", node="node-a", deletion_s=135.0, deleted_s=140.0)
    rows = left(
        gone,
        pod("db-0", 141.0, node="node-b"),
        states=[state("db-0", 5.0, 140.0, "Terminated", node="node-a"), state("db-0", 145.0, None, "Running")],
    )
    assert [(row.node, row.ready_s) for row in rows] == [("node-a", None)]


def test_a_crash_for_good_is_not_over_and_no_outage_of_all_registries_goes_on_with_a_node():
    for_good = REBOOT._replace(kind="crashNode", ended_s=math.inf)
    mirror = Disturbance("outage of mirror.example", "outage", "mirror.example", 90.0, 200.0, ("*",))
    assert ended_disturbances(Records(end_s=300.0, disturbances=[for_good])) == []
    assert left(pod("web-a"), disturbance=for_good) == []
    assert ended_disturbances(Records(end_s=300.0, disturbances=[REBOOT, mirror])) == [REBOOT, mirror]
    longer = REBOOT._replace(ended_s=140.0)
    assert ended_disturbances(Records(end_s=300.0, disturbances=[REBOOT, longer])) == [longer]


def test_a_reboot_in_a_run_is_followed_by_a_head_for_those_that_always_ask():
    """A pod with `Always` asks for 1 s once the node is back; the other one starts from the disk."""
    records = ran(
        image("a", "10Mi"), registry({"v1": "a"}, latency="1s"), pool(1), workload("keeps"),
        workload("asks", container={"imagePullPolicy": "Always"}),
        timeline(("5m", "rebootNode", {"node": "node-0", "takes": "2m"})),
    )  # fmt: skip
    rows = {row.workload: row for row in recovery(records)}
    assert {row.ended_s for row in rows.values()} == {420.0}
    assert {row.disturbance for row in rows.values()} == {"reboot of node node-0"}
    asks, keeps = rows["Deployment/asks"], rows["Deployment/keeps"]
    assert (asks.pull_s, keeps.pull_s) == (pytest.approx(1, abs=0.02), 0)
    for row in rows.values():
        assert row.delay_s == sum(getattr(row, cause) for cause in CAUSES)
    assert keeps.delay_s < asks.delay_s < 5
    (told,) = summary(records)["recovery"]
    assert (told["failing_pods"], told["recovered_pods"], told["max_s"]) == (2, 2, asks.delay_s)


def test_a_restarted_kubelet_forgets_the_back_off_of_its_pods():
    """Down from 10 to 15 min: the pod that waits for its image pulls at once when its kubelet is back."""
    records = ran(
        image("a", "10Mi"), registry({}), pool(1), workload(),
        timeline(
            ("12m", "push", {"image": IMAGE, "to": "a"}),
            ("10m", "restartKubelet", {"node": "node-0", "takes": "5m"}),
        ),
        duration="20m",
    )  # fmt: skip
    row = one(recovery(records))
    assert (row.ended_s, row.was, row.backoff_s) == (900.0, "failing", 0)
    assert 0 < row.delay_s < 5


def test_a_node_that_crashes_for_a_while_gives_up_its_pods_but_those_of_a_daemon_set():
    records = ran(
        image("a", "10Mi"), registry({"v1": "a"}), pool(2), workload("web", 2),
        workload("each", kind="DaemonSet"),
        timeline(("5m", "crashNode", {"node": "node-0", "for": "10m"})), duration="20m",
    )  # fmt: skip
    row = one(recovery(records))
    assert (row.workload, row.node, row.ended_s) == ("DaemonSet/each", "node-0", 900.0)
    assert 0 <= row.delay_s < 5
