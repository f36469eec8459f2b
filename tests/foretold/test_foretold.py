"""What a replay foretells comes, as often as it says; a kubelet that is a little different would not have done that."""

from functools import cache

import pytest

from imagesim.rules.pods import sync_timing
from imagesim.studies.replaying.inference import due, gaps
from tests.foretold.__main__ import main
from tests.foretold.holding import Held, hold, ratio, share, summary

CASES = 12


@cache
def held() -> list[Held]:
    return [hold(number) for number in range(20, 20 + CASES)]


def test_the_next_attempt_comes_inside_the_interval():
    assert share(held()) >= 0.83, "\n".join(each.line() for each in held())


def test_the_interval_is_hardly_wider_than_that_of_one_who_knows_all_but_the_jitter():
    assert ratio(held()) <= 1.5
    assert all(each.width_s <= 17 for each in held() if each.in_list and each.due.sure)


def test_a_narrower_interval_would_be_noticed(monkeypatch):
    monkeypatch.setattr(due, "COVERED", 0.5)
    assert share([hold(number) for number in range(20, 32)]) < 0.83


def test_the_program_says_how_many(capsys):
    assert main(["1"]) == 1  # one of one is no share between 93 and 97 of 100
    out = capsys.readouterr().out
    assert "all: 1 cases, 1 inside: 100.0%" in out
    assert len(list(summary(held()))) >= 5


@pytest.mark.parametrize("arguments", [["a"], ["1", "2"], ["0"]])
def test_what_is_no_number_of_cases_ends_with_2(arguments, capsys):
    assert main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_the_gaps_are_those_of_the_rules():
    assert gaps.between_syncs() == pytest.approx(dict.fromkeys(range(11, 16), 0.2))
    found = [sync_timing.next_sync(0.0, 10.0, 0.0, chance / 1000) for chance in range(1000)]
    assert {round(each) for each in found} == set(gaps.between_syncs())
