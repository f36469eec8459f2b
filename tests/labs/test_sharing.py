"""The lab of the lesson on sharing a cluster counts what docs/use-cases.md counts."""

from itertools import pairwise
from shlex import split

import pytest
import yaml

from imagesim.labs import sharing
from imagesim.labs.sharing import ALLOW_LIST, POLICIES
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load


def counts(**settings):
    """Containers by each of the four ways, and apps of their own that run."""
    return [number.value for number in sharing.LAB.view(settings).numbers]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [3, 3, 1, 3, 6]),
        ({"always_pull": True}, [0, 0, 1, 3, 6]),
        ({"version": "1.36"}, [0, 3, 0, 0, 6]),
        ({"version": "1.36", "policy": "NeverVerify"}, [3, 3, 1, 3, 6]),
        ({"version": "1.36", "policy": ALLOW_LIST, "allowed": "red/tools"}, [0, 3, 0, 0, 6]),
        ({"version": "1.36", "policy": ALLOW_LIST, "allowed": "blue/*"}, [0, 0, 0, 0, 6]),
        ({"version": "1.36", "policy": "AlwaysVerify"}, [0, 0, 0, 0, 6]),
        ({"version": "1.36", "always_pull": True}, [0, 0, 0, 0, 6]),
    ],
)
def test_counts_by_way(settings, expected):
    assert counts(**settings) == expected


def test_each_way_is_another_one():
    uses = sharing.unauthorised(sharing.run().records)
    assert [sum(fits(use) for fits in sharing.WAYS.values()) for use in uses] == [1] * len(uses)
    assert len(uses) == 10


@pytest.mark.parametrize("policy", POLICIES)
def test_kubelets_before_1_35_know_no_policy(policy):
    assert counts(policy=policy) == counts()


def test_the_sentence_says_how_many_and_by_which_way():
    assert sharing.LAB.view({"version": "1.36"}).sentence == (
        "3 containers run red's images without a login: baked-in tools 3."
    )
    closed = sharing.LAB.view({"version": "1.36", "policy": "AlwaysVerify"})
    assert closed.sentence == "Nobody runs red's images without a login."


def test_the_command_runs_the_same():
    settings = {"version": "1.36", "policy": ALLOW_LIST, "allowed": "blue/*", "always_pull": True}
    words = split(sharing.LAB.view(settings).command[0])
    pairs = [word.split("=", 1) for flag, word in pairwise(words) if flag == "--set"]
    again = simulate(load(words[2], values={path: yaml.safe_load(value) for path, value in pairs}), seed=1)
    assert again.records == sharing.run(**settings).records


def waiting(**settings):
    """What stands in the table of the ways: how many run an image of red, and which wait for it."""
    table = sharing.LAB.view(settings).tables[0]
    return {way: (count, why) for way, count, why in table.rows}


def test_who_is_kept_out_is_seen_with_what_the_api_says():
    assert {why for _, why in waiting().values()} == {"none"}
    kept_out = waiting(version="1.36", policy="AlwaysVerify")
    assert all(count == 0 and why != "none" for count, why in kept_out.values())
    assert kept_out["pulled app"][1].startswith("3 ")


def test_a_control_that_changes_nothing_says_so_and_changes_nothing():
    """Of each control in turn: without a note another value gives another table or another picture."""
    for settings in ({}, {"version": "1.36"}, {"version": "1.36", "policy": ALLOW_LIST}):
        view = sharing.LAB.view(settings)
        said = " ".join(view.notes)
        for name, control in sharing.LAB.controls.items():
            idle = (name == "policy" and "their policy" in said) or (name == "allowed" and "allow list" in said)
            now = {**sharing.LAB.first(), **settings}[name]
            options = [not now] if isinstance(now, bool) else [each for each in control.options if each != now]
            same = [waiting(**{**settings, name: option}) == waiting(**settings) for option in options]
            assert all(same) if idle else not all(same), (settings, name)
