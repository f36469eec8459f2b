"""Fits of pulls that are made up: published medians, kinds of nodes, pulls that are too fast, too few, too many."""

import math
import random
from dataclasses import replace

import pytest

from imagesim.scenarios.reading.documents import Document
from imagesim.studies.calibrating.calibration import calibrate_documents
from imagesim.studies.calibrating.estimating import MOST_PULLS, evenly, fit
from imagesim.studies.calibrating.observed import Observations, ObservedPull
from imagesim.studies.calibrating.problem import FitProblem
from tests.published.measurements import AKS
from tests.studies.calibrating.events import event

MB = 10**6


def _published(count: int = 50) -> list[Document]:
    """The published medians as events: *count* nodes at once, and as many one by one."""
    values, now = [], 0.0
    for row in AKS:
        image = f"ghcr.io/spegel/{row.size}"
        for node in range(count):
            at = now if row.nodes > 1 else now + node * (row.seconds + 1)
            values.append(event(image, at + row.seconds, row.seconds, f"{row.what}-{node}".replace(" ", "-"), row.size))
        now += 1000
    return [Document(value=value) for value in values]


def test_the_published_medians_give_the_published_fit_or_a_better_one():
    found = calibrate_documents(_published())
    assert found.estimate("fixed").value == pytest.approx(1.10, rel=0.05)
    assert found.estimate("node").value == pytest.approx(155 * MB, rel=0.05)
    assert found.estimate("egress", "ghcr.io").value == pytest.approx(1700 * MB, rel=0.05)
    problem = FitProblem(found.fitted, "registry")
    published = problem.squares([math.log(each) for each in (1.10, 155 * MB, 1700 * MB)])
    assert found.rms_log_error <= math.sqrt(published / len(found.fitted))
    assert found.rms_log_error == pytest.approx(0.075, abs=0.0005)


def _pull(node: str, started: float, size: int, rate: float, kind: str = "", noise: float = 0.0) -> ObservedPull:
    took = (1.0 + size / rate) * math.exp(noise)
    return ObservedPull(
        image=f"r.example/i{size}:v1",
        registry="r.example",
        node=node,
        kind=kind,
        started_s=started,
        ended_s=started + took,
        size=size,
        waited_s=0.0,
    )


def _one_by_one(count: int, rate: float = 50 * MB, kind: str = "", spread: float = 0.05) -> list[ObservedPull]:
    chance = random.Random(f"{count}/{rate}/{kind}")
    sizes = [(20 + 60 * (place % 7)) * MB for place in range(count)]
    noise = [chance.gauss(0, spread) for _ in sizes]
    return [_pull(f"{kind}{place}", 100.0 * place, size, rate, kind, noise[place]) for place, size in enumerate(sizes)]


def _observed(*pulls: ObservedPull) -> Observations:
    return Observations(pulls=tuple(sorted(pulls, key=lambda pull: pull.started_s)))


def test_two_kinds_of_nodes_have_a_rate_each():
    slow = [
        replace(pull, started_s=pull.started_s + 50, ended_s=pull.ended_s + 50)
        for pull in _one_by_one(20, 50 * MB, "slow")
    ]
    found = fit(_observed(*slow, *_one_by_one(20, 150 * MB, "fast")))
    rates = {each.parameter.of: each.value for each in found.estimates if each.parameter.what == "node"}
    assert rates == pytest.approx({"slow": 50 * MB, "fast": 150 * MB}, rel=0.1)


def test_a_pull_that_is_far_too_fast_for_its_size_is_left_out_and_said():
    fast = [_pull(f"shares-{place}", 9000.0 + 100 * place, 800 * MB, 900 * MB) for place in range(3)]
    found = fit(_observed(*_one_by_one(20), *fast))
    (note,) = found.observations.notes
    assert note.startswith("Left out, 3 pulls: less than half as long as fits the others")
    assert not set(fast) & set(found.fitted)


def test_a_pull_that_is_far_too_slow_stays_and_is_named_first():
    slow = _pull("slow", 9000.0, 100 * MB, 10 * MB)
    found = fit(_observed(*_one_by_one(20), slow))
    assert slow in found.fitted
    assert min(found.residuals, key=lambda each: each.off).pull is slow


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = 0
    for seed in range(16):
        chance = random.Random(f"coverage/{seed}")
        pulls = [
            _pull(f"n{place}", 100.0 * place, (20 + 60 * (place % 7)) * MB, 50 * MB, noise=chance.gauss(0, 0.1))
            for place in range(14)
        ]
        within = next(each for each in fit(_observed(*pulls)).estimates if each.parameter.what == "node").interval
        held += within.low is not None and within.high is not None and within.low <= 50 * MB <= within.high
    # Of 16 intervals of 95 % fewer than 13 hold it once in 100 times.
    assert held >= 13


def test_few_pulls_say_nothing_of_how_sure_they_are():
    found = calibrate_documents(
        [Document(value=event("a", 10, 2.0)), Document(value=event("b", 99, 3.0, size=90 * MB))]
    )
    assert found.findings[0].startswith("There are 2 pulls for 2 parameters: too few")
    assert all(each.open_above and each.open_below for each in found.estimates)


def test_of_very_many_pulls_an_even_part_is_fitted():
    part = evenly(tuple(_one_by_one(3 * MOST_PULLS)))
    assert 0.9 * MOST_PULLS <= len(part) <= 1.1 * MOST_PULLS
    assert part[-1].started_s > 0.98 * 100.0 * 3 * MOST_PULLS


def test_pulls_that_share_their_luck_count_for_less():
    def interval_of(together: bool) -> float:
        chance = random.Random("luck")
        pulls = []
        for moment in range(12):
            noise = chance.gauss(0, 0.15)
            for node in range(6):
                size = (20 + 60 * (moment % 4)) * MB
                at = 1000.0 * moment + (0 if together else 60 * node)
                pulls.append(
                    _pull(f"n{node}-{moment}", at, size, 50 * MB, noise=noise if together else chance.gauss(0, 0.15))
                )
        within = next(each for each in fit(_observed(*pulls)).estimates if each.parameter.what == "node").interval
        return math.log((within.high or math.inf) / (within.low or 1.0))

    assert interval_of(together=True) > 1.5 * interval_of(together=False)
