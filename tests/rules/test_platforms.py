"""Which manifest of an index a node takes, and which programs it can run."""

import pytest

from imagesim.rules.platforms import UNKNOWN, choose, runs


@pytest.mark.parametrize(
    ("index", "node", "taken"),
    [
        (["linux/arm64", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/386", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/386"], "linux/amd64", "linux/386"),
        (["linux/amd64/v1"], "linux/amd64", "linux/amd64/v1"),
        (["linux/amd64/v3"], "linux/amd64", None),
        (["linux/arm/v7", "linux/arm64"], "linux/arm64", "linux/arm64"),
        (["linux/arm/v6", "linux/arm/v7"], "linux/arm64", "linux/arm/v7"),
        (["linux/arm64/v8"], "linux/arm64", "linux/arm64/v8"),
        (["linux/arm"], "linux/arm/v7", "linux/arm"),
        (["linux/arm/v7"], "linux/arm/v6", None),
        (["linux/arm64"], "linux/arm/v7", None),
        (["linux/amd64"], "windows/amd64", None),
        ([UNKNOWN], "linux/amd64", None),
        ([UNKNOWN, ""], "linux/amd64", ""),
    ],
)
def test_a_node_takes_its_own_then_what_it_runs_as_well(index, node, taken):
    place = choose(index, node)
    assert (None if place is None else index[place]) == taken


def test_of_equals_the_first_is_taken():
    assert choose(["linux/amd64", "linux/amd64"], "linux/amd64") == 0


@pytest.mark.parametrize(
    ("program", "node", "starts"),
    [
        ("linux/arm64", "linux/amd64", False),
        ("linux/amd64", "linux/arm64", False),
        ("linux/arm/v7", "linux/arm64", True),
        ("linux/arm/v7", "linux/arm/v6", False),
        ("linux/386", "linux/amd64", True),
        ("linux/amd64", "windows/amd64", False),
        ("linux/amd64/v3", "linux/amd64", True),
        ("linux/amd64/v3", "linux/arm64", False),
        ("", "linux/s390x", True),
    ],
)
def test_a_program_starts_where_its_processor_is(program, node, starts):
    assert runs(program, node) is starts
