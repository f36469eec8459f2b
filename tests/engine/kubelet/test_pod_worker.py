"""The life of a pod on its node: crash loops, image volumes, changes in place, deletion during a pull, sidecars."""

from dataclasses import replace
from itertools import pairwise

import pytest

from imagesim.engine.environment import Environment
from imagesim.engine.kubelet.looks import ON_DEMAND_S
from imagesim.engine.run import run
from imagesim.rules.api.app import App
from imagesim.rules.api.objects import ImageVolume
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}


def reasons(records, *wanted: str) -> list[tuple[float, str, str]]:
    return [(row.time_s, row.reason, row.message) for row in records.events if row.reason in wanted]


def starts(records, name: str = "app") -> list[float]:
    return [row.started_s for row in records.running if row.container == name]


def shown(records, name: str = "app") -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in records.states if row.container == name]


def test_a_container_that_exits_by_itself_is_started_again_ever_more_slowly(world):
    crashing = replace(container("reg.test/app:v1"), app=App(runs_for_s=1, exit_code=1))
    records = run(world(tags=TAGS, pods=(pod("p", crashing),), duration_s=1100))
    gaps = [later - earlier for earlier, later in pairwise(starts(records))]
    assert 1 <= gaps[0] <= 2
    for gap, delay in zip(gaps[1:], (10, 20, 40, 80, 160, 300, 300), strict=True):
        assert delay + 1 <= gap <= delay + min(1.5 * delay, 30) + 3
    assert len(gaps) == 8
    assert records.pods[0].restarts == len(gaps)
    assert records.pods[0].phase == "Running"
    assert shown(records)[:4] == [
        ("Waiting", "ContainerCreating"),
        ("Running", ""),
        ("Terminated", "Error"),
        ("Running", ""),
    ]
    assert ("Waiting", "CrashLoopBackOff") in shown(records)


@pytest.mark.parametrize(("longest_s", "delays"), [(40.0, (10, 20, 40, 40)), (4.0, (4, 4, 4, 4))])
def test_a_kubelet_may_cap_the_crash_back_off(world, longest_s, delays):
    crashing = replace(container("reg.test/app:v1"), app=App(runs_for_s=1, exit_code=1))
    configuration = KubeletConfiguration(crash_back_off_max_s=longest_s)
    records = run(world(tags=TAGS, pods=(pod("p", crashing),), duration_s=400, kubelet=configuration))
    gaps = [later - earlier for earlier, later in pairwise(starts(records))]
    for gap, delay in zip(gaps[1:], delays, strict=False):
        assert delay + 1 <= gap <= 1.5 * delay + 4
    assert len(gaps) > len(delays)


def test_before_1_35_a_crash_loop_is_looked_at_every_10_to_15_s(world):
    crashing = replace(container("reg.test/app:v1"), app=App(runs_for_s=1, exit_code=1))
    old = run(world(tags=TAGS, pods=(pod("p", crashing),), duration_s=1000, version="1.34"))
    new = run(world(tags=TAGS, pods=(pod("p", crashing),), duration_s=1000, version="1.35"))
    text = "Back-off restarting failed container app"
    counts = [max(row.count for row in records.events if row.message.startswith(text)) for records in (old, new)]
    assert counts[0] > 2 * counts[1]


@pytest.mark.parametrize(
    ("policy", "exit_code", "phase"),
    [
        ("Never", 0, "Succeeded"),
        ("Never", 1, "Failed"),
        ("OnFailure", 0, "Succeeded"),
        ("OnFailure", 1, "Running"),
        ("Always", 0, "Running"),
    ],
)
def test_the_restart_policy_decides_what_becomes_of_a_container_that_ended(world, policy, exit_code, phase):
    ends = replace(container("reg.test/app:v1"), app=App(runs_for_s=5, exit_code=exit_code))
    job = pod("job", ends)
    job = replace(job, spec=replace(job.spec, restart_policy=policy))
    records = run(world(tags=TAGS, pods=(job,), duration_s=60))
    assert records.pods[0].phase == phase
    assert (len(starts(records)) > 1) == (phase == "Running")


def test_a_pod_that_is_done_stops_its_sidecar(world):
    sidecar = replace(container("reg.test/app:v1", name="side"), restart_policy="Always")
    job = pod("job", replace(container("reg.test/app:v1"), app=App(runs_for_s=5)), init=(sidecar,))
    job = replace(job, spec=replace(job.spec, restart_policy="Never"))
    records = run(world(tags=TAGS, pods=(job,), duration_s=60))
    assert [message for _, _, message in reasons(records, "Killing")] == ["Stopping container side"]
    assert [(row.container, row.ended_s is not None) for row in records.running] == [("side", True), ("app", True)]
    assert records.pods[0].phase == "Succeeded"


def test_an_init_container_that_fails_is_tried_again_and_holds_up_the_pod(world):
    setup = replace(container("reg.test/app:v1", name="setup"), app=App(runs_for_s=2, exit_code=3))
    records = run(world(tags=TAGS, pods=(pod("p", container("reg.test/app:v1"), init=(setup,)),), duration_s=60))
    assert len(starts(records, "setup")) > 2
    assert starts(records) == []
    assert records.pods[0].phase == "Pending"
    assert shown(records) == [("Waiting", "PodInitializing")]


@pytest.mark.parametrize(("sleeps_s", "grace_s", "gone_after_s"), [(0, 30, 1), (15, 30, 16), (90, 30, 31), (5, 2, 3)])
def test_a_pre_stop_hook_is_waited_for_within_the_grace_period(world, sleeps_s, grace_s, gone_after_s):
    slow = replace(container("reg.test/app:v1"), pre_stop_s=sleeps_s)
    one = pod("p", slow, container("reg.test/app:v1", name="quick"))
    one = replace(one, spec=replace(one.spec, termination_grace_s=grace_s))
    records = run(world(tags=TAGS, pods=(one,), timeline=(Delete(at_s=100, target="Pod/default/p"),)))
    assert {row.container: row.ended_s for row in records.running} == {"app": 100 + gone_after_s, "quick": 101}
    assert 100 + gone_after_s < records.pods[0].deleted_s <= 101 + gone_after_s


def test_a_sidecar_starts_before_the_others_and_runs_beside_them(world):
    init = (
        replace(container("reg.test/app:v1", name="side"), restart_policy="Always"),
        container("reg.test/app:v1", name="setup"),
    )
    scenario = world(tags=TAGS, pods=(pod("p", container("reg.test/app:v1"), init=init),), duration_s=60)
    records = run(scenario)
    assert starts(records, "side") < starts(records, "setup") < starts(records)
    assert [row.container for row in records.running if row.ended_s is None] == ["side", "app"]
    assert records.pods[0].ready_s is not None


def test_changing_the_image_of_a_pod_restarts_the_container_in_place(world):
    scenario = world(
        tags={**TAGS, "app:v2": image("b", MB)},
        pods=(pod("p", container("reg.test/app:v1"), container("reg.test/app:v1", name="other")),),
        timeline=(SetImage(at_s=100, workload="Pod/default/p", container="app", image="reg.test/app:v2"),),
        duration_s=200,
    )
    records = run(scenario)
    ran = [(row.container, row.image, row.digest) for row in records.running]
    assert ran == [
        ("app", "reg.test/app:v1", "sha256:a"),
        ("other", "reg.test/app:v1", "sha256:a"),
        ("app", "reg.test/app:v2", "sha256:b"),
    ]
    assert reasons(records, "Killing") == [(100, "Killing", "Container app definition changed, will be restarted")]
    assert records.pods[0].restarts == 1
    assert [row.policy for row in records.pulls] == ["IfNotPresent"] * 3


def test_a_bad_image_in_place_leaves_the_pod_without_the_old_container(world):
    scenario = world(
        tags=TAGS,
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(SetImage(at_s=100, workload="Pod/default/p", container="app", image="reg.test/app:typo"),),
        duration_s=200,
    )
    records = run(scenario)
    assert ("Waiting", "ImagePullBackOff") in shown(records)
    assert all(row.ended_s is not None for row in records.running)
    assert records.pods[0].phase == "Running"  # its container ran once, so it counts as stopped


def test_a_deletion_does_not_cancel_the_pull_that_is_under_way(world):
    scenario = world(
        tags={"app:v1": image("a", 100 * MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(Delete(at_s=2, target="Pod/default/p"),),
        network=10 * MB,
        duration_s=60,
    )
    records = run(scenario)
    assert [row.outcome for row in records.pulls] == ["Pulled"]
    deleted = records.pods[0].deleted_s
    assert deleted is not None
    assert deleted > records.pulls[0].ended_s > 10
    assert len(records.running) == 1  # it even starts, and is stopped at once


def volume_pod(policy: str, *, mounted: bool = True):
    app = replace(container("reg.test/app:v1"), volume_mounts=("model",) if mounted else ())
    reader = pod("p", app, container("reg.test/app:v1", name="other"))
    volume = ImageVolume(name="model", reference="reg.test/model:v1", pull_policy=policy)
    return replace(reader, spec=replace(reader.spec, image_volumes=(volume,)))


def test_an_image_volume_with_always_asks_the_registry_every_60_to_90_s(world):
    tags = {**TAGS, "model:v1": image("m", MB)}
    scenario = world(tags=tags, pods=(volume_pod("Always"),), duration_s=1000, prepulled=("reg.test/app:v1",))
    records = run(scenario)
    pulls = [row.started_s for row in records.pulls if row.container == "model"]
    assert all(row.outcome == "Pulled" for row in records.pulls if row.container == "model")
    for earlier, later in pairwise(pulls[2:]):
        assert 60 <= later - earlier <= 92
    assert 11 <= len(pulls) <= 18
    # The second pull comes with the sync after the start; the third may, too.
    assert pulls[1] - pulls[0] < 2


def test_a_failed_image_volume_waits_with_the_containers_that_mount_it(world):
    scenario = world(tags=TAGS, pods=(volume_pod("IfNotPresent"),), duration_s=100)
    records = run(scenario)
    assert starts(records) == []
    assert len(starts(records, "other")) == 1
    assert ("Waiting", "ErrImagePull") in shown(records)
    assert ("Waiting", "ImagePullBackOff") in shown(records)
    assert {row.container for row in records.pulls if row.outcome == "Failed"} == {"model"}


def test_an_outage_does_not_touch_what_runs_on_an_image_volume(world):
    scenario = world(
        tags={**TAGS, "model:v1": image("m", MB)},
        pods=(volume_pod("Always"),),
        timeline=(Outage(at_s=100, registry="reg.test", for_s=300),),
        duration_s=600,
    )
    records = run(scenario)
    assert any(row.outcome == "Failed" for row in records.pulls)
    assert [row.ended_s for row in records.running] == [None, None]
    assert records.pods[0].phase == "Running"
    assert records.pods[0].restarts == 0


def test_a_running_pod_costs_nothing_and_one_with_image_volumes_does(world, monkeypatch):
    steps = []
    step = Environment.step
    monkeypatch.setattr(Environment, "step", lambda env: steps.append(env.now) or step(env))

    def late(scenario) -> int:
        steps.clear()
        run(scenario)
        return sum(100 < time < 10_000 for time in steps)

    running = pod("p", container("reg.test/app:v1"))
    assert late(world(tags=TAGS, pods=(running,), duration_s=10_000)) == 0
    tags = {**TAGS, "model:v1": image("m", MB)}
    assert late(world(tags=tags, pods=(volume_pod("IfNotPresent"),), duration_s=10_000)) > 100


def test_a_restart_looks_at_the_tag_again_and_the_image_volume_did_so_before(world):
    scenario = world(
        tags={**TAGS, "model:v1": image("m", MB)},
        pods=(volume_pod("Always"),),
        timeline=(
            Push(at_s=200, reference="reg.test/model:v1", image=image("n", MB)),
            Restart(at_s=400, target="Pod/default/p"),
        ),
        duration_s=500,
    )
    digests = [(row.started_s, row.digest) for row in run(scenario).pulls if row.container == "model"]
    assert {digest for time, digest in digests if time < 200} == {"sha256:m"}
    assert {digest for time, digest in digests if time > 200} == {"sha256:n"}
    assert any(200 < time < 400 for time, _ in digests)


def test_an_end_at_the_very_moment_of_a_look_that_a_sync_asked_for_is_seen_by_the_next_look(world):
    """It begins with the second look, 5 ms after the first, and 10 ms after the start."""
    short = replace(
        container("reg.test/app:v1", name="side"), restart_policy="Always", app=App(runs_for_s=2 * ON_DEMAND_S)
    )
    records = run(world(tags=TAGS, pods=(pod("p", container("reg.test/app:v1"), init=(short,)),), duration_s=60))
    first, second = starts(records, "side")[:2]
    assert second - first < 3
    assert ("Terminated", "Completed") in shown(records, "side")
