"""Rows from a file."""

from collections.abc import Iterator
from pathlib import Path

from tests.field.row import BadRow, Row, read
from tests.json_lines import read_lines

SAMPLE = Path(__file__).with_name("snapshots.jsonl")
"""The rows that the tests hold."""


def rows(path: Path) -> Iterator[Row | None]:
    """The rows of a file; None for one that has no scenario. BadRow says where the file is wrong."""
    return read_lines(path, read, BadRow)
