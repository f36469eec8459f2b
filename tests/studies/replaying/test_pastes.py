"""What people pasted, in the dress of older and newer kubectls: read as it was, explained, called uncertain."""

import pytest

import imagesim
from tests.field.reading import SAMPLE, rows
from tests.studies.replaying.dressing import DRESSES, said, with_tabs

ROWS = {row.name.split()[0]: row for row in rows(SAMPLE) if row is not None}
FAILING = {name: row for name, row in ROWS.items() if not row.starts}


def test_there_are_twenty():
    assert len(ROWS) >= 20
    assert len(FAILING) >= 12


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", ROWS)
def test_every_event_is_read_as_it_was_pasted(name, dress):
    row = ROWS[name]
    found = imagesim.replay(dress(row)).seen.events
    assert [(event.type, event.reason, event.message) for event in found] == [said(pasted) for pasted in row.events]
    assert [event.count for event in found] == [_count(pasted.count, dress.__name__) for pasted in row.events]
    if dress is not with_tabs:
        assert [(1 - event.last.below, 1 - event.last.least) for event in found] == [
            (pasted.last.least, pasted.last.below) for pasted in row.events
        ]


def _count(count: int, dress: str) -> int:
    return 0 if count == 1 and dress == "table" else count  # such a table does not say that it was once


@pytest.mark.parametrize("turn", [0, 3])
@pytest.mark.parametrize("name", FAILING)
def test_a_stuck_pod_is_explained_with_an_interval(name, turn):
    dress = DRESSES[(list(FAILING).index(name) + turn) % len(DRESSES)]
    found = imagesim.replay(dress(FAILING[name]))
    (row,) = found.stuck
    assert row.due is not None
    assert 0 <= row.due.least_s <= row.due.middle_s <= row.due.most_s < 600
    assert row.why.why == "the registry has no such tag or repository" or not row.error
    assert "What is not certain:" in found.text()
    assert found.records.events


def test_of_a_pod_that_runs_nothing_is_foretold():
    for name in set(ROWS) - set(FAILING):
        assert imagesim.replay(DRESSES[3](ROWS[name])).stuck == ()
