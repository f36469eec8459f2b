"""When intervals are narrow enough."""

import math

import pytest

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.intervals import NOTHING, Interval
from imagesim.studies.replications.stopping import looks, parse_within


@pytest.mark.parametrize(
    ("text", "measures", "most", "relative"),
    [
        ("5%", ["ready", "fetched"], 0.05, True),
        ("2.5 %", ["ready"], 0.025, True),
        ("30s", ["ready", "recovery"], 30.0, False),
        ("10Mi", ["fetched"], 10 * 2**20, False),
        ("0.5", ["pulls"], 0.5, False),
    ],
)
def test_a_share_or_the_unit_of_the_measures(text, measures, most, relative):
    within = parse_within(text, measures)
    assert within.most == pytest.approx(most)
    assert within.relative is relative


@pytest.mark.parametrize(
    ("text", "measures", "message"),
    [
        ("30s", ["ready", "pulls"], "has to be a share, since the measures have several units"),
        ("30", ["ready"], "--until-within: '30' "),
        ("many", ["pulls"], "'many' is not a number; write for example 0.5, or a share such as 5%"),
        ("0%", ["ready"], "must be more than 0"),
        ("-5%", ["pulls"], "is not a number"),
    ],
)
def test_what_says_nothing_is_a_mistake(text, measures, message):
    with pytest.raises(ScenarioError, match=message):
        parse_within(text, measures)


def test_half_the_interval_counts():
    within = parse_within("1s", ["ready"])
    assert within.holds(Interval(10.0, 9.0, 11.0, 20), 10.0)
    assert not within.holds(Interval(10.0, 8.9, 11.1, 20), 10.0)


def test_a_share_is_one_of_the_mean():
    within = parse_within("10%", ["ready"])
    assert within.holds(Interval(0.0, -1.0, 1.0, 20), -10.0)
    assert not within.holds(Interval(0.0, -1.1, 1.1, 20), -10.0)
    assert within.holds(Interval(0.0, 0.0, 0.0, 20), 0.0)


def test_what_is_not_known_is_not_narrow():
    for unknown in (NOTHING, Interval(1.0, math.nan, math.nan, 1)):
        assert not parse_within("10%", ["ready"]).holds(unknown, unknown.estimate)


def test_looks_are_at_whole_batches_and_get_rarer():
    assert list(looks(200)) == [20, 30, 40, 50, 70, 90, 120, 150, 190, 200]
    assert list(looks(20)) == [20]
    assert list(looks(7)) == [7]
