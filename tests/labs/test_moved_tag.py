"""The lab of *A tag moves*: what its controls set, what its view says."""

import re
from html import unescape
from itertools import pairwise
from shlex import split

import pytest
import yaml

from imagesim.labs import moved_tag
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError


def minutes_mixed(**settings: object) -> float:
    view = moved_tag.draw(
        **{"replicas": 8, "policy": "IfNotPresent", "named_by": moved_tag.BY_TAG, "push_min": 5, "restart_min": 12}
        | {"seed": 1}
        | settings
    )
    found = re.search(r"minutes with mixed versions</td><td>([\d.]+)", view)
    assert found
    return float(found[1])


def test_the_defaults_are_the_shipped_scenario():
    assert moved_tag.run().records == simulate(load("moved-tag"), seed=1).records


def test_if_not_present_mixes_to_the_end():
    assert minutes_mixed() == pytest.approx(22, abs=0.2)


def test_always_mixes_until_the_last_restart():
    assert 4 < minutes_mixed(policy="Always") < 16


def test_a_digest_never_mixes():
    assert minutes_mixed(named_by=moved_tag.BY_DIGEST) == 0
    assert minutes_mixed(named_by=moved_tag.BY_DIGEST, policy="Always") == 0


def test_moving_a_control_changes_the_view_in_place():
    lab = moved_tag.lab()
    view, before = lab.view, lab.view.value
    lab.controls["replicas"].value = 12
    assert lab.view is view
    assert view.value != before


def test_the_view_has_pictures_with_words():
    pictures = re.findall(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', moved_tag.lab().view.value)
    assert len(pictures) == 2
    assert all(len(text) > 40 for text in pictures)


def test_a_mistake_is_said_in_the_view(monkeypatch: pytest.MonkeyPatch):
    def refuse(**_: object) -> str:
        raise ScenarioError("spec.replicas: must not be negative")

    monkeypatch.setattr(moved_tag, "draw", refuse)
    assert 'role="alert"' in moved_tag.lab().view.value


def test_the_name_of_a_lab_is_its_title():
    assert repr(moved_tag.lab()) == "Lab('A tag moves')"


def test_the_command_runs_the_same():
    view = moved_tag.draw(replicas=6, policy="Always", named_by=moved_tag.BY_TAG, push_min=3, restart_min=9, seed=4)
    words = split(unescape(re.search(r"<code>(imagesim run .*?)</code>", view)[1]))
    pairs = [word.split("=", 1) for flag, word in pairwise(words) if flag == "--set"]
    settings = {path: yaml.safe_load(value) for path, value in pairs}
    again = simulate(load(words[2], values=settings), seed=int(words[words.index("--seed") + 1]))
    ours = moved_tag.run(replicas=6, policy="Always", push_min=3, restart_min=9, seed=4)
    assert again.records == ours.records
