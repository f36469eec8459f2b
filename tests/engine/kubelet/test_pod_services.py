"""Whoever watches the syncs of a node's pods sees them all, and may have those made that find nothing."""

from imagesim.engine.run import Cluster
from tests.engine.engine_worlds import MB, container, image, pod


def watched(scenario, *, resyncs_always: bool = False):
    cluster = Cluster(scenario, 1)
    services, syncs = cluster.kubelets["node-0"].services, []
    services.on_sync = syncs.append
    services.resyncs_always = resyncs_always
    cluster.env.run(until=scenario.duration_s)
    return syncs


def test_a_sync_that_failed_carries_its_results_and_the_error_of_the_whole_sync(world):
    syncs = watched(world(tags={"app:v1": image("a", MB)}, pods=(pod("p", container("reg.test/app:v2")),)))
    failed = [sync for sync in syncs if sync.error]
    assert failed[0].results[-1].error == "ErrImagePull"
    assert failed[0].error.startswith('failed to "StartContainer" for "app" with ErrImagePull: "')
    assert all(sync.ended_s >= sync.started_s for sync in syncs)
    assert {sync.pod.name for sync in syncs} == {"p"}


def test_syncs_after_a_failure_come_by_the_timer_and_the_first_by_an_update(world):
    syncs = watched(world(tags={"app:v1": image("a", MB)}, pods=(pod("p", container("reg.test/app:v2")),)))
    assert not syncs[0].by_timer
    assert all(sync.by_timer for sync in syncs[2:])


def test_a_pod_without_errors_is_synced_again_only_on_demand(world):
    calm = world(tags={"app:v1": image("a", MB)}, pods=(pod("p", container("reg.test/app:v1")),))
    seldom, often = watched(calm), watched(calm, resyncs_always=True)
    assert seldom[-1].ended_s < 10
    assert often[-1].ended_s > 540
