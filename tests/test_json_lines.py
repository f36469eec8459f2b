"""Files of recorded rows."""

from pathlib import Path

import pytest

from tests.json_lines import read_lines


class BadRowError(ValueError):
    """What the reader of a row raises."""


def _number(value: object) -> int:
    if not isinstance(value, dict):
        raise BadRowError("is no object")
    return int(value["number"])


def test_lines_are_read_and_empty_ones_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"number": 1}\n\n{"number": 2}\n', encoding="utf-8")
    assert list(read_lines(path, _number, BadRowError)) == [1, 2]


@pytest.mark.parametrize("line", ["[]", "{", "{}", '{"number": null}', '{"number": "x"}'])
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"number": 1}\n' + line, encoding="utf-8")
    with pytest.raises(BadRowError, match=r"rows\.jsonl:2: "):
        list(read_lines(path, _number, BadRowError))


def test_a_file_that_is_not_there_or_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with pytest.raises(BadRowError, match="No such file"):
        list(read_lines(path, _number, BadRowError))
    path.write_bytes(b"\xff")
    with pytest.raises(BadRowError, match="utf-8"):
        list(read_lines(path, _number, BadRowError))
