"""What queues a ReplicaSet."""

from dataclasses import replace

from imagesim.engine.api import kubectl
from tests.engine.controllers.test_rollouts import TERMINATION_S, WEB, Cluster


def test_one_whose_pod_has_gone_is_synced_before_one_that_is_scaled_at_that_instant():
    """The scaling reaches the larger ReplicaSet first, but only in the Deployment's sync, which comes after the end."""
    cluster = Cluster()
    cluster.create(4, max_surge="0", max_unavailable="1")
    cluster.until(10)
    cluster.set_image("v2")
    cluster.until(20 + TERMINATION_S - 0.5)  # at 15 s and at 20 s one more of the new is Ready, and one of the old goes
    assert [rs.spec.replicas for rs in cluster.sets] == [1, 3]
    old, new = (rs.name for rs in cluster.sets)
    synced: list[str] = []
    cluster.on_synced = lambda controller, key: synced.append(key.name)
    cluster.after(0.5, lambda: kubectl.scale(cluster.store, WEB, 2))
    cluster.until(20 + TERMINATION_S + 0.1)
    assert [name for name in synced if name != "web"][:2] == [old, new]


def test_an_unchanged_count_queues_nothing_else():
    cluster = Cluster()
    cluster.create(1)
    cluster.until(10)
    synced: list[str] = []
    cluster.on_synced = lambda controller, key: synced.append(controller.name)
    (pod,) = cluster.api.pods
    cluster.api.pods.set_status(pod, phase="Running", ready=True, restarts=1)
    cluster.until(20)
    assert synced == []


def test_another_min_ready_seconds_makes_each_pod_available_at_its_own_time():
    """Also where the pod that is older has been Ready for the shorter time."""
    cluster = Cluster()
    cluster.create(2)
    cluster.until(10)
    older, _ = cluster.api.pods
    cluster.api.pods.set_status(older, phase="Running", ready=False, restarts=1)
    cluster.until(20)
    cluster.api.pods.set_status(older, phase="Running", ready=True, restarts=1)
    kubectl.apply(cluster.store, replace(cluster.state.spec, min_ready_s=30))
    (rs,) = cluster.sets
    seen = []
    for time in (21, 32, 49, 51):
        cluster.until(time)
        seen.append((rs.status.ready, rs.status.available))
    assert seen == [(2, 0), (2, 1), (2, 1), (2, 2)]
