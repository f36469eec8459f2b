"""The labs' drawings carry their causes and call versions by what people know; the digest comes with the mouse."""

import re

import pytest

from imagesim.results import svg
from imagesim.results.measures.version_mix import version_mix
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load


@pytest.fixture(scope="module")
def result():
    return simulate(load("moved-tag"))


def drawings(result):
    return {
        "version_mix": svg.version_mix(version_mix(result.records), **result.known),
        "states": svg.states(result.records.states, **result.known),
        "pulls": svg.pulls(result.records.pulls, end_s=result.records.end_s, causes=result.records.causes),
    }


@pytest.mark.parametrize("name", ["version_mix", "states", "pulls"])
def test_a_drawing_has_a_label_for_each_cause_and_says_them(result, name):
    drawn = drawings(result)[name]
    for label in ("push new-build over v1", "scale web to 8", "restart web, 8.75 min"):
        assert f">{label}</text>" in drawn
    assert "What was done: push new-build over v1 at 5 min, scale web to 8 at 8 min, restart web at 12 min." in drawn


def test_lines_of_causes_are_drawn_over_the_bars_and_below_their_words(result):
    drawn = drawings(result)["states"]
    line = drawn.index('stroke-dasharray="7 5"')
    assert drawn.index("<title>web-58cd97df88-9qr8s: Running") < line < drawn.rindex(">old-build</text>")


def test_versions_are_called_by_their_names_and_digests_come_with_the_mouse(result):
    for name in ("version_mix", "states"):
        drawn = drawings(result)[name]
        seen = re.sub("<title>.*?</title>", "", drawn)
        assert "old-build</text>" in seen
        assert "sha256:" not in seen
        assert "old-build (sha256:530382…)" in drawn


def test_without_causes_there_is_no_strip(result):
    with_causes, without = drawings(result)["states"], svg.states(result.records.states, end_s=1800.0)
    heights = [float(re.search(r'viewBox="0 0 1000 ([\d.]+)"', each)[1]) for each in (with_causes, without)]
    assert heights[0] > heights[1]
    assert "What was done" not in without
