"""docs/validation.md is what `python -m tests.validation` would write.

Its figures are held where they are found: tests/conformance, tests/wire, tests/field, tests/published and
tests/results/measures compare each with its row.
"""

from pathlib import Path

import pytest

from tests.conformance.running import FileReport
from tests.published.measurements import AKS
from tests.validation import page, words
from tests.validation.rows import PAGE, Row, conformance_row, published_row, read, stored, wire_row


def test_the_page_is_what_its_rows_make_of_it():
    assert page.page(stored()) == PAGE.read_text(encoding="utf-8"), "python -m tests.validation writes it again"


def test_no_recorded_file_is_left_out():
    folders = {path.name for path in page.CONFORMANCE.iterdir() if any(path.glob("*.json*"))}
    assert folders == set(words.FOLDERS)
    assert {path.name for path in page.samples()} == set(words.FILES)


def test_a_row_reads_back():
    report = FileReport(Path("kubelet-1.32/backoff.jsonl"), rows=1_200, agreed=1_100)
    report.excluded.update(["why"] * 100)
    rows = [conformance_row(report), wire_row("2.3.4", 7, 7), published_row("AKS", AKS[0], 1.5)]
    assert rows[0].text() == "| `kubelet-1.32/backoff.jsonl` | client-go's back-off | 1,200 | 1,100 | 0 | 100: why |"
    assert rows[0].number(1) == 1_200
    assert rows[2].cells == ("1.43 s", "1.50 s", "+4.9 %")
    assert read("\n".join(row.text() for row in rows)) == {row.key: row for row in rows}


def test_a_missing_row_is_noticed():
    rows = dict(stored())
    del rows["containerd 2.3.4"]
    with pytest.raises(KeyError, match=r"containerd 2\.3\.4"):
        page.page(rows)


def test_another_figure_is_another_page():
    first = next(iter(stored().values()))
    assert page.page({**stored(), first.key: Row(first.key, ("another", *first.cells[1:]))}) != PAGE.read_text()
