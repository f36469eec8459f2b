"""What one run does, on worlds of one or two nodes: pulls, states, events, back-off, recovery."""

from dataclasses import replace

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from tests.engine.engine_worlds import MB, container, deployment, image, pod


def reasons(records, name="default"):
    return [(row.reason, row.message) for row in records.events if str(row.object) == f"Pod/default/{name}"]


def shown(records, container="app"):
    return [(row.state, row.reason) for row in records.states if row.container == container]


def test_a_pull_takes_requests_and_size_over_bandwidth(world):
    scenario = world(
        tags={"app:v1": image("a", 30 * MB, 10 * MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        latency_s=0.5,
        network=10 * MB,
    )
    (pull,) = run(scenario).pulls
    # HEAD, manifest, config, then both layers at once: four round trips and 40 MB at 10 MB/s.
    assert pull.ended_s - pull.started_s == pytest.approx(4 * 0.5 + 4.0, abs=0.001)
    assert (pull.bytes_fetched, pull.layers_fetched, pull.requests) == (40 * MB + 1500, 2, 5)
    assert (pull.outcome, pull.digest, pull.attempt) == ("Pulled", "sha256:a", 1)


def test_the_events_of_a_first_start_read_as_the_kubelet_writes_them(world):
    scenario = world(
        tags={"app:v1": image("a", 10 * MB)}, pods=(pod("p", container("reg.test/app:v1")),), network=10 * MB
    )
    assert reasons(run(scenario), "p") == [
        ("Scheduled", "Successfully assigned default/p to node-0"),
        ("Pulling", 'Pulling image "reg.test/app:v1"'),
        (
            "Pulled",
            'Successfully pulled image "reg.test/app:v1" in 1s (1s including waiting). Image size: 10001500 bytes.',
        ),
        ("Created", "Container created"),
        ("Started", "Container started"),
    ]


def test_kubernetes_131_says_less_of_a_failure_and_names_the_container_that_it_created(world):
    outage = Outage(at_s=0.0, registry="reg.test", for_s=15.0)
    tags, pods = {"app:v1": image("a", 10 * MB)}, (pod("p", container("reg.test/app:v1")),)
    old, new = (
        run(world(tags=tags, pods=pods, timeline=(outage,), duration_s=60, version=version))
        for version in ("1.31", "1.37")
    )
    created = [[row.message for row in records.events if row.reason == "Created"] for records in (old, new)]
    assert created == [["Created container app"], ["Container created"]]
    backing_off = [
        [row.message for row in records.states if row.reason == "ImagePullBackOff"] for records in (old, new)
    ]
    assert backing_off[0][:1] == ['Back-off pulling image "reg.test/app:v1"']
    assert backing_off[1][0].startswith('Back-off pulling image "reg.test/app:v1": ErrImagePull: failed to pull')


def test_a_name_that_the_registry_lacks_backs_off_with_the_runtimes_words(world):
    scenario = world(pods=(pod("p", container("reg.test/app:v1")),), duration_s=60, version="1.32", containerd="1.7")
    records = run(scenario)
    text = (
        'rpc error: code = NotFound desc = failed to pull and unpack image "reg.test/app:v1": '
        'failed to resolve reference "reg.test/app:v1": reg.test/app:v1: not found'
    )
    assert reasons(records, "p")[1:6] == [
        ("Pulling", 'Pulling image "reg.test/app:v1"'),
        ("Failed", f'Failed to pull image "reg.test/app:v1": {text}'),
        ("Failed", "Error: ErrImagePull"),
        ("BackOff", 'Back-off pulling image "reg.test/app:v1"'),
        ("Failed", "Error: ImagePullBackOff"),
    ]
    assert shown(records)[:3] == [
        ("Waiting", "ContainerCreating"),
        ("Waiting", "ErrImagePull"),
        ("Waiting", "ImagePullBackOff"),
    ]
    assert {row.phase for row in records.pods} == {"Pending"}


def test_never_needs_the_image_on_the_node(world):
    absent = run(world(pods=(pod("p", container("reg.test/app:v1", "Never")),), duration_s=30))
    assert ("Waiting", "ErrImageNeverPull") in shown(absent)
    assert not absent.pulls
    there = world(
        tags={"app:v1": image("a", MB)},
        pods=(pod("p", container("reg.test/app:v1", "Never")),),
        prepulled=("reg.test/app:v1",),
    )
    assert [row.outcome for row in run(there).pulls] == ["AlreadyPresent"]


def test_if_not_present_keeps_what_the_node_has_and_always_asks(world):
    versions = {}
    for policy in ("IfNotPresent", "Always"):
        scenario = world(
            tags={"app:v1": image("a", MB)},
            pods=(pod("p", container("reg.test/app:v1", policy)),),
            timeline=(
                Push(at_s=100, reference="reg.test/app:v1", image=image("b", MB)),
                Restart(at_s=200, target="Pod/default/p"),
            ),
        )
        versions[policy] = [row.digest for row in run(scenario).running]
    assert versions == {"IfNotPresent": ["sha256:a", "sha256:a"], "Always": ["sha256:a", "sha256:b"]}


def test_an_unchanged_tag_costs_always_one_request(world):
    scenario = world(
        tags={"app:v1": image("a", MB)},
        pods=(pod("p", container("reg.test/app:v1", "Always")),),
        timeline=(Restart(at_s=100, target="Pod/default/p"),),
    )
    again = run(scenario).pulls[1]
    assert (again.outcome, again.requests, again.bytes_fetched, again.layers_reused) == ("Pulled", 1, 0, 1)


def test_layers_that_are_there_are_not_fetched_again(world):
    scenario = world(
        tags={"a:1": image("a", 30 * MB, MB, shared=1), "b:1": image("b", 30 * MB, 2 * MB, shared=1)},
        pods=(pod("p", container("reg.test/a:1", name="a"), container("reg.test/b:1", name="b")),),
    )
    second = run(scenario).pulls[1]
    assert (second.layers_fetched, second.layers_reused) == (1, 1)
    assert (second.bytes_fetched, second.bytes_reused) == (2 * MB + 1500, 30 * MB)


def test_an_outage_refuses_and_recovery_comes_by_back_off(world):
    scenario = world(
        tags={"app:v1": image("a", MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(Outage(at_s=0, registry="reg.test", for_s=100),),
        duration_s=1200,
    )
    records = run(scenario)
    failed = [row for row in records.pulls if row.outcome == "Failed"]
    assert all("connect: connection refused" in row.error for row in failed)
    gaps = [later.queued_s - earlier.ended_s for earlier, later in zip(failed, records.pulls[1:], strict=False)]
    for gap, floor in zip(gaps, (10, 20, 40, 80), strict=False):
        assert floor <= gap <= floor + 16
    assert records.pulls[-1].outcome == "Pulled"
    assert records.pods[0].ready_s == pytest.approx(records.pulls[-1].ended_s, abs=1)


def test_an_outage_breaks_off_what_is_under_way(world):
    scenario = world(
        tags={"app:v1": image("a", 100 * MB)},
        pods=(pod("p", container("reg.test/app:v1")),),
        timeline=(Outage(at_s=4, registry="reg.test", for_s=10),),
        network=10 * MB,
    )
    first, second = run(scenario).pulls[:2]
    assert first.outcome == "Failed"
    assert first.bytes_fetched == pytest.approx(40 * MB, rel=0.001)
    # Asking for the rest was refused, but what the reader reports is the end that made it ask.
    assert first.error.endswith(
        f"short read: expected {100 * MB} bytes but got {first.bytes_fetched - 1500}: unexpected EOF"
    )
    # A failed pull frees what it brought, so the next one starts from nothing.
    assert second.bytes_fetched == 100 * MB + 1500


def test_serial_pulls_wait_for_each_other_and_parallel_ones_share(world):
    tags = {"a:1": image("a", 10 * MB), "b:1": image("b", 10 * MB)}
    pods = (pod("p", container("reg.test/a:1")), pod("q", container("reg.test/b:1")))
    serial = run(world(tags=tags, pods=pods, network=10 * MB)).pulls
    assert [row.ended_s for row in serial] == pytest.approx([1, 2], abs=0.01)
    parallel = KubeletConfiguration(serialize_image_pulls=False)
    both = run(world(tags=tags, pods=pods, network=10 * MB, kubelet=parallel)).pulls
    assert [row.ended_s for row in both] == pytest.approx([2, 2], abs=0.01)


def test_two_pods_that_want_one_image_at_once_fetch_it_once(world):
    pods = (pod("p", container("reg.test/a:1")), pod("q", container("reg.test/a:1")))
    scenario = world(
        tags={"a:1": image("a", 10 * MB)},
        pods=pods,
        network=10 * MB,
        kubelet=KubeletConfiguration(serialize_image_pulls=False),
    )
    records = run(scenario)
    assert sum(row.bytes_fetched for row in records.pulls) == 10 * MB + 1500
    assert [row.ended_s for row in records.pulls] == pytest.approx([1, 1], abs=0.01)


def test_the_recorded_platform_is_that_of_the_manifest_not_of_the_node(world):
    scenario = world(tags={"a:1": image("a", MB)}, pods=(pod("p", container("reg.test/a:1")),))
    again = Restart(at_s=60.0, target="Pod/default/p")
    arm = replace(scenario, pools=(replace(scenario.pools[0], platform="linux/arm64"),), timeline=(again,))
    pulled, present = run(arm).pulls[:2]
    assert (pulled.outcome, pulled.platform) == ("Pulled", "linux/amd64")
    assert (present.outcome, present.platform) == ("AlreadyPresent", "linux/amd64")


def test_pulls_beyond_the_burst_fail_with_the_kubelets_own_words(world):
    pods = tuple(pod(f"p{n}", container("reg.test/a:1", "Always")) for n in range(12))
    scenario = world(tags={"a:1": image("a", MB)}, pods=pods, kubelet=KubeletConfiguration(serialize_image_pulls=False))
    failed = [row.error for row in run(scenario).pulls if row.outcome == "Failed"]
    assert failed == ["pull QPS exceeded"] * 2


def test_init_containers_run_one_after_another_before_the_others(world):
    tags = {"a:1": image("a", MB), "b:1": image("b", MB), "c:1": image("c", MB)}
    init = (container("reg.test/a:1", name="first"), container("reg.test/b:1", name="second"))
    records = run(world(tags=tags, pods=(pod("p", container("reg.test/c:1"), init=init),)))
    assert [row.container for row in records.running] == ["first", "second", "app"]
    first, second, app = records.running
    assert first.ended_s <= second.started_s < second.ended_s <= app.started_s
    assert shown(records)[0] == ("Waiting", "PodInitializing")


def test_a_second_crash_waits_in_crash_loop_back_off(world):
    scenario = world(
        tags={"a:1": image("a", MB)},
        pods=(pod("p", container("reg.test/a:1")),),
        timeline=(Restart(at_s=100, target="Pod/default/p"), Restart(at_s=103, target="Pod/default/p")),
    )
    records = run(scenario)
    assert ("Waiting", "CrashLoopBackOff") in shown(records)
    assert records.running[2].started_s - records.running[1].ended_s > 10
    assert records.pods[0].restarts == 2


def test_a_deployment_runs_scales_and_replaces_what_is_deleted(world):
    scenario = world(
        tags={"a:1": image("a", MB)},
        deployments=(deployment("web", 2, container("reg.test/a:1")),),
        timeline=(
            Scale(at_s=50, workload="Deployment/default/web", replicas=4),
            Delete(at_s=100, target="Deployment/default/web", pods=1),
        ),
        nodes=2,
    )
    records = run(scenario)
    alive = [row for row in records.pods if row.deleted_s is None]
    assert len(records.pods) == 5
    assert [row.phase for row in alive] == ["Running"] * 4
    assert sorted(row.node for row in alive) == ["node-0", "node-0", "node-1", "node-1"]


def test_a_bad_tag_in_a_roll_out_leaves_the_old_pods_serving(world):
    scenario = world(
        tags={"a:1": image("a", MB)},
        deployments=(deployment("web", 10, container("reg.test/a:1")),),
        timeline=(SetImage(at_s=60, workload="Deployment/default/web", container="app", image="reg.test/a:typo"),),
        nodes=3,
    )
    alive = [row for row in run(scenario).pods if row.deleted_s is None]
    assert sorted(row.phase for row in alive) == ["Pending"] * 5 + ["Running"] * 8


def test_one_seed_gives_one_result_and_another_another(world):
    scenario = world(pods=(pod("p", container("reg.test/none:1")),), duration_s=300)
    assert run(scenario, seed=3) == run(scenario, seed=3)
    assert run(scenario, seed=3) != run(scenario, seed=4)


def test_a_single_manifest_for_another_architecture_is_pulled_and_its_container_crashes(world):
    made = image("a", MB)
    arm = replace(made, manifests=(replace(made.manifests[0], platform="linux/arm64"),))
    records = run(world(tags={"a:1": arm}, pods=(pod("p", container("reg.test/a:1")),), duration_s=120))
    assert [row.outcome for row in records.pulls][:1] == ["Pulled"]
    assert "CrashLoopBackOff" in {row.reason for row in records.states}
    assert (records.pods[0].ready_s, records.pods[0].restarts > 0) == (None, True)


def test_an_index_gives_each_node_its_manifest_under_one_version(world):
    made = image("a", MB)
    both = tuple(
        replace(made.manifests[0], platform=platform, digest=f"sha256:{platform}", config_digest=f"sha256:c{platform}")
        for platform in ("linux/arm64", "linux/amd64")
    )
    index = replace(made, digest="sha256:index", manifests=both, index_size=700)
    records = run(world(tags={"a:1": index}, pods=(pod("p", container("reg.test/a:1")),)))
    assert [(row.digest, row.outcome) for row in records.pulls] == [("sha256:index", "Pulled")]
    asked = [row.object for row in records.requests]
    assert asked[:3] == ["manifests/1", "manifests/sha256:index", "manifests/sha256:linux/amd64"]
    assert [row.reason for row in records.states] == ["ContainerCreating", ""]
