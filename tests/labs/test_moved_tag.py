"""The lab of *A tag moves*: what its controls set, what its view says."""

import re
from itertools import pairwise
from shlex import split

import pytest
import yaml

from imagesim.labs import moved_tag
from imagesim.labs.moved_tag import LAB
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.labs.shown import html


def minutes_mixed(**settings: object) -> float:
    found = {number.label: number.value for number in LAB.view(settings).numbers}
    return found["minutes with mixed versions"]


def test_the_defaults_are_the_shipped_scenario():
    assert simulate(LAB.scenario(**LAB.first())).records == simulate(load("moved-tag"), seed=1).records


def test_if_not_present_mixes_to_the_end():
    assert minutes_mixed() == pytest.approx(22, abs=0.2)


def test_always_mixes_until_the_last_restart():
    assert 4 < minutes_mixed(policy="Always") < 16


def test_always_does_not_end_a_mix_once_the_restarts_are_over():
    # The first task of the lab: what restarted before the push stays old, so the mix lasts from the push to the end.
    end_min = LAB.run().records.end_s / 60
    assert minutes_mixed(policy="Always", restart_min=1) > end_min - LAB.first()["push_min"] - 3
    assert minutes_mixed(policy="Always") < 12


def test_a_digest_never_mixes():
    assert minutes_mixed(named_by=moved_tag.BY_DIGEST) == 0
    assert minutes_mixed(named_by=moved_tag.BY_DIGEST, policy="Always") == 0


def test_the_view_has_pictures_with_words():
    pictures = re.findall(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', html(LAB))
    assert len(pictures) == 2
    assert all(len(text) > 40 for text in pictures)


def test_the_command_runs_the_same():
    values = LAB.checked({"replicas": 6, "policy": "Always", "push_min": 3, "restart_min": 9, "seed": 4})
    (command,) = LAB.view(values).command
    words = split(command)
    pairs = [word.split("=", 1) for flag, word in pairwise(words) if flag == "--set"]
    settings = {path: yaml.safe_load(value) for path, value in pairs}
    again = simulate(load(words[2], values=settings), seed=int(words[words.index("--seed") + 1]))
    assert again.records == simulate(LAB.scenario(**values)).records
