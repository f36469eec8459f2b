"""Loading: an image is on nodes without a pull, whatever registries hold."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from imagesim.engine.records import Records
from imagesim.engine.run import Cluster, run
from imagesim.scenarios.loading import load
from imagesim.scenarios.timeline.events.nodes.load_image import LoadImage
from imagesim.scenarios.timeline.events.nodes.remove_image import RemoveImage
from imagesim.scenarios.values.node_runtime import Disk
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
NAME = "reg.test/my-app:dev"
BUILT, TAGS = image("built", 30 * MB), {"app:v1": image("app", 10 * MB)}


def load_image(at_s: float = 60, *, node: str = "node-0", **more: object) -> LoadImage:
    return LoadImage(at_s=at_s, reference=NAME, of=BUILT, node=node, **more)  # type: ignore[arg-type]


def scenario(world: World, *timeline: TimelineEvent, policy: str = "IfNotPresent", **more: object) -> Scenario:
    waits = pod("w", container(NAME, policy))
    return world(**({"tags": TAGS, "pods": (waits,), "timeline": timeline, "duration_s": 600} | more))


def ready_s(records: Records) -> float | None:
    return records.pods[0].ready_s


def test_a_pod_in_back_off_finds_it_at_its_next_sync_and_pulls_nothing(world: World) -> None:
    records = run(scenario(world, load_image()))
    ready = ready_s(records)
    assert ready is not None
    assert 60 < ready <= 60 + 16
    assert records.pulls[-1].outcome == "AlreadyPresent"
    assert records.running[0].digest == BUILT.digest
    assert (
        records.events[-3].message
        == f'Container image "{NAME}" already present on machine and can be accessed by the pod'
    )
    asked = sum(pull.requests for pull in records.pulls)
    assert len(records.requests) == asked


def test_always_asks_the_registry_all_the_same_and_goes_on_failing(world: World) -> None:
    records = run(scenario(world, load_image(), policy="Always"))
    assert ready_s(records) is None
    assert {state.reason for state in records.states} == {"ContainerCreating", "ErrImagePull", "ImagePullBackOff"}


def test_never_starts_from_it(world: World) -> None:
    ready = ready_s(run(scenario(world, load_image(), policy="Never")))
    assert ready is not None
    assert 60 < ready <= 60 + 16


def test_once_it_is_removed_a_new_pod_fails(world: World) -> None:
    late = deployment("late", 1, container(NAME))
    events = (load_image(10), RemoveImage(at_s=20, node="node-0", image=NAME))
    records = run(scenario(world, *events, pods=(), deployments=(late,)))
    assert records.pods[0].ready_s is not None  # it had started by then
    removed = run(scenario(world, load_image(0), RemoveImage(at_s=0, node="node-0", image=NAME)))
    assert ready_s(removed) is None
    assert "not found" in removed.pulls[-1].error


def test_all_nodes_of_a_pool_that_are_there_get_it(world: World) -> None:
    three = deployment("web", 3, container(NAME, "Never"))
    event = load_image(node="", pool="node")
    records = run(scenario(world, event, pods=(), deployments=(three,), nodes=3))
    assert {row.node for row in records.pods if row.ready_s is not None} == {"node-0", "node-1", "node-2"}


def test_the_name_moves_as_after_a_pull_and_what_runs_goes_on(world: World) -> None:
    runs = pod("w", container("reg.test/app:v1"))
    moved = LoadImage(at_s=60, reference="reg.test/app:v1", of=BUILT, node="node-0")
    cluster = Cluster(world(tags=TAGS, pods=(runs,), timeline=(moved,), duration_s=100), 1)
    cluster.env.run(until=100)
    kubelet = cluster.kubelets["node-0"]
    stored = kubelet.runtime.image_status("reg.test/app:v1")
    assert stored is not None
    assert stored.version == BUILT.digest
    assert len(kubelet.runtime.images.by_id()) == 2
    assert cluster.finish().running[0].ended_s is None


def test_credential_verification_takes_it_for_preloaded(world: World) -> None:
    """Under the default policy nobody has to show a credential for what the kubelet did not pull."""
    assert ready_s(run(scenario(world, load_image(), version="1.36"))) is not None


def test_a_full_disk_refuses_it(world: World) -> None:
    records = run(scenario(world, load_image(), disk=Disk(capacity=50 * MB)))
    assert ready_s(records) is None
    (vain,) = records.vain_events
    assert vain.why == "node-0: no space left on device"
    assert not records.causes


def test_an_image_for_another_platform_cannot_be_used(world: World) -> None:
    (own,) = BUILT.manifests
    for_arm = replace(own, platform="linux/s390x")
    index = replace(BUILT, digest="sha256:" + 64 * "a", manifests=(for_arm,), index_size=9)
    event = LoadImage(at_s=60, reference=NAME, of=index, node="node-0")
    (vain,) = run(scenario(world, event)).vain_events
    assert vain.why == "node-0: the image has nothing for the platform of the node"


def test_the_records_are_the_same_with_and_without_sleep(world: World) -> None:
    web = deployment("web", 4, container(NAME), container("reg.test/app:v2", name="b"))
    compare(scenario(world, load_image(200), pods=(), deployments=(web,), nodes=2, duration_s=900))
    compare(scenario(world, load_image(200, node="", pool="node"), pods=(), deployments=(web,), nodes=2))


def test_content_that_a_pull_is_bringing_is_not_kept_twice(world: World) -> None:
    pulls = pod("w", container("reg.test/app:v1"))
    event = LoadImage(at_s=2, reference=NAME, of=TAGS["app:v1"], node="node-0")
    made = world(tags=TAGS, pods=(pulls,), timeline=(event,), network=2.0 * MB, duration_s=100)
    cluster = Cluster(made, 1)
    cluster.env.run(until=100)
    store = cluster.kubelets["node-0"].runtime.store
    assert cluster.finish().pulls[0].outcome == "Pulled"
    assert store.disk.images == store.content.content_bytes + sum(store.content._snapshots.values())


WORLD = """apiVersion: imagesim/v1
kind: NodePool
metadata: {name: n}
spec: {count: 2, prepulled: [{image: 'my-app:dev', of: w}, 'other:dev']}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: docker.io}
spec: {repositories: {nginx: {tags: {"1": w}}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: w}
spec: {layers: [5Mi]}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: t}
spec:
  events:
    - {at: 1m, loadImage: {image: 'late:dev', of: w, pool: n}}
    - {at: 2m, loadImage: {image: 'nginx:1', node: n-1}}
---
apiVersion: v1
kind: Pod
metadata: {name: app}
spec: {containers: [{name: c, image: "my-app:dev"}]}
"""
FINDS_NOTHING = (
    "A node without it, a pull with the policy Always, and a pod that comes after image GC took it find nothing "
    "(not found)."
)


def test_documents_say_which_image_a_name_is_and_the_assumptions_what_that_means(tmp_path: Path) -> None:
    (tmp_path / "world.yaml").write_text(WORLD)
    found = load(tmp_path / "world.yaml")
    w = found.images[0]
    assert found.pools[0].prepulled == ("my-app:dev", "other:dev")
    assert (found.pools[0].loaded, found.pools[0].loaded_images) == (("other:dev",), (("my-app:dev", w),))
    said = [each for each in found.assumptions if each.startswith("No registry holds")]
    assert said == [
        f"No registry holds my-app:dev: it is on the nodes of NodePool/n alone, as Image w. {FINDS_NOTHING}",
        "No registry holds other:dev: it is on the nodes of NodePool/n alone, as an image of the default size. "
        + FINDS_NOTHING,
        f"No registry holds docker.io/library/late:dev: it is on the nodes of n alone, as Image w. {FINDS_NOTHING}",
    ]
    assert run(found).pulls[0].digest == w.digest
