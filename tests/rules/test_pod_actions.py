import pytest

from imagesim.rules.objects import Container, PodSpec
from imagesim.rules.pod_actions import ContainerState, PodActions, pod_actions

SPEC = PodSpec(
    containers=(Container(name="a", image="a:v1", image_pull_policy="Always"),),
    init_containers=(Container(name="i", image="i:v1", image_pull_policy="Always"),),
    restart_policy="Never",
)


def ended(name, exit_code):
    return ContainerState(image=f"{name}:v1", started_s=0, finished_s=5, exit_code=exit_code)


@pytest.mark.parametrize(
    "states",
    [{"i": ended("i", 1)}, {"i": ended("i", 0), "a": ended("a", 0)}, {"i": ended("i", 0), "a": ended("a", 1)}],
    ids=["a failed init container", "all is done", "the container failed"],
)
def test_a_pod_that_will_never_run_again_is_killed_and_nothing_is_started(states):
    assert pod_actions(SPEC, states, has_sandbox=True) == PodActions(kill_pod=True)
