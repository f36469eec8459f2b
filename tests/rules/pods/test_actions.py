"""Which containers a sync starts, in tables: one letter is a container's state.

`.` never started, `r` runs, `s` succeeded, `f` failed, `c` runs from an image that is no longer the pod's.
"""

import pytest

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState, PodActions, pod_actions, should_be_restarted

STATES = {
    "r": ContainerState(image="new", started_s=1),
    "c": ContainerState(image="old", started_s=1),
    "s": ContainerState(image="new", started_s=1, finished_s=2),
    "f": ContainerState(image="new", started_s=1, finished_s=2, exit_code=1),
}


def container(name: str, *, sidecar: bool = False) -> Container:
    restart = "Always" if sidecar else ""
    return Container(name=name, image="new", image_pull_policy="Always", restart_policy=restart)


def actions(init: str, regular: str, policy: str = "Always"):
    """*init* and *regular* are "NAME:STATE ..."; an init container with a capital name is a sidecar."""
    states = {}

    def read(text: str) -> tuple[Container, ...]:
        made = []
        for name, letter in (item.split(":") for item in text.split()):
            made.append(container(name, sidecar=name.isupper()))
            if letter != ".":
                states[name] = STATES[letter]
        return tuple(made)

    spec = PodSpec(init_containers=read(init), containers=read(regular), restart_policy=policy)
    return pod_actions(spec, states, has_sandbox=True)


def names(containers: tuple[Container, ...]) -> str:
    return " ".join(each.name for each in containers)


def test_a_new_pod_gets_a_sandbox_and_its_first_init_container_or_all_others():
    a, b, c = container("a"), container("b"), container("c")
    with_init = pod_actions(PodSpec(init_containers=(a, b), containers=(c,)), {}, has_sandbox=False)
    assert (with_init.create_sandbox, names(with_init.init), names(with_init.regular)) == (True, "a", "")
    without = pod_actions(PodSpec(containers=(b, c)), {}, has_sandbox=False)
    assert (without.create_sandbox, names(without.init), names(without.regular)) == (True, "", "b c")


@pytest.mark.parametrize(
    ("init", "regular", "starts_init", "starts_regular"),
    [
        ("i:. j:.", "a:.", "i", ""),  # also where the first one's image could not be had in the sync before
        ("i:r j:.", "a:.", "", ""),
        ("i:s j:.", "a:.", "j", ""),
        ("i:f j:.", "a:.", "i", ""),
        ("i:s j:s", "a:.", "", "a"),
        ("i:. j:s", "a:. b:r", "", "a"),  # completed init containers may have been removed
        ("i:s", "a:r b:f c:s", "", "b c"),
        ("S:. i:.", "a:.", "S", ""),  # a sidecar that never started holds up the others
        ("S:r i:.", "a:.", "i", ""),
        ("S:f i:.", "a:.", "S", ""),
        ("S:f i:r", "a:.", "S", ""),
        ("S:f i:s", "a:.", "S", "a"),
        ("i:s S:.", "a:.", "S", ""),
        ("i:s S:r", "a:.", "", "a"),
        ("i:s S:f", "a:.", "S", ""),
        ("i:s S:f", "a:r", "S", ""),
        ("i:s S:.", "a:r", "S", ""),
        ("S:r T:.", "a:.", "T", ""),
        ("S:f T:f", "a:r b:f", "S T", "b"),
    ],
)
def test_init_containers_come_one_at_a_time_and_sidecars_are_kept_running(init, regular, starts_init, starts_regular):
    made = actions(init, regular)
    assert (names(made.init), names(made.regular)) == (starts_init, starts_regular)
    assert (made.kill_pod, made.create_sandbox) == (False, False)


@pytest.mark.parametrize(
    ("policy", "starts"), [("Always", "never succeeded failed"), ("OnFailure", "never failed"), ("Never", "never")]
)
def test_the_restart_policy_is_about_what_has_run(policy, starts):
    made = actions("", "never:. succeeded:s failed:f running:r", policy)
    assert names(made.regular) == starts
    assert not should_be_restarted(STATES["r"], policy)


@pytest.mark.parametrize("policy", ["Always", "OnFailure", "Never"])
def test_a_changed_image_restarts_a_container_whatever_the_policy(policy):
    made = actions("i:s", "a:c b:r", policy)
    assert (names(made.kill), names(made.regular)) == ("a", "a")


def test_up_to_1_31_a_changed_sidecar_runs_on():
    spec = PodSpec(init_containers=(container("s", sidecar=True),), containers=(container("a"),))
    old, runs = (ContainerState(image=each, started_s=1) for each in ("old", spec.containers[0].image))
    changed = {"s": old, "a": runs}
    assert pod_actions(spec, changed, has_sandbox=True).kill == spec.init_containers
    assert pod_actions(spec, changed, has_sandbox=True, changed_sidecars_restart=False) == PodActions()


def test_a_changed_image_restarts_a_sidecar_and_does_not_hold_up_the_next():
    made = actions("S:c i:.", "a:.")
    assert (names(made.kill), names(made.init)) == ("S", "S i")


@pytest.mark.parametrize(
    ("init", "regular", "policy"),
    [
        ("i:f j:.", "a:.", "Never"),
        ("i:s", "a:s", "Never"),
        ("i:s", "a:f", "Never"),
        ("", "a:s b:f", "Never"),
        ("", "a:s", "OnFailure"),
        ("S:r", "a:s", "Never"),
    ],
)
def test_a_pod_with_nothing_left_to_run_is_killed_and_nothing_is_started(init, regular, policy):
    assert actions(init, regular, policy) == PodActions(kill_pod=True)


def test_an_ephemeral_container_starts_once_also_while_the_pod_initializes() -> None:
    spec = PodSpec(
        containers=(container("a"),), init_containers=(container("i"),), ephemeral_containers=(container("e"),)
    )
    initializing = pod_actions(spec, {"i": STATES["r"]}, has_sandbox=True)
    assert initializing == PodActions(ephemeral=spec.ephemeral_containers)
    for letter in "rsf":
        assert pod_actions(spec, {"i": STATES["r"], "e": STATES[letter]}, has_sandbox=True) == PodActions()
    assert pod_actions(spec, {}, has_sandbox=False).ephemeral == ()


def test_an_ephemeral_container_keeps_no_pod_alive() -> None:
    spec = PodSpec(containers=(container("a"),), restart_policy="Never", ephemeral_containers=(container("e"),))
    assert pod_actions(spec, {"a": STATES["s"], "e": STATES["r"]}, has_sandbox=True) == PodActions(kill_pod=True)
