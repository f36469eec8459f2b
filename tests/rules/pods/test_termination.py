"""What is shown of a pod that goes: its containers' last states and its last phase."""

import pytest

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState
from imagesim.rules.pods.termination import UNKNOWN, last_phase, last_states, phase_when_stopped

A, B, FIRST, SECOND = (Container(name=name, image=f"{name}:1", image_pull_policy="Always") for name in "abfs")
SIDE = Container(name="side", image="side:1", image_pull_policy="Always", restart_policy="Always")
TWO = PodSpec(containers=(A, B))
INIT = PodSpec(init_containers=(FIRST, SECOND), containers=(A,))


def ended(exit_code: int) -> ContainerState:
    return ContainerState("x:1", 0.0, "v", finished_s=1.0, exit_code=exit_code)


@pytest.mark.parametrize(
    ("states", "stopped", "last"),
    [
        ({}, "Pending", "Failed"),
        ({"a": ended(0)}, "Pending", "Failed"),
        ({"a": ended(0), "b": ended(0)}, "Succeeded", "Succeeded"),
        ({"a": ended(0), "b": ended(143)}, "Failed", "Failed"),
    ],
)
def test_the_phase_of_a_pod_that_is_deleted(states, stopped, last):
    assert phase_when_stopped(TWO, states) == stopped
    assert last_phase(TWO, states) == last


def test_a_sidecar_that_never_ran_is_waited_for_too():
    spec = PodSpec(init_containers=(SIDE,), containers=(A,))
    assert phase_when_stopped(spec, {"a": ended(1)}) == "Pending"
    assert phase_when_stopped(spec, {"a": ended(1), "side": ended(1)}) == "Failed"


@pytest.mark.parametrize(
    ("spec", "states", "unknown"),
    [
        (TWO, {}, ["a", "b"]),
        (TWO, {"a": ended(0)}, ["b"]),
        (INIT, {}, ["f"]),
        (INIT, {"f": ended(1)}, []),
        (INIT, {"s": ended(1)}, ["f"]),
        (INIT, {"f": ended(0), "s": ended(0)}, ["a"]),
        (INIT, {"a": ended(0)}, ["f"]),
    ],
)
def test_a_container_that_never_ran_is_unknown_where_the_pod_came_so_far(spec, states, unknown):
    found = last_states(spec, states)
    assert [container.name for container in found] == unknown
    assert set(found.values()) <= {UNKNOWN}
    assert (UNKNOWN.state, UNKNOWN.reason, UNKNOWN.exit_code) == ("Terminated", "ContainerStatusUnknown", 137)
