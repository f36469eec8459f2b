"""What the API shows of a pod, as the rule alone says it; the syncs that lead there are in test_facts_of_syncs."""

import pytest

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState
from imagesim.rules.pods.status import container_state, is_ready, phase, remember_failures
from imagesim.rules.pods.sync_result import START_CONTAINER, SyncResult


def container(name, **fields):
    return Container(name=name, image=f"{name}:v1", image_pull_policy="IfNotPresent", **fields)


RUNS = ContainerState(image="x:v1", started_s=0)
GOOD = ContainerState(image="x:v1", started_s=0, finished_s=5, exit_code=0)
BAD = ContainerState(image="x:v1", started_s=0, finished_s=5, exit_code=1)
FAILURE = SyncResult(START_CONTAINER, "a", "ErrImagePull", "denied")
A, B, INIT, SIDECAR = container("a"), container("b"), container("i"), container("s", restart_policy="Always")


def pod(*containers, init=(), restart_policy="Always"):
    return PodSpec(containers=containers, init_containers=init, restart_policy=restart_policy)


@pytest.mark.parametrize(
    ("policy", "states", "shown"),
    [
        ("Always", {"a": RUNS, "b": BAD}, "Running"),
        ("Always", {"a": GOOD, "b": GOOD}, "Running"),
        ("OnFailure", {"a": GOOD, "b": BAD}, "Running"),
        ("OnFailure", {"a": GOOD, "b": GOOD}, "Succeeded"),
        ("Never", {"a": GOOD, "b": GOOD}, "Succeeded"),
        ("Never", {"a": GOOD, "b": BAD}, "Failed"),
        ("Never", {"a": RUNS, "b": BAD}, "Running"),
        ("Never", {"a": BAD}, "Pending"),
    ],
)
def test_the_phase_of_a_pod_without_init_containers(policy, states, shown):
    assert phase(pod(A, B, restart_policy=policy), states) == shown


@pytest.mark.parametrize(
    ("policy", "states", "shown"),
    [
        ("Never", {"i": BAD}, "Failed"),
        ("Never", {"i": GOOD}, "Pending"),
        ("Never", {"i": RUNS}, "Pending"),
        ("OnFailure", {"i": BAD}, "Pending"),
        ("Always", {"i": RUNS, "s": RUNS, "a": RUNS}, "Pending"),
        ("Always", {"i": GOOD, "a": RUNS}, "Pending"),
        ("Always", {"s": RUNS, "a": RUNS}, "Pending"),
        ("Always", {"i": GOOD, "s": BAD, "a": RUNS}, "Running"),
        ("Never", {"i": GOOD, "s": RUNS, "a": GOOD}, "Running"),
        ("Never", {"i": GOOD, "s": BAD, "a": GOOD}, "Succeeded"),
    ],
)
def test_the_phase_of_a_pod_with_an_init_container_and_a_sidecar(policy, states, shown):
    assert phase(pod(A, init=(INIT, SIDECAR), restart_policy=policy), states) == shown


@pytest.mark.parametrize(
    ("states", "ready"),
    [
        ({"i": GOOD, "s": RUNS, "a": RUNS}, True),
        ({"s": RUNS, "a": RUNS}, True),
        ({"s": RUNS}, False),
        ({"a": RUNS}, False),
        ({"s": GOOD, "a": RUNS}, False),
    ],
)
def test_ready_means_that_regular_containers_and_sidecars_run(states, ready):
    assert is_ready(pod(A, init=(INIT, SIDECAR)), states) is ready


@pytest.mark.parametrize(
    ("policy", "state", "failure", "shown"),
    [
        ("Always", RUNS, FAILURE, ("Running", "", "")),
        ("Always", None, FAILURE, ("Waiting", "ErrImagePull", "denied")),
        ("Always", BAD, FAILURE, ("Waiting", "ErrImagePull", "denied")),
        ("Never", BAD, FAILURE, ("Terminated", "Error", "")),
        ("Always", GOOD, None, ("Terminated", "Completed", "")),
        ("OnFailure", GOOD, FAILURE, ("Terminated", "Completed", "")),
    ],
)
def test_a_failed_start_is_shown_only_of_a_container_that_will_start_again(policy, state, failure, shown):
    assert container_state(pod(A, restart_policy=policy), A, state, failure)[:3] == shown


def test_an_init_container_that_is_through_is_completed_and_one_that_is_not_waits():
    spec = pod(A, init=(INIT, SIDECAR), restart_policy="Never")
    always = pod(A, init=(INIT,))
    assert container_state(always, INIT, GOOD, FAILURE)[:3] == ("Terminated", "Completed", "")
    assert container_state(always, INIT, BAD, FAILURE)[:3] == ("Waiting", "ErrImagePull", "denied")
    assert container_state(spec, INIT, BAD, FAILURE)[:3] == ("Terminated", "Error", "")
    assert container_state(spec, SIDECAR, BAD, FAILURE)[:3] == ("Waiting", "ErrImagePull", "denied")


def test_a_failure_is_remembered_until_that_container_starts():
    before = {"a": FAILURE}
    assert remember_failures(before, []) == before
    assert remember_failures(before, [SyncResult(START_CONTAINER, "b")]) == before
    assert remember_failures(before, [SyncResult("KillContainer", "a")]) == before
    assert remember_failures(before, [SyncResult(START_CONTAINER, "a")]) == {}
