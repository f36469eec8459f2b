"""One sync of a pod: order, what blocks what, what is shown, when the next one comes. tests/facts.yaml says why."""

import pytest

from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.pods.actions import ContainerState, pod_actions
from imagesim.rules.pods.status import container_state, phase
from imagesim.rules.pods.sync import EnsuredImage, PodSync
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult, requeue_period, sync_error
from imagesim.rules.pods.sync_timing import jittered, next_on_grid
from imagesim.rules.versions import KUBERNETES_VERSIONS, kubernetes


def container(name, **fields):
    return Container(name=name, image=f"{name}:v1", image_pull_policy="IfNotPresent", **fields)


def running(name):
    return ContainerState(image=f"{name}:v1", started_s=0)


def ended(name, exit_code=1, finished_s=5):
    return ContainerState(image=f"{name}:v1", started_s=0, finished_s=finished_s, exit_code=exit_code)


class Synced:
    """One sync at *now*, in which the images of *fails* cannot be had: its steps, events and results."""

    def __init__(self, spec, states=(), *, has_sandbox=True, fails=(), version="1.36", crash=None, now=100.0):
        self.steps, self.events = [], []
        self.now, self._fails = now, fails
        pod = PodSync(
            PodIdentity(namespace="ns", name="p", uid="u"),
            spec,
            dict(states),
            pod_actions(spec, dict(states), has_sandbox=has_sandbox),
            self,
            behaviour=kubernetes(version),
            crash_backoff=crash or Backoff(10, 300),
            emit=lambda event, path: self.events.append((event[2], path)),
        )
        assert not list(pod.run())
        self.results = pod.results
        self.failures = {result.target: result for result in self.results if result.error}

    def create_sandbox(self):
        self.steps.append("CreateSandbox")

    def kill(self, *names):
        self.steps += [f"KillContainer {name}" for name in names]
        yield from ()

    def ensure_image(self, container, field_path):
        self.steps.append(f"EnsureImage {container.name}")
        yield from ()
        return EnsuredImage("ErrImagePull", "denied") if container.name in self._fails else EnsuredImage()

    def start(self, container, image):
        self.steps.append(f"StartContainer {container.name}")


def test_a_sync_makes_the_sandbox_then_asks_for_volumes_then_starts_containers_one_by_one():
    volume = ImageVolume(name="models", reference="models:v1", pull_policy="Always")
    spec = PodSpec(containers=(container("a"), container("b")), image_volumes=(volume,))
    assert Synced(spec, has_sandbox=False).steps == [
        "CreateSandbox", "EnsureImage models",
        "EnsureImage a", "StartContainer a", "EnsureImage b", "StartContainer b",
    ]  # fmt: skip


def test_with_init_containers_nothing_is_fetched_ahead():
    spec = PodSpec(containers=(container("a"),), init_containers=(container("i"), container("j")))
    assert Synced(spec, has_sandbox=False).steps == ["CreateSandbox", "EnsureImage i", "StartContainer i"]
    assert Synced(spec, {"i": running("i")}).steps == []
    assert Synced(spec, {"i": ended("i", 0)}).steps == ["EnsureImage j", "StartContainer j"]
    both = {"i": ended("i", 0), "j": ended("j", 0)}
    assert Synced(spec, both).steps == ["EnsureImage a", "StartContainer a"]


def test_a_regular_container_without_an_image_blocks_no_other():
    spec = PodSpec(containers=(container("a"), container("b")))
    synced = Synced(spec, fails={"a"})
    assert synced.steps == ["EnsureImage a", "EnsureImage b", "StartContainer b"]
    assert list(synced.failures) == ["a"]


@pytest.mark.parametrize(
    ("first", "steps"),
    [
        (container("s", restart_policy="Always"), ["EnsureImage s", "EnsureImage i", "StartContainer i"]),
        (container("s"), ["EnsureImage s"]),
    ],
)
def test_an_init_container_without_an_image_ends_the_sync_unless_it_is_a_sidecar(first, steps):
    spec = PodSpec(containers=(container("a"),), init_containers=(first, container("i")))
    states = {"s": ended("s"), "i": ended("i", 1)} if first.restart_policy else {"s": ended("s")}
    assert Synced(spec, states, fails={"s"}).steps == steps


def test_every_failure_has_a_second_event_on_the_container():
    synced = Synced(PodSpec(containers=(container("a"),)), fails={"a"})
    assert synced.events == [("Error: ErrImagePull", "spec.containers{a}")]


def test_image_volumes_are_asked_for_at_every_sync_also_when_all_is_well():
    volume = ImageVolume(name="models", reference="models:v1", pull_policy="Always")
    spec = PodSpec(containers=(container("a"),), image_volumes=(volume,))
    assert Synced(spec, {"a": running("a")}).steps == ["EnsureImage models"]


def test_an_image_volume_that_failed_stops_only_the_containers_that_mount_it():
    volume = ImageVolume(name="models", reference="models:v1", pull_policy="Always")
    spec = PodSpec(containers=(container("a", volume_mounts=("models",)), container("b")), image_volumes=(volume,))
    synced = Synced(spec, fails={"models"})
    assert {name: result.error for name, result in synced.failures.items()} == {"a": "ErrImagePull"}
    assert synced.steps[-1] == "StartContainer b"


def test_a_crashed_container_waits_before_anything_is_asked_about_its_image():
    crash = Backoff(10, 300)
    spec, states = PodSpec(containers=(container("a"),)), {"a": ended("a")}
    assert Synced(spec, states, crash=crash, now=6).steps == ["EnsureImage a", "StartContainer a"]
    synced = Synced(spec, states, crash=crash, now=14)
    assert (synced.steps, synced.failures["a"].error) == ([], "CrashLoopBackOff")


def test_the_crash_back_off_doubles_each_time_it_lets_a_container_through_to_a_pull_that_fails():
    crash = Backoff(10, 300)
    spec, states = PodSpec(containers=(container("a"),)), {"a": ended("a")}
    for now in (6, 100, 200):
        assert Synced(spec, states, crash=crash, now=now, fails={"a"}).failures["a"].error == "ErrImagePull"
    assert crash.get("u_a_a:v1") == 40


@pytest.mark.parametrize(
    ("policy", "states", "starts"),
    [
        ("Never", {}, True),
        ("OnFailure", {}, True),
        ("Always", {"a": ended("a", 0)}, True),
        ("OnFailure", {"a": ended("a", 1)}, True),
        ("OnFailure", {"a": ended("a", 0)}, False),
        ("Never", {"a": ended("a", 1)}, False),
    ],
)
def test_the_restart_policy_is_only_about_containers_that_exited(policy, states, starts):
    spec = PodSpec(containers=(container("a"),), restart_policy=policy)
    assert bool(pod_actions(spec, states, has_sandbox=True).regular) is starts


def test_every_start_asks_for_the_image_and_a_running_container_never():
    spec = PodSpec(containers=(container("a"),))
    assert Synced(spec, {"a": ended("a")}).steps == ["EnsureImage a", "StartContainer a"]
    assert Synced(spec, {"a": running("a")}).steps == []
    assert Synced(spec, {}, has_sandbox=False).steps == ["CreateSandbox", "EnsureImage a", "StartContainer a"]


def test_a_changed_image_restarts_the_container_and_a_changed_policy_does_not():
    old = {"a": ContainerState(image="a:v0", started_s=0)}
    synced = Synced(PodSpec(containers=(container("a"),), restart_policy="Never"), old)
    assert synced.steps == ["KillContainer a", "EnsureImage a", "StartContainer a"]
    assert synced.events[0][0] == "Container a definition changed, will be restarted"
    always = Container(name="a", image="a:v1", image_pull_policy="Always")
    assert Synced(PodSpec(containers=(always,)), {"a": running("a")}).steps == []


# --- what is shown ---


def test_one_container_that_never_ran_keeps_the_pod_pending():
    spec = PodSpec(containers=(container("a"), container("b")))
    assert phase(spec, {"a": running("a")}) == "Pending"
    assert phase(spec, {"a": running("a"), "b": running("b")}) == "Running"


def test_a_container_that_ran_before_and_waits_for_its_image_leaves_the_pod_running():
    spec = PodSpec(containers=(container("a"),))
    failure = SyncResult(START_CONTAINER, "a", "ErrImagePull", "denied")
    assert phase(spec, {"a": ended("a")}) == "Running"
    assert container_state(spec, spec.containers[0], ended("a"), failure)[:3] == ("Waiting", "ErrImagePull", "denied")


@pytest.mark.parametrize("policy", ["Always", "OnFailure", "Never"])
def test_no_image_never_makes_a_pod_failed(policy):
    assert phase(PodSpec(containers=(container("a"),), restart_policy=policy), {}) == "Pending"


def test_before_any_result_a_container_is_creating_or_its_pod_initializing():
    plain = PodSpec(containers=(container("a"),))
    with_init = PodSpec(containers=(container("a"),), init_containers=(container("i"),))
    assert container_state(plain, plain.containers[0], None, None)[:3] == ("Waiting", "ContainerCreating", "")
    assert container_state(with_init, with_init.containers[0], None, None)[:3] == ("Waiting", "PodInitializing", "")


# --- when the next sync comes ---

GOOD = SyncResult(START_CONTAINER, "b")
WAITS = SyncResult(START_CONTAINER, "a", "ImagePullBackOff", 'Back-off pulling image "a"')


def test_a_sync_without_an_error_is_repeated_after_60_to_90_s():
    assert requeue_period([GOOD], 100, crash_expiry=True) == 60
    assert (jittered(60, 0.0), jittered(60, 0.999)) == (60, pytest.approx(90, abs=0.1))


def test_a_sync_with_an_error_is_repeated_after_10_to_15_s():
    failed = SyncResult(START_CONTAINER, "a", "ErrImagePull", "denied")
    assert requeue_period([GOOD, failed], 100, crash_expiry=True) == 10
    assert (jittered(10, 0.0), jittered(10, 0.999)) == (10, pytest.approx(15, abs=0.1))


@pytest.mark.parametrize("version", KUBERNETES_VERSIONS)
def test_a_sync_in_which_only_an_image_backs_off_is_an_error_in_every_version(version):
    expiry = kubernetes(version).crash_backoff_requeues_at_expiry
    assert requeue_period([GOOD, WAITS], 100, crash_expiry=expiry) == 10
    assert "with ImagePullBackOff" in sync_error([GOOD, WAITS])


@pytest.mark.parametrize(("until", "new"), [(130, 30), (90, 0), (400, 60)])
def test_from_1_35_a_crash_back_off_is_looked_at_when_it_ends_within_a_minute(until, new):
    crashed = SyncResult(START_CONTAINER, "c", "CrashLoopBackOff", "back-off", until)
    periods = {
        version: requeue_period(
            [WAITS, crashed], 100, crash_expiry=kubernetes(version).crash_backoff_requeues_at_expiry
        )
        for version in KUBERNETES_VERSIONS
    }
    assert list(periods.values()) == [10, 10, 10, 10, new, new, new]


def test_a_pod_that_is_due_is_found_within_a_second():
    assert next_on_grid(0.25, 10.0) == 10.25
    assert next_on_grid(0.25, 10.25) == 11.25
