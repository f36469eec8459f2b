"""What one sync does, where the recorded rows do not go: crashes, image volumes, sidecars, changed images."""

from collections.abc import Mapping

import pytest

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.pods.actions import ContainerState, pod_actions
from imagesim.rules.pods.sync import EnsuredImage, PodSync
from imagesim.rules.versions import kubernetes

POD = PodIdentity(namespace="ns", name="p", uid="u")
NO_ANSWER = "ErrImagePull", "no answer"


def container(name: str, image: str = "img", *mounts: str, sidecar: bool = False) -> Container:
    restart = "Always" if sidecar else ""
    return Container(name=name, image=image, image_pull_policy="Always", restart_policy=restart, volume_mounts=mounts)


def volume(name: str) -> ImageVolume:
    return ImageVolume(name=name, reference=f"{name}:1", pull_policy="Always")


def ran(exit_code: int = 0, finished_s: float = 2) -> ContainerState:
    return ContainerState(image="img", started_s=1, finished_s=finished_s, exit_code=exit_code)


RUNS = ContainerState(image="img", started_s=1)


class Synced:
    """One sync at *now* of a pod that has its sandbox; *failing* are the images that cannot be had."""

    def __init__(
        self,
        spec: PodSpec,
        states: Mapping[str, ContainerState] | None = None,
        *,
        now: float = 100,
        failing: Mapping[str, tuple[str, str]] | None = None,
        backoff: Backoff | None = None,
        version: str = "1.36",
    ) -> None:
        self.now = now
        self.did: list[str] = []
        self._failing = failing or {}
        self.events: list[tuple[str, str, str]] = []
        sync = PodSync(
            POD,
            spec,
            states or {},
            pod_actions(spec, states or {}, has_sandbox=True),
            self,
            behaviour=kubernetes(version),
            crash_backoff=backoff or Backoff(10, 300),
            emit=lambda event, path: self.events.append((path, event[1], event[2])),
        )
        assert not list(sync.run())
        self.results = [(result.target, result.error) for result in sync.results]
        self.ends = [result.backoff_until_s for result in sync.results if result.backoff_until_s is not None]

    # --- the work, at once ---

    def kill(self, *names: str):
        self.did.append(f"kill {' and '.join(names)}")
        yield from ()

    def ensure_image(self, container: Container, field_path: str):
        self.did.append(f"image {container.image}")
        yield from ()
        return EnsuredImage(*self._failing.get(container.image, ()))

    def start(self, container: Container, image: EnsuredImage) -> None:
        self.did.append(f"start {container.name}")


def test_a_failing_sidecar_is_passed_over_and_another_init_container_is_not():
    init = (container("s", "bad", sidecar=True), container("t", sidecar=True))
    spec = PodSpec(init_containers=init, containers=(container("a"),))
    again = Synced(spec, {"s": ran(), "t": ran(), "a": RUNS}, failing={"bad": NO_ANSWER})
    assert again.results == [("s", "ErrImagePull"), ("t", "")]
    spec = PodSpec(init_containers=(container("i", "bad"), container("j")), containers=(container("a"),))
    assert Synced(spec, failing={"bad": NO_ANSWER}).results == [("i", "ErrImagePull")]


def test_a_regular_container_blocks_no_other():
    spec = PodSpec(containers=(container("a", "bad"), container("b")))
    assert Synced(spec, failing={"bad": NO_ANSWER}).results == [("a", "ErrImagePull"), ("b", "")]


def test_a_crashed_container_waits_before_anybody_asks_for_its_image():
    spec, backoff = PodSpec(containers=(container("a", "img"),)), Backoff(10, 300)
    first = Synced(spec, {"a": ran(1, finished_s=99)}, now=100, backoff=backoff)
    assert first.did == ["image img", "start a"]
    second = Synced(spec, {"a": ran(1, finished_s=101)}, now=102, backoff=backoff)
    assert (second.did, second.results, second.ends) == ([], [("a", "CrashLoopBackOff")], [111])
    assert second.events == [("spec.containers{a}", "BackOff", "Back-off restarting failed container a in pod p_ns(u)")]


def test_the_crash_back_off_doubles_each_time_it_lets_through_even_if_the_pull_then_fails():
    spec, backoff = PodSpec(containers=(container("a", "bad"),)), Backoff(10, 300)
    gone = {"a": ran(1, finished_s=100)}
    outcomes = [
        Synced(spec, gone, now=now, failing={"bad": NO_ANSWER}, backoff=backoff).results[0][1]
        for now in (100, 109, 110, 119, 121, 139, 141)
    ]
    pull, crash = "ErrImagePull", "CrashLoopBackOff"
    assert outcomes == [pull, crash, pull, crash, pull, crash, pull]
    assert backoff.get("u_a_bad") == 80


def test_a_container_that_ended_well_waits_like_one_that_crashed():
    spec, backoff = PodSpec(containers=(container("a"),)), Backoff(10, 300)
    Synced(spec, {"a": ran(0, finished_s=99)}, now=100, backoff=backoff)
    assert Synced(spec, {"a": ran(0, finished_s=101)}, now=102, backoff=backoff).results == [("a", "CrashLoopBackOff")]


def test_a_new_image_starts_with_a_new_crash_back_off():
    backoff = Backoff(10, 300)
    Synced(PodSpec(containers=(container("a"),)), {"a": ran(1, 99)}, now=100, backoff=backoff)
    changed = PodSpec(containers=(container("a", "new"),))
    assert Synced(changed, {"a": ran(1, 101)}, now=102, backoff=backoff).results == [("a", "")]


def test_housekeeping_ends_a_crash_back_off_600_s_after_it_began():
    spec, backoff = PodSpec(containers=(container("a"),)), Backoff(300, 300)
    Synced(spec, {"a": ran(1, finished_s=99)}, now=100, backoff=backoff)
    late = {"a": ran(1, finished_s=500)}  # ran for 400 s, and should wait until 800
    assert Synced(spec, late, now=700, backoff=backoff).results == [("a", "CrashLoopBackOff")]
    assert Synced(spec, late, now=701, backoff=backoff).results == [("a", "")]


def test_image_volumes_come_first_and_at_every_sync():
    spec = PodSpec(containers=(container("a", "img", "v"),), image_volumes=(volume("v"), volume("w")))
    assert Synced(spec).did == ["image v:1", "image w:1", "image img", "start a"]
    steady = Synced(spec, {"a": RUNS}, failing={"v:1": NO_ANSWER})
    assert (steady.did, steady.results) == (["image v:1", "image w:1"], [])


def test_from_1_37_on_image_volumes_wait_for_the_first_container_that_starts():
    spec = PodSpec(containers=(container("a", "img", "v"), container("b", "img")), image_volumes=(volume("v"),))
    assert Synced(spec, version="1.37").did == ["image v:1", "image img", "start a", "image img", "start b"]
    assert Synced(spec, {"a": RUNS, "b": RUNS}, version="1.37").did == []
    backoff = Backoff(10, 300)
    backoff.next("u_a_img", 100)
    crashed = Synced(spec, {"a": ran(1, 101), "b": RUNS}, now=102, backoff=backoff, version="1.37")
    assert (crashed.did, crashed.results) == ([], [("a", "CrashLoopBackOff")])
    failed = Synced(spec, failing={"v:1": NO_ANSWER}, version="1.37")
    assert failed.results == [("a", "ErrImagePull"), ("b", "")]


def test_a_failed_image_volume_fails_only_the_containers_that_mount_it():
    spec = PodSpec(
        containers=(container("a", "img", "v", "w"), container("b", "img", "x"), container("c")),
        image_volumes=(volume("v"), volume("w"), volume("x")),
    )
    failing = {"v:1": NO_ANSWER, "w:1": ("ErrImageNeverPull", "not there")}
    synced = Synced(spec, failing=failing)
    assert synced.results == [("a", "ErrImageNeverPull"), ("b", ""), ("c", "")]
    assert synced.did[3:] == ["image img", "start b", "image img", "start c"]
    assert [event for event in synced.events if event[1] == "Failed"] == [
        ("spec.containers{a}", "Failed", "Error: ErrImagePull"),
        ("spec.containers{a}", "Failed", "Error: ErrImageNeverPull"),
    ]


def test_a_crash_back_off_comes_before_a_failed_image_volume():
    spec = PodSpec(containers=(container("a", "img", "v"),), image_volumes=(volume("v"),))
    backoff = Backoff(10, 300)
    backoff.next("u_a_img", 100)
    synced = Synced(spec, {"a": ran(1, 101)}, now=102, failing={"v:1": NO_ANSWER}, backoff=backoff)
    assert synced.results == [("a", "CrashLoopBackOff")]


@pytest.mark.parametrize(("version", "pulled"), [("1.34", False), ("1.35", True)])
def test_kubelets_pull_image_volumes_where_the_gate_is_on(version, pulled):
    spec = PodSpec(containers=(container("a"),), image_volumes=(volume("v"),))
    assert ("image v:1" in Synced(spec, version=version).did) == pulled


def test_a_changed_image_kills_and_starts_in_one_sync_without_back_off():
    backoff = Backoff(10, 300)
    backoff.next("u_a_new", 99)
    spec = PodSpec(containers=(container("a", "new"),))
    synced = Synced(spec, {"a": RUNS}, backoff=backoff)
    assert synced.did == ["kill a", "image new", "start a"]
    assert synced.results == [("a", ""), ("a", "")]
    killing = "Container a definition changed, will be restarted"
    assert synced.events[0] == ("spec.containers{a}", "Killing", killing)


def test_a_changed_sidecar_is_killed_in_other_words():
    sidecar = container("s", "new", sidecar=True)
    spec = PodSpec(init_containers=(sidecar,), containers=(container("a"),))
    synced = Synced(spec, {"s": RUNS, "a": RUNS})
    assert synced.events[0] == ("spec.initContainers{s}", "Killing", "Init container s definition changed")


def test_the_containers_of_a_pod_that_has_to_go_are_killed_side_by_side():
    spec = PodSpec(
        init_containers=(container("s", sidecar=True), container("t", sidecar=True)),
        containers=(container("a"),),
        restart_policy="OnFailure",
    )
    synced = Synced(spec, {"s": RUNS, "t": RUNS, "a": ran()})
    assert (synced.did, synced.results) == (["kill s and t"], [("s", ""), ("t", ""), ("u", "")])


def test_a_pod_that_is_done_takes_its_sidecars_along():
    spec = PodSpec(
        init_containers=(container("s", sidecar=True),), containers=(container("a"),), restart_policy="OnFailure"
    )
    synced = Synced(spec, {"s": RUNS, "a": ran()})
    assert (synced.did, synced.results) == (["kill s"], [("s", ""), ("u", "")])
    assert synced.events == [("spec.initContainers{s}", "Killing", "Stopping container s")]
