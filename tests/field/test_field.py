"""The pastes of the sample are possible outputs; a kubelet that is a little different would not have shown them."""

from functools import cache

import pytest

from imagesim.engine.kubelet import falling_asleep
from imagesim.rules.client_go import event_correlator
from imagesim.rules.images import image_manager
from imagesim.rules.pods import sync_result, sync_timing
from tests.field.__main__ import main
from tests.field.explained import EXPLAINED
from tests.field.holding import Held, hold
from tests.field.percentiles import distance, limit
from tests.field.reading import SAMPLE, rows
from tests.validation.rows import field_row, stored

SEEDS, FEW = 60, 20
ROWS = {row.name.split()[0]: row for row in rows(SAMPLE) if row is not None}
STREAM = ("c09", "c18", "l1")
"""Rows of pulls that fail for two minutes, seven, and two hours."""


@cache
def held(name: str) -> Held:
    return hold(ROWS[name], SEEDS)


@pytest.mark.parametrize("name", ROWS)
def test_each_paste_agrees_or_is_explained(name):
    found = held(name)
    assert found.verdict != "disagreed", "\n".join(found.lines())


def test_what_is_excluded_is_older_than_the_order_of_events_or_has_a_reason_of_its_own():
    excluded = {name for name in ROWS if held(name).verdict == "excluded"}
    assert excluded - {name.split()[0] for name in EXPLAINED} == {"o20", "o34"}


def test_the_page_says_how_many():
    row = field_row([held(name).verdict for name in ROWS])
    assert stored()[row.key] == row, "python -m tests.validation writes docs/validation.md again"


def test_every_reason_of_its_own_is_about_a_row_that_does_not_agree():
    assert {held(name.split()[0]).verdict for name in EXPLAINED} == {"excluded"}


def test_counts_and_ages_lie_where_those_of_a_right_simulation_would():
    for places in (
        [found.number for name in ROWS if (found := held(name)).number is not None],
        [found.age for name in ROWS if (found := held(name)).age is not None],
    ):
        assert len(places) >= 12
        assert distance(places) < limit(places)


def verdicts() -> set[str]:
    return {hold(ROWS[name], FEW).verdict for name in STREAM}


def slow_down(monkeypatch) -> None:
    """Have the kubelet sync a pod after a failure half as often as it does."""
    for module in (sync_result, falling_asleep):
        monkeypatch.setattr(module, "BACK_OFF_PERIOD_S", 20.0)


def test_a_kubelet_that_syncs_half_as_often_is_noticed(monkeypatch):
    slow_down(monkeypatch)
    assert verdicts() == {"disagreed"}


def test_another_jitter_is_noticed(monkeypatch):
    monkeypatch.setattr(sync_timing, "JITTER", 1.0)
    assert "disagreed" in verdicts()


def test_another_text_is_noticed(monkeypatch):
    in_back_off = image_manager._in_back_off

    def other(image: str, last_words: str) -> image_manager.Failure:
        failure = in_back_off(image, last_words)
        return failure._replace(events=(("Normal", "BackOff", f'Backing off from image "{image}"'),))

    monkeypatch.setattr(image_manager, "_in_back_off", other)
    assert verdicts() == {"disagreed"}


def test_another_budget_of_events_is_noticed(monkeypatch):
    monkeypatch.setattr(event_correlator, "BURST", 50)
    assert "disagreed" in verdicts()


def test_the_program_says_so_and_fails(monkeypatch, capsys, tmp_path):
    file = tmp_path / "rows.jsonl"
    line = next(line for line in SAMPLE.read_text().splitlines() if '"c09 ' in line)
    file.write_text(line + "\n" + '{"name": "t", "pasted": {"text": "no space left on device"}}\n')
    assert main([str(file)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "all: 2 rows, 1 agreed, 0 disagreed, 1 excluded"
    assert [line.split(":")[0] for line in out[-3:-1]] == ["counts", "ages"]
    slow_down(monkeypatch)
    assert main([str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "all: 2 rows, 0 agreed, 1 disagreed, 1 excluded"


@pytest.mark.parametrize("arguments", [["a", "b"], ["/nowhere/rows.jsonl"]])
def test_what_cannot_be_read_ends_with_2(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err
