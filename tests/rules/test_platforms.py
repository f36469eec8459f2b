"""Which manifest of an index a node takes: facts of containerd's core/images and its platforms package."""

import pytest

from imagesim.rules.platforms import can_unpack, candidates, choose, matching, measured, normalized, runs, system


@pytest.mark.parametrize(
    ("platform", "compared"),
    [
        ("linux/amd64", "linux/amd64"),
        ("linux/amd64/v1", "linux/amd64"),
        ("linux/amd64/v2", "linux/amd64/v2"),
        ("linux/arm64", "linux/arm64"),
        ("linux/arm64/v8", "linux/arm64"),
        ("linux/arm64/v9", "linux/arm64/v9"),
        ("linux/arm", "linux/arm/v7"),
        ("linux/arm/v6", "linux/arm/v6"),
        ("windows/amd64", "windows/amd64"),
    ],
)
def test_a_platform_is_compared_without_the_variant_that_goes_without_saying(platform, compared):
    assert normalized(platform) == compared


@pytest.mark.parametrize(
    ("node", "runs_them"),
    [
        ("linux/amd64", ["linux/amd64", "linux/386"]),
        ("linux/arm64", ["linux/arm64", "linux/arm/v8", "linux/arm/v7", "linux/arm/v6", "linux/arm/v5"]),
        ("linux/arm64/v8", ["linux/arm64", "linux/arm/v8", "linux/arm/v7", "linux/arm/v6", "linux/arm/v5"]),
        ("linux/arm/v7", ["linux/arm/v7", "linux/arm/v6", "linux/arm/v5"]),
        ("linux/arm", ["linux/arm/v7", "linux/arm/v6", "linux/arm/v5"]),
        ("linux/arm/v6", ["linux/arm/v6", "linux/arm/v5"]),
        ("linux/s390x", ["linux/s390x"]),
        ("windows/amd64", ["windows/amd64", "windows/386"]),
    ],
)
def test_a_node_runs_these_best_first(node, runs_them):
    assert candidates(node) == runs_them


@pytest.mark.parametrize(
    ("index", "node", "taken"),
    [
        (["linux/arm64", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/386", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/386", "linux/arm64"], "linux/amd64", "linux/386"),
        (["linux/amd64/v1"], "linux/amd64", "linux/amd64/v1"),
        (["linux/amd64/v2", "linux/amd64/v3"], "linux/amd64", None),
        (["linux/amd64/v3", "linux/386"], "linux/amd64", "linux/386"),
        (["linux/arm/v6", "linux/arm/v7"], "linux/arm64", "linux/arm/v7"),
        (["linux/arm/v5", "linux/arm/v6"], "linux/arm64", "linux/arm/v6"),
        (["linux/arm", "linux/arm64/v8"], "linux/arm64", "linux/arm64/v8"),
        (["linux/arm64"], "linux/arm/v7", None),
        (["linux/arm/v7", "linux/arm/v5"], "linux/arm/v6", "linux/arm/v5"),
        (["linux/arm"], "linux/arm/v6", None),
        (["unknown/unknown"], "linux/amd64", None),
        (["unknown/unknown", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["", "linux/amd64"], "linux/amd64", "linux/amd64"),
        (["linux/arm64", ""], "linux/amd64", ""),
        (["windows/amd64"], "linux/amd64", None),
        ([], "linux/amd64", None),
    ],
)
def test_of_an_index_a_node_takes_the_best_that_it_runs(index, node, taken):
    place = choose(tuple(index), node)
    assert (None if place is None else index[place]) == taken


def test_of_equals_the_first_is_taken():
    assert choose(("linux/arm64", "linux/amd64", "linux/amd64/v1"), "linux/amd64") == 1
    assert choose(("", ""), "linux/amd64") == 0


@pytest.mark.parametrize(
    ("index", "node", "places"),
    [
        (["linux/amd64", "linux/amd64"], "linux/amd64", [0, 1]),
        (["linux/arm64", "linux/amd64/v1", "linux/amd64"], "linux/amd64", [1, 2]),
        (["", "linux/amd64", ""], "linux/amd64", [0, 1, 2]),
        (["linux/386"], "linux/amd64", []),
        (["linux/amd64/v2", "linux/386"], "linux/amd64", []),
        (["linux/arm/v7"], "linux/arm64", []),
        (["linux/arm64/v8", "linux/arm/v7"], "linux/arm64", [0]),
        (["linux/arm/v6", "linux/arm"], "linux/arm/v7", [1]),
        (["unknown/unknown"], "linux/amd64", []),
        ([], "linux/amd64", []),
    ],
)
def test_the_transfer_service_fetches_every_entry_of_the_nodes_own_platform_and_those_without_one(index, node, places):
    assert matching(tuple(index), node) == tuple(places)


@pytest.mark.parametrize(
    ("index", "place"),
    [
        (["linux/arm64", "linux/amd64"], 1),
        (["", "linux/386"], 1),
        (["", "linux/arm64"], 1),
        (["", "linux/s390x", "linux/arm64"], 1),
        (["unknown/unknown", ""], 0),
        (["", ""], 0),
    ],
)
def test_the_size_is_read_from_the_best_entry_or_the_first_that_has_any_platform(index, place):
    assert measured(tuple(index), "linux/amd64") == place


@pytest.mark.parametrize(
    ("platform", "node", "can"),
    [
        ("linux/amd64", "windows/amd64", False),
        ("windows/amd64", "windows/amd64", True),
        ("", "windows/amd64", True),
        ("windows/amd64", "linux/amd64", True),
        ("linux/arm64", "linux/amd64", True),
    ],
)
def test_windows_unpacks_layers_for_windows_alone(platform, node, can):
    assert can_unpack(platform, node) is can


@pytest.mark.parametrize(
    ("platform", "node", "starts"),
    [
        ("linux/arm64", "linux/amd64", False),
        ("linux/386", "linux/amd64", True),
        ("linux/arm/v7", "linux/arm64", True),
        ("linux/arm/v7", "linux/arm/v6", False),
        ("linux/amd64", "windows/amd64", False),
        ("linux/amd64/v3", "linux/amd64", True),
        ("linux/amd64/v3", "linux/arm64", False),
        ("", "linux/amd64", True),
    ],
)
def test_a_program_starts_where_its_platform_is_run(platform, node, starts):
    assert runs(platform, node) is starts


def test_the_system_is_what_stands_first():
    assert [system(each) for each in ("linux/arm64/v8", "windows/amd64", "")] == ["linux", "windows", ""]
