"""Probes in a run: when a pod gets Ready, what a failure says, who is started again, and what costs nothing."""

from dataclasses import replace
from itertools import pairwise

import pytest

from imagesim.engine.run import Cluster, run
from imagesim.rules.api.app import NEVER, App
from imagesim.rules.api.objects import Container
from imagesim.rules.api.probe import Probe, Probes
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}
HTTP = Probe(handler="httpGet", port="80")


def probed(app: App | None = None, name: str = "app", **probes: Probe) -> Container:
    return replace(container("reg.test/app:v1", name=name), probes=Probes(**probes), app=app)


def ran(world, *containers: Container, init: tuple[Container, ...] = (), duration_s: float = 300, **more):
    return run(world(tags=TAGS, pods=(pod("p", *containers, init=init),), duration_s=duration_s, **more))


def said(records, reason: str) -> list[tuple[float, str]]:
    return [(row.time_s, row.message) for row in records.events if row.reason == reason]


def started(records, name: str = "app") -> list[float]:
    return [row.started_s for row in records.running if row.container == name]


def test_a_probe_that_succeeds_makes_a_pod_ready_as_soon_as_it_is_known_to_run(world):
    plain = ran(world, container("reg.test/app:v1"))
    with_probes = ran(world, probed(readiness=HTTP, liveness=HTTP))
    assert with_probes.pods[0].ready_s == plain.pods[0].ready_s
    assert with_probes.events == plain.events


def test_an_initial_delay_is_waited_for_and_then_the_next_tick(world):
    plain = ran(world, container("reg.test/app:v1")).pods[0].ready_s
    late = ran(world, probed(readiness=replace(HTTP, initial_delay_s=15))).pods[0].ready_s
    # The ticker began anew when the pod was last synced, at most a second after its container was seen.
    assert plain + 20 <= late <= plain + 21


def test_until_a_startup_probe_succeeds_nothing_else_is_asked(world):
    slow = App(starts_in_s=22)
    records = ran(world, probed(slow, startup=HTTP, readiness=HTTP, liveness=replace(HTTP, failure_threshold=1)))
    assert {message.partition(" ")[0] for _, message in said(records, "Unhealthy")} == {"Startup"}
    assert started(records)[0] + 22 <= records.pods[0].ready_s <= started(records)[0] + 33
    assert len(started(records)) == 1


def test_a_startup_probe_that_fails_too_often_has_the_container_killed(world):
    records = ran(world, probed(App(starts_in_s=NEVER), startup=replace(HTTP, failure_threshold=2)))
    killed = said(records, "Killing")
    assert {message for _, message in killed} == {"Container app failed startup probe, will be restarted"}
    assert len(started(records)) > 2
    assert records.pods[0].ready_s is None


def test_a_pod_that_is_not_ready_says_so_until_it_is(world):
    records = ran(world, probed(App(ready_after_s=35), readiness=HTTP))
    unhealthy = said(records, "Unhealthy")
    assert {message for _, message in unhealthy} == {"Readiness probe failed: HTTP probe failed with statuscode: 503"}
    times = [time for time, _ in unhealthy]
    assert 0 < times[1] - times[0] <= 1  # seen for the first time, a probe is asked twice
    assert {round(later - earlier, 6) for earlier, later in pairwise(times[1:])} == {10}
    assert times[-1] < started(records)[0] + 35 <= records.pods[0].ready_s <= times[-1] + 10
    rows = [(row.state, row.ready) for row in records.states]
    assert rows == [("Waiting", False), ("Running", False), ("Running", True)]


def test_a_container_that_hangs_is_killed_and_started_again(world):
    records = ran(world, probed(App(live_for_s=60), readiness=HTTP, liveness=replace(HTTP, failure_threshold=2)))
    first = started(records)[0]
    assert said(records, "Killing")[0][1] == "Container app failed liveness probe, will be restarted"
    assert first + 70 <= said(records, "Killing")[0][0] <= first + 81
    assert len(started(records)) > 2
    assert records.pods[0].restarts == len(started(records)) - 1


def test_one_that_hangs_soon_each_time_ends_in_a_crash_loop(world):
    """The back-off counts from the end of the incarnation before, so a longer life ends none."""
    quick = replace(HTTP, period_s=1, failure_threshold=1)
    records = ran(world, probed(App(live_for_s=15), liveness=quick), duration_s=600)
    gaps = [later - earlier for earlier, later in pairwise(started(records))]
    assert all(16 <= gap <= 20 for gap in gaps[:2])
    assert gaps[3] > 35
    assert any(row.reason == "CrashLoopBackOff" for row in records.states)


def test_a_pod_that_never_restarts_is_over_when_its_container_hangs(world):
    one = pod("p", probed(App(live_for_s=20), liveness=replace(HTTP, failure_threshold=1)))
    one = replace(one, spec=replace(one.spec, restart_policy="Never"))
    records = run(world(tags=TAGS, pods=(one,), duration_s=100))
    assert [message for _, message in said(records, "Killing")] == ["Stopping container app"]
    assert len(started(records)) == 1
    assert records.pods[0].phase == "Failed"


def test_a_sidecar_holds_up_the_others_until_its_startup_probe_succeeds(world):
    side = replace(probed(App(starts_in_s=25), name="side", startup=HTTP), restart_policy="Always")
    records = ran(world, container("reg.test/app:v1"), init=(side,))
    assert started(records, "side")[0] + 25 <= started(records)[0] <= started(records, "side")[0] + 37


def test_a_sidecar_that_hangs_is_started_again_beside_the_others(world):
    side = replace(probed(App(live_for_s=25), name="side", liveness=HTTP), restart_policy="Always")
    records = ran(world, container("reg.test/app:v1"), init=(side,), duration_s=100)
    assert said(records, "Killing")[0][1] == "Init container side failed liveness probe"
    assert len(started(records, "side")) == 2
    assert len(started(records)) == 1


def test_a_probe_of_a_port_that_nobody_has_cannot_be_made(world):
    lost = replace(HTTP, port="metrics")
    records = ran(world, probed(readiness=lost, liveness=lost))
    assert records.pods[0].ready_s is None
    assert len(started(records)) == 1
    texts = {message for _, message in said(records, "Unhealthy")}
    error = 'strconv.Atoi: parsing "metrics": invalid syntax'
    assert texts == {
        f"{kind} probe errored and resulted in unknown state: {error}" for kind in ("Readiness", "Liveness")
    }


@pytest.mark.parametrize(
    ("handler", "port", "output"),
    [
        ("exec", "", ""),
        ("tcpSocket", "5432", "dial tcp :5432: connect: connection refused"),
        ("grpc", "9", 'service unhealthy (responded with "NOT_SERVING")'),
    ],
)
def test_each_kind_of_probe_fails_in_its_own_words(world, handler, port, output):
    failing = Probe(handler=handler, port=port)
    records = ran(world, probed(App(ready_after_s=NEVER), readiness=failing), duration_s=40)
    assert said(records, "Unhealthy")[0][1] == f"Readiness probe failed: {output}"


def test_what_the_image_says_of_its_program_holds_where_nothing_else_is_said(world):
    bad = image("a", MB)
    manifest = replace(bad.manifests[0], app=App(ready_after_s=NEVER))
    bad = replace(bad, manifests=(manifest,))
    unsaid = run(world(tags={"app:v1": bad}, pods=(pod("p", probed(readiness=HTTP)),)))
    said_well = run(world(tags={"app:v1": bad}, pods=(pod("p", probed(App(ready_after_s=5), readiness=HTTP)),)))
    assert unsaid.pods[0].ready_s is None
    assert said_well.pods[0].ready_s is not None


def test_a_crash_begins_everything_anew(world):
    crash = Restart(at_s=100, target="Pod/default/p")
    slow = probed(App(starts_in_s=22), startup=HTTP, readiness=HTTP)
    records = ran(world, slow, timeline=(crash,))
    rows = [(row.state, row.ready) for row in records.states]
    once = [("Running", False), ("Running", True)]
    assert rows == [("Waiting", False), *once, ("Terminated", False), *once]
    again = [row for row in records.states if row.ready][1]
    assert started(records)[1] + 22 <= again.started_s <= started(records)[1] + 33


def test_nobody_asks_a_pod_that_is_being_deleted(world):
    gone = Delete(at_s=100, target="Pod/default/p")
    records = ran(world, probed(App(live_for_s=95), readiness=HTTP, liveness=HTTP), timeline=(gone,))
    assert records.pods[0].deleted_s is not None
    assert [time for time, _ in said(records, "Unhealthy") if time > 100] == []


def test_probes_that_succeed_cost_no_events_of_the_simulation(world):
    def turns(duration_s: float) -> int:
        one = pod("p", probed(startup=HTTP, readiness=HTTP, liveness=HTTP))
        cluster = Cluster(world(tags=TAGS, pods=(one,), duration_s=duration_s), seed=1)
        cluster.env.run(until=duration_s)
        return cluster.env.turn()

    assert turns(36_000) == turns(360)
