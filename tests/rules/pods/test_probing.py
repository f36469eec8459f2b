"""When a probe asks, and what it makes of the answers."""

import pytest

from imagesim.rules.api.probe import Probe, Probes
from imagesim.rules.pods.probing import ProbeWorker, probe_workers


def worker(kind="Readiness", began_s=0.3, **fields) -> ProbeWorker:
    return ProbeWorker(kind, Probe(handler="httpGet", port="80", **fields), began_s)


def answered(made: ProbeWorker, text: str) -> list[bool | None]:
    """The results after each answer: y or n."""
    results = []
    for letter in text:
        made.count(letter == "y")
        results.append(made.result)
    return results


@pytest.mark.parametrize(
    ("now", "started_s", "delay_s", "tick"),
    [
        (0.3, 0.0, 0, 10.3),  # never at the moment at which it is planned
        (5.0, 0.0, 0, 10.3),
        (10.3, 0.0, 0, 20.3),
        (5.0, 4.9, 5, 10.3),
        (5.0, 4.9, 7, 20.3),  # 11 s: the API knows that it started in second 4
        (5.0, 4.9, 6, 10.3),
        (12.0, 11.9, 30, 50.3),
    ],
)
def test_a_probe_asks_at_its_ticks_once_the_initial_delay_is_over(now, started_s, delay_s, tick):
    assert worker(initial_delay_s=delay_s).tick_from(now, started_s) == pytest.approx(tick)


def test_a_triggered_probe_asks_a_period_later_again():
    made = worker()
    made.triggered(7.0)
    assert made.tick_from(7.0, 0.0) == 17.0


@pytest.mark.parametrize(
    ("kind", "before", "answers", "results"),
    [
        ("Readiness", False, "y", [True]),
        ("Readiness", False, "nnn", [False, False, False]),
        ("Readiness", False, "ynnynnn", [True, True, True, True, True, True, False]),
        ("Liveness", True, "nnynnn", [True, True, True, True, True, False]),
        ("Startup", None, "nny", [None, None, True]),
        ("Startup", None, "nnn", [None, None, False]),
    ],
)
def test_as_many_equal_answers_in_a_row_decide_as_the_threshold_says(kind, before, answers, results):
    made = worker(kind)
    assert made.result is before
    assert answered(made, answers) == results


def test_a_readiness_probe_may_need_several_successes():
    assert answered(worker(success_threshold=2), "ynyy") == [False, False, False, True]


@pytest.mark.parametrize(
    ("kind", "answers", "on_hold"),
    [("Startup", "y", True), ("Startup", "nnn", True), ("Liveness", "nnn", True), ("Liveness", "y", False),
     ("Readiness", "nnn", False)],
)  # fmt: skip
def test_a_probe_that_has_nothing_more_to_say_rests_until_the_container_runs_anew(kind, answers, on_hold):
    made = worker(kind)
    answered(made, answers)
    assert made.on_hold is on_hold
    made.new_container()
    assert made.on_hold is False


def test_answers_in_a_row_are_counted_over_a_restart_by_others():
    made = worker("Liveness")
    answered(made, "nn")
    made.new_container()  # it crashed
    assert answered(made, "n") == [False]


def test_each_worker_waits_for_its_own_first_tick():
    probes = Probes(startup=Probe(handler="exec", period_s=2), liveness=Probe(handler="exec", period_s=8))
    startup, liveness = probe_workers(probes, 100.0, lambda period: period / 4)
    assert (startup.kind, startup.tick_at(0)) == ("Startup", 100.5)
    assert (liveness.kind, liveness.tick_at(0)) == ("Liveness", 102.0)
