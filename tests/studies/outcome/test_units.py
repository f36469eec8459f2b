"""Numbers of measures as people read them."""

import math

import pytest

from imagesim.results.expectations import MEASURES
from imagesim.studies.outcome.factor_names import short_names
from imagesim.studies.outcome.units import column, scale


@pytest.mark.parametrize(
    ("measure", "values", "halves", "texts"),
    [
        ("ready", [61.23456, 59.1], [0.4321], ["61.23", "59.10"]),
        ("ready", [600.0, 30.0], [60.0], ["10.0", "0.5"]),
        ("ready", [9000.0], [1800.0], ["2.50"]),
        ("fetched", [264_260_000.0], [], ["264.26"]),
        ("pulls", [12.0, 1200.0], [], ["12", "1,200"]),
        ("pulls", [12.5], [25.0], ["12"]),
        ("pulls", [0.125], [0.00001], ["0.125"]),
        ("ready", [math.nan, math.inf], [], ["-", "never"]),
    ],
)
def test_the_interval_says_how_many_digits_are_known(measure, values, halves, texts):
    shown = scale(measure, values, halves)
    assert [shown.text(value) for value in values] == texts


def test_a_zero_has_no_sign():
    shown = scale("ready", [0.0, 1.0], [0.1])
    assert [shown.text(value, sign=True) for value in (0.0, -0.001, 0.001, 0.5, -0.5)] == [
        "0.00", "0.00", "0.00", "+0.50", "-0.50",
    ]  # fmt: skip


def test_columns_have_their_unit_in_their_name():
    assert [column(name) for name in ("ready", "time to ready p50", "fetched", "failed pulls", "429s")] == [
        "ready_s", "time_to_ready_p50_s", "fetched_bytes", "failed_pulls", "429s",
    ]  # fmt: skip
    assert len({column(name) for name in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(
    ("factors", "names"),
    [
        (["scenario"], ["scenario"]),
        (["NodePool/workers:spec.count"], ["count"]),
        (["NodePool/a:spec.count", "NodePool/b:spec.count"], ["NodePool/a.spec.count", "NodePool/b.spec.count"]),
        (["D/a:spec.replicas", "D/a:spec.minReadySeconds"], ["replicas", "minReadySeconds"]),
        (["T/d:spec.events[0].outage.for", "T/d:spec.events[1].outage.for"],
         ["events[0].outage.for", "events[1].outage.for"]),
        (["R/r:spec.repositories[shop/web].tags[v1]"], ["tags[v1]"]),
    ],
)  # fmt: skip
def test_a_factor_is_named_by_what_tells_it_from_the_others(factors, names):
    assert short_names(factors) == names
