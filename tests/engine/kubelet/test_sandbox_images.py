"""Pods whose nodes lack the image in which sandboxes run: containerd pulls it; if it cannot, no container starts."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import Cluster, run
from imagesim.results.measures.pod_causes import CAUSES
from imagesim.results.measures.recovery import recovery
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.nodes.remove_image import RemoveImage
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.values.node_runtime import OwnSandboxImage
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent
from tests.engine.engine_worlds import MB, container, deployment, image, pod
from tests.engine.kubelet.sleep.asleep_and_awake import compare

World = Callable[..., Scenario]
TAGS = {"app:v1": image("app", 10 * MB)}
PAUSE = "registry.k8s.io/pause:3.10.2"


def lacking(world: World, *timeline: TimelineEvent, name: str = "", present: bool = False, **more: object) -> Scenario:
    defaults = {"tags": TAGS, "pods": (pod("w", container("reg.test/app:v1")),), "timeline": timeline}
    made = world(**(defaults | more))
    own = OwnSandboxImage(image=name, present=present)
    return replace(made, pools=tuple(replace(pool, sandbox_image=own) for pool in made.pools))


def out(for_s: float = 60, **more: object) -> Outage:
    return Outage(at_s=0, registry="registry.k8s.io", for_s=for_s, how="dns-error", **more)  # type: ignore[arg-type]


def asked(records: Records) -> list[tuple[str, str]]:
    return [(row.method, row.object.partition("/")[0]) for row in records.requests if row.host == "registry.k8s.io"]


def failures(records: Records) -> list[str]:
    return [event.message for event in records.events if event.reason == "FailedCreatePodSandBox"]


def test_the_first_pod_of_a_node_has_it_pulled_and_the_kubelet_says_nothing_of_that(world: World) -> None:
    records = run(lacking(world))
    assert asked(records) == [("HEAD", "manifests"), ("GET", "manifests"), ("GET", "blobs"), ("GET", "blobs")]
    assert [pull.image for pull in records.pulls] == ["reg.test/app:v1"]
    assert [event.reason for event in records.events] == ["Scheduled", "Pulling", "Pulled", "Created", "Started"]


def test_the_second_pod_finds_it(world: World) -> None:
    web = deployment("web", 1, container("reg.test/app:v1"))
    more = Scale(at_s=60, workload="Deployment/default/web", replicas=5)
    assert len(asked(run(lacking(world, more, pods=(), deployments=(web,))))) == 4


def test_nodes_have_it_unless_it_is_said_otherwise(world: World) -> None:
    assert asked(run(lacking(world, present=True))) == []


SAID = {
    "1.6": 'failed to get sandbox image "{image}": failed to pull image "{image}": ',
    "1.7": 'failed to get sandbox image "{image}": failed to pull image "{image}": ',
    "2.3": 'failed to pull image "{image}": ',
}
TAGS_OF = {"1.6": "3.6", "1.7": "3.8", "2.0": "3.10", "2.1": "3.10", "2.2": "3.10.1", "2.3": "3.10.2"}


@pytest.mark.parametrize("version", SAID)
def test_if_it_cannot_be_pulled_the_pod_says_so_every_ten_to_sixteen_seconds(world: World, version: str) -> None:
    records = run(lacking(world, out(3600), containerd=version, duration_s=100))
    name = f"registry.k8s.io/pause:{TAGS_OF[version]}"
    said = failures(records)
    assert said[0].startswith(
        "Failed to create pod sandbox: rpc error: code = Unknown desc = "
        + SAID[version].format(image=name)
        + f'failed to pull and unpack image "{name}": failed to resolve '
    )
    assert said[0].endswith("dial tcp: lookup registry.k8s.io on 10.96.0.10:53: server misbehaving")
    assert set(said) == {said[0]}
    times = [failure.time_s for failure in records.sandbox_failures]
    assert all(10 <= later - sooner <= 16 for sooner, later in pairwise(times))
    assert 7 <= len(times) <= 11
    assert {(state.state, state.reason) for state in records.states} == {("Waiting", "ContainerCreating")}
    assert not records.pulls


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_from_2_0_to_2_2_the_text_names_the_sandbox_so_no_two_are_alike(world: World, version: str) -> None:
    said = failures(run(lacking(world, out(3600), containerd=version, duration_s=60)))
    assert len(set(said)) == len(said) > 2
    assert 'desc = failed to start sandbox "' in said[0]
    assert f'": failed to get sandbox image "registry.k8s.io/pause:{TAGS_OF[version]}": failed to pull' in said[0]


def test_a_name_that_its_registry_does_not_hold_is_not_found_for_ever(world: World) -> None:
    said = failures(run(lacking(world, name="reg.test/pause:1")))
    assert said[0].startswith(
        'Failed to create pod sandbox: rpc error: code = NotFound desc = failed to pull image "reg.test/pause:1": '
    )
    assert said[0].endswith("reg.test/pause:1: not found")


def test_the_pods_recover_at_their_next_sync(world: World) -> None:
    records = run(lacking(world, out(60)))
    (row,) = recovery(records)
    assert (row.pod, row.ended_s) == ("w", 60)
    assert row.delay_s is not None
    assert 0 < row.delay_s < 17
    assert row.sync_s is not None
    assert row.sync_s > 0.9 * row.delay_s
    assert sum(getattr(row, cause) for cause in CAUSES) == row.delay_s


def test_one_that_was_removed_is_pulled_for_the_next_pod(world: World) -> None:
    web = deployment("web", 1, container("reg.test/app:v1"))
    events = (
        RemoveImage(at_s=50, node="node-0", image=PAUSE),
        Scale(at_s=60, workload="Deployment/default/web", replicas=2),
    )
    records = run(lacking(world, *events, present=True, pods=(), deployments=(web,)))
    assert len(asked(records)) == 4
    assert {row.ended_s for row in records.running} == {None}


def test_a_registry_that_never_answers_is_given_up_after_four_minutes(world: World) -> None:
    """By the kubelet, which waits twice its runtimeRequestTimeout; 2.2 has no time limit of its own for an answer."""
    silent = Outage(at_s=0, registry="registry.k8s.io", for_s=3600, how="silent")
    records = run(lacking(world, silent, containerd="2.2", duration_s=260))
    assert failures(records) == [
        "Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = context deadline exceeded"
    ]
    assert records.sandbox_failures[0].time_s == pytest.approx(240, abs=0.1)


def test_it_is_pinned_once_it_was_pulled_from_1_7_on(world: World) -> None:
    for version, pinned in (("1.6", ()), ("1.7", ("registry.k8s.io/pause:3.8",)), ("2.3", (PAUSE,))):
        cluster = Cluster(lacking(world, containerd=version), 1)
        assert cluster.kubelets["node-0"].runtime.pinned == pinned


def test_the_records_are_the_same_with_and_without_sleep(world: World) -> None:
    web = deployment("web", 4, container("reg.test/app:v1"), container("reg.test/app:v2", name="b"))
    compare(lacking(world, out(100), pods=(), deployments=(web,), nodes=2, duration_s=900))


def test_a_pool_says_it_in_a_document_which_is_saved_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: n}\nspec: {sandboxImage: {present: false}}\n---\n"
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        "spec: {events: [{at: 1m, outage: {registry: registry.k8s.io, for: 1m}}]}\n"
    )
    found = load(file)
    assert found.pools[0].sandbox_image == OwnSandboxImage(present=False)
    assert any(each.startswith(f"The sandbox image {PAUSE}, which nodes of n lack") for each in found.assumptions)
    assert "sandboxImage:\n    present: false" in dump(found)
    file.write_text(file.read_text().replace("{present: false}", "'k8s.example/pause:1'"))
    assert load(file).pools[0].sandbox_image == OwnSandboxImage(image="k8s.example/pause:1")


def test_an_outage_of_its_registry_reminds_of_nodes_that_may_lack_it(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(
        "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\n"
        "spec: {events: [{at: 1m, outage: {registry: registry.k8s.io, for: 1m}}]}\n"
    )
    assert (
        f"The nodes of workers have their sandbox image, {PAUSE}: where they may lack it when registry.k8s.io is out, "
        "write sandboxImage: {present: false} in the NodePool."
    ) in load(file).assumptions
