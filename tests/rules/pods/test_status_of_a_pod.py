"""What the API shows. One letter is a container's state: `.` never started, `r` runs, `s` succeeded, `f` failed."""

import pytest

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods.actions import ContainerState
from imagesim.rules.pods.status import container_state, is_ready, phase, remember_failures
from imagesim.rules.pods.sync_result import SyncResult

STATES = {
    "r": ContainerState(image="i", started_s=1),
    "s": ContainerState(image="i", started_s=1, finished_s=2),
    "f": ContainerState(image="i", started_s=1, finished_s=2, exit_code=1),
}


def pod(init: str, regular: str, policy: str = "Always"):
    """The spec and the states of containers i0, i1, ... and c0, c1, ...; a capital letter is a sidecar's state."""
    letters = {f"i{place}": letter for place, letter in enumerate(init)}
    letters |= {f"c{place}": letter for place, letter in enumerate(regular)}
    made = {
        name: Container(
            name=name, image="i", image_pull_policy="Always", restart_policy="Always" if letter.isupper() else ""
        )
        for name, letter in letters.items()
    }
    spec = PodSpec(
        init_containers=tuple(each for each in made.values() if each.name.startswith("i")),
        containers=tuple(each for each in made.values() if each.name.startswith("c")),
        restart_policy=policy,
    )
    return spec, {name: STATES[letter.lower()] for name, letter in letters.items() if letter.lower() in STATES}


@pytest.mark.parametrize(
    ("init", "regular", "policy", "expected"),
    [
        ("", ".", "Always", "Pending"),
        ("", "r.", "Always", "Pending"),  # one that never ran keeps the others' pod Pending
        ("", "r.", "Never", "Pending"),
        ("", "rf", "Always", "Running"),
        ("", "f", "Always", "Running"),  # also while it waits for its image: it counts as stopped
        ("", "ss", "Always", "Running"),
        ("", "sf", "OnFailure", "Running"),
        ("", "ss", "OnFailure", "Succeeded"),
        ("", "sf", "Never", "Failed"),
        ("", "ss", "Never", "Succeeded"),
        ("", "rf", "Never", "Running"),
        ("r", ".", "Always", "Pending"),
        ("f", ".", "Always", "Pending"),
        ("f", ".", "OnFailure", "Pending"),
        ("f", ".", "Never", "Failed"),
        ("s", "r", "Always", "Running"),
        ("sR", "r", "Always", "Running"),
        ("sF", "r", "Always", "Running"),
        ("R", "s", "OnFailure", "Running"),
        ("F", "s", "OnFailure", "Succeeded"),
        ("S", ".", "Always", "Pending"),
    ],
)
def test_the_phase(init, regular, policy, expected):
    assert phase(*pod(init, regular, policy)) == expected


def test_a_sidecar_that_never_ran_keeps_the_pod_pending():
    spec, states = pod("R", "r")
    assert phase(spec, {name: state for name, state in states.items() if name != "i0"}) == "Pending"


@pytest.mark.parametrize(
    ("init", "regular", "expected"),
    [("", "rr", True), ("", "r.", False), ("", "rf", False), ("sR", "r", True), ("sF", "r", False), ("s", "r", True)],
)
def test_ready_needs_every_regular_container_and_every_sidecar(init, regular, expected):
    assert is_ready(*pod(init, regular)) is expected


FAILURE = SyncResult("StartContainer", "c0", "ErrImagePull", "no answer")


def shown(init: str, regular: str, name: str, failure: SyncResult | None, policy: str = "Always") -> tuple[object, ...]:
    spec, states = pod(init, regular, policy)
    container = next(each for each in (*spec.init_containers, *spec.containers) if each.name == name)
    return container_state(spec, container, states.get(name), failure)[:3]


def test_before_any_result_a_container_is_being_created_or_waits_for_initialization():
    assert shown("", ".", "c0", None) == ("Waiting", "ContainerCreating", "")
    assert shown(".", ".", "c0", None) == shown(".", ".", "i0", None) == ("Waiting", "PodInitializing", "")


@pytest.mark.parametrize(
    ("letter", "policy", "expected"),
    [
        (".", "Never", ("Waiting", "ErrImagePull", "no answer")),
        ("f", "Always", ("Waiting", "ErrImagePull", "no answer")),
        ("s", "OnFailure", ("Terminated", "Completed", "")),
        ("f", "Never", ("Terminated", "Error", "")),
        ("r", "Always", ("Running", "", "")),
    ],
)
def test_a_failure_shows_where_the_container_should_start(letter, policy, expected):
    assert shown("", letter, "c0", FAILURE, policy) == expected


def test_without_a_failure_an_ended_container_shows_its_end():
    assert shown("", "f", "c0", None) == ("Terminated", "Error", "")


def test_an_init_container_that_is_done_stays_so_and_a_sidecar_waits():
    assert shown("s", ".", "i0", FAILURE) == ("Terminated", "Completed", "")
    assert shown("F", ".", "i0", FAILURE, "Never") == ("Waiting", "ErrImagePull", "no answer")
    assert shown("S", ".", "i0", FAILURE) == ("Terminated", "Completed", "")  # upstream does not look for a sidecar


def test_a_failure_is_remembered_until_the_container_starts():
    remembered = remember_failures({}, [FAILURE, SyncResult("StartContainer", "c1")])
    assert remembered == {"c0": FAILURE}
    assert remember_failures(remembered, [SyncResult("KillContainer", "c0")]) == {"c0": FAILURE}
    assert remember_failures(remembered, [SyncResult("StartContainer", "c0")]) == {}
