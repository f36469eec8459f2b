"""The shipped scenarios show what their comments promise."""

from dataclasses import replace

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load

CONTAINER = "Deployment/shop/web:spec.template.spec.containers[0]"
SEEDS = (1, 2, 3)


def versions(records: Records, at_s: float) -> dict[str, int]:
    """How many containers run each version at a time."""
    counts: dict[str, int] = {}
    for row in records.running:
        if row.started_s <= at_s and (row.ended_s is None or row.ended_s > at_s):
            counts[row.digest] = counts.get(row.digest, 0) + 1
    return counts


@pytest.mark.parametrize("seed", SEEDS)
def test_a_moved_tag_stays_mixed_to_the_end(seed: int) -> None:
    scenario = load("moved-tag")
    old, new = (image.digest for image in scenario.images)
    records = run(scenario, seed)
    assert versions(records, 479) == {old: 4}
    mixed = versions(records, 600)
    assert mixed[old] >= 4
    assert mixed[new] >= 2
    assert versions(records, 1799) == mixed


@pytest.mark.parametrize("seed", SEEDS)
def test_with_always_the_mix_ends_with_the_last_restart(seed: int) -> None:
    scenario = load("moved-tag", values={f"{CONTAINER}.imagePullPolicy": "Always"})
    old, new = (image.digest for image in scenario.images)
    records = run(scenario, seed)
    assert versions(records, 600) == {old: 4, new: 4}
    assert set(versions(records, 900)) == {old, new}
    assert versions(records, 1400) == {new: 8}


@pytest.mark.parametrize("seed", SEEDS)
def test_by_digest_there_is_no_mix(seed: int) -> None:
    scenario = load("digest-pinned")
    records = run(scenario, seed)
    assert {row.digest for row in records.running} == {scenario.images[0].digest}
    assert versions(records, 1799) == {scenario.images[0].digest: 8}


@pytest.mark.parametrize("seed", SEEDS)
def test_pods_on_nodes_without_the_image_wait_for_the_registry(seed: int) -> None:
    records = run(load("registry-outage"), seed)
    ready = [pod.ready_s for pod in records.pods[3:]]
    assert len(ready) == 5
    assert all(time is not None and (time < 305 or time > 900) for time in ready)
    assert sum(time is not None and time > 900 for time in ready) >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mistyped_tag_leaves_eight_serving_and_five_stuck(seed: int) -> None:
    records = run(load("mistyped-tag"), seed)
    there = [pod for pod in records.pods if pod.deleted_s is None]
    assert sum(pod.ready_s is not None for pod in there) == 8
    assert sum(pod.ready_s is None for pod in there) == 5
    assert "not found" in next(row.error for row in records.pulls if row.outcome == "Failed")


TOOL = "registry.example/shop/tool:v1"
THRESHOLDS = {
    "NodePool/workers:spec.disk.size": "17Gi",
    "NodePool/workers:spec.kubelet.imageGCHighThresholdPercent": 85,
    "NodePool/workers:spec.kubelet.imageGCLowThresholdPercent": 80,
}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_disk_that_fills_costs_the_tool_its_image_and_keeps_the_last_builds(seed: int) -> None:
    records = run(load("disk-fills"), seed)
    # The fifth build is on the node from minute 61 on, and the kubelet looks every five minutes.
    assert {(row.time_s, row.reason) for row in records.removed_images} == {(65 * 60, "HighThreshold")}
    assert records.removed_images[0].image == TOOL
    assert len(records.removed_images) == 3
    assert records.states[-1].reason == "ErrImageNeverPull"
    assert not [row for row in records.events if row.object.kind == "Node"]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_usual_thresholds_disk_pressure_takes_all_unused_images_at_once(seed: int) -> None:
    records = run(load("disk-fills", values=THRESHOLDS), seed)
    assert {(row.time_s, row.reason) for row in records.removed_images} == {(3670, "DiskPressure")}
    # The tool and three builds: the fourth still runs, since the fifth is being unpacked.
    assert len(records.removed_images) == 4
    reasons = [row.reason for row in records.events if row.object.kind == "Node"]
    assert reasons == ["EvictionThresholdMet", "NodeHasDiskPressure", "NodeHasNoDiskPressure"]
    assert not [row for row in records.pods if row.reason == "Evicted"]


@pytest.mark.parametrize("seed", SEEDS)
def test_of_one_index_each_kind_of_node_takes_another_program_and_one_kind_none(seed: int) -> None:
    scenario = load("many-architectures")
    records = run(scenario, seed)
    taken = {row.node: row.platform for row in records.pulls if row.outcome == "Pulled"}
    assert taken == {"amd64-0": "linux/amd64", "arm64-0": "linux/arm/v7", "arm-v7-0": "linux/arm/v7"}
    assert {row.digest for row in records.pulls if row.outcome == "Pulled"} == {scenario.images[0].digest}
    failed = [row for row in records.pulls if row.outcome == "Failed"]
    assert {row.node for row in failed} == {"other-0"}
    assert all("no match for platform in manifest" in row.error for row in failed)
    assert len(failed) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_an_update_of_containerd_takes_the_second_choice_away(seed: int) -> None:
    records = run(load("many-architectures", values={"NodePool/arm64:spec.containerdVersion": "2.3"}), seed)
    assert {row.node for row in records.pulls if row.outcome == "Pulled"} == {"amd64-0", "arm-v7-0"}
    errors = [row.error for row in records.pulls if row.node == "arm64-0"]
    assert all("get image config descriptor: content digest sha256:" in error for error in errors)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_manifest_without_an_index_is_pulled_by_every_kind_of_node_and_fails_on_windows(seed: int) -> None:
    records = run(load("many-architectures", values={f"{CONTAINER}.image": "registry.example/shop/web:laptop"}), seed)
    pulled = [row for row in records.pulls if row.outcome == "Pulled"]
    assert {row.node for row in pulled} == {"amd64-0", "arm64-0", "arm-v7-0"}
    assert {row.platform for row in pulled} == {"linux/arm64"}
    failed = [row for row in records.pulls if row.outcome == "Failed"]
    assert {row.node for row in failed} == {"other-0"}
    assert all("failed to extract layer" in row.error for row in failed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cold_pull_sends_a_head_and_a_get_for_each_part_and_one_of_two_waits(seed: int) -> None:
    records = run(load("what-a-pull-costs"), seed)
    assert [row.outcome for row in records.pulls] == ["Pulled"] * 20
    # HEAD, manifest, config and the layers: 3 + 5 and 3 + 2, for each node.
    assert len(records.requests) == 10 * (8 + 5)
    assert sum(row.method == "HEAD" for row in records.requests) == 20
    assert sum(row.started_s > row.queued_s for row in records.pulls) == 10
    ready = [pod.ready_s for pod in records.pods]
    assert all(time is not None and time < 15 for time in ready)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_part_of_a_pod_does_its_part(seed: int) -> None:
    records = run(load("parts-of-a-pod"), seed)
    first = {name: min(row.started_s for row in records.running if row.container == name) for name in PARTS}
    # The init container runs for 8 s, the sidecar's startup probe succeeds after 4 s.
    assert first["migrate"] + 8 <= first["proxy"] <= first["migrate"] + 11
    assert first["proxy"] + 4 <= first["web"] <= first["proxy"] + 8
    assert {row.image for row in records.pulls if row.container == "model"} == {"registry.example/shop/model:v1"}
    shown = {(row.pod, row.reason, row.exit_code) for row in records.states if row.namespace == "shop"}
    assert ("crashes", "Error", 3) in shown
    assert ("crashes", "CrashLoopBackOff", None) in shown
    assert ("hangs", "CrashLoopBackOff", None) in shown
    jobs = [pod.phase for pod in records.pods if pod.workload is not None and pod.workload.kind == "Job"]
    assert jobs == ["Succeeded"] * 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_build_that_never_gets_ready_stops_a_roll_out_under_the_same_tag(seed: int) -> None:
    records = run(load("parts-of-a-pod"), seed)
    web = [pod for pod in records.pods if pod.workload is not None and pod.workload.name == "web"]
    there = [pod for pod in web if pod.deleted_s is None]
    assert [pod.ready_s is not None for pod in there] == [True, True, True, False, False]
    runs = [row.digest for row in records.running if row.container == "web" and row.ended_s is None]
    assert len(set(runs)) == 2
    assert {row.image for row in records.running if row.container == "web"} == {"registry.example/shop/web:v1"}


PARTS = ("migrate", "proxy", "web")


@pytest.mark.parametrize("seed", SEEDS)
def test_while_the_webhook_is_away_nothing_new_runs_with_fail_and_two_versions_come_of_ignore(seed: int) -> None:
    refused = load("webhook-away")
    old, new = (image.digest for image in refused.images)
    assert versions(run(refused, seed), 1799) == {old: 7}
    ignored = load("webhook-away", values={"Simulation/webhook-away:spec.failurePolicy": "Ignore"})
    assert set(versions(run(ignored, seed), 1799)) == {old, new}


@pytest.mark.parametrize("seed", SEEDS)
def test_replaced_nodes_bring_the_new_build_and_without_them_nothing_does(seed: int) -> None:
    scenario = load("nodes-replaced")
    old, new = (image.digest for image in scenario.images)
    assert versions(run(scenario, seed), 2699) == {new: 6}
    alone = replace(scenario, timeline=scenario.timeline[:1])
    assert versions(run(alone, seed), 2699) == {old: 6}


@pytest.mark.parametrize(("replaced", "absent"), [(False, 0), (True, 3)])
def test_upgraded_in_place_a_node_knows_nobody_who_pulled_and_a_new_one_does(replaced: bool, absent: int) -> None:
    path = "Timeline/timeline:spec.events[0].upgradeNode.replace"
    records = run(load("nodes-upgraded", values={path: replaced}))
    running = [row for row in records.running if row.ended_s is None and row.pod.startswith("without-")]
    assert len(running) == 3 - absent


def test_a_tag_that_is_kept_pulls_at_hour_eight() -> None:
    path = "Registry/registry.example:spec.retention[0].keep"
    assert len([row for row in run(load("old-tags-expire")).running if row.ended_s is None]) == 3
    assert len([row for row in run(load("old-tags-expire", values={path: ["v1"]})).running if row.ended_s is None]) == 4
