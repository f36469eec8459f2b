import json

import pytest

from tests.field.explained import OUT_OF_ORDER, explanation
from tests.field.reading import SAMPLE, rows
from tests.field.row import BadRow, read

ROW = {
    "name": "a",
    "version": "1.33",
    "documents": [{"kind": "Pod"}],
    "events": [
        {"kind": "Scheduled", "last": "12m", "count": 1},
        {"kind": "Pulling", "last": "4s", "count": 2, "over": "11m"},
    ],
}


@pytest.mark.parametrize(
    ("text", "versions", "oldest"),
    [
        ("1.32-1.34", ["1.32", "1.33", "1.34"], 32),
        (">=1.35", ["1.35", "1.36"], 35),
        ("1.35+ kind", ["1.35", "1.36"], 35),
        ("AKS >=1.33", ["1.33", "1.34", "1.35", "1.36"], 33),
        ("<=1.31", ["1.31"], 0),
        ("1.23 k3s", ["1.31"], 23),
        ("v1.32.3+k3s1", ["1.32"], 32),
        ("1.33 with containerd 2.1.3", ["1.33"], 33),
        ("~1.31", ["1.31"], 31),
        ("1.37", ["1.37"], 37),
        ("?", ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"], 31),
        (">=1.35 kubectl", ["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"], 31),
    ],
)
def test_the_text_of_a_version_says_which_are_simulated(text, versions, oldest):
    row = read(ROW | {"version": text})
    assert (list(row.versions), row.oldest) == (versions, oldest)


def test_the_event_that_began_first_says_when_the_paste_was_made():
    row = read(ROW)
    assert row.anchor.kind == "Scheduled"
    assert (row.events[1].last.least, row.events[1].first.least, row.events[1].count) == (4, 660, 2)


def test_only_versions_from_before_the_order_was_kept_are_excused_by_it():
    assert explanation(read(ROW | {"version": "<=1.26 EKS"})) == OUT_OF_ORDER
    assert explanation(read(ROW | {"version": "1.23 k3s"})) == ""


@pytest.mark.parametrize("key", ["name", "version", "documents", "events"])
def test_a_row_without_a_key_is_no_row(key):
    with pytest.raises(BadRow, match=key):
        read({each: value for each, value in ROW.items() if each != key})


@pytest.mark.parametrize("event", [{"kind": "Pulling"}, {"kind": "Pulling", "last": "soon", "count": 1}, "Pulling"])
def test_an_event_that_says_too_little_is_named_with_its_row(event):
    with pytest.raises(BadRow, match="a: events: "):
        read(ROW | {"events": [event]})


def test_a_row_of_another_kind_has_no_scenario():
    assert read({"name": "a", "version": "?", "pasted": {"text": "no space left on device"}}) is None


def test_a_bad_line_is_named_by_its_number(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(ROW) + "\n\n{\n")
    with pytest.raises(BadRow, match=r"rows\.jsonl:3: "):
        list(rows(file))


def test_the_sample_is_in_the_format():
    assert len(list(rows(SAMPLE))) == len(SAMPLE.read_text().splitlines())
