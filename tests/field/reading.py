"""Rows from a file."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.field.row import BadRow, Row, read

SAMPLE = Path(__file__).with_name("snapshots.jsonl")
"""The rows that the tests hold."""


def rows(path: Path) -> Iterator[Row | None]:
    """The rows of a file; None for one that has no scenario. BadRow says where the file is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRow(f"{path}: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield read(json.loads(line))
        except (ValueError, TypeError, AttributeError) as error:
            raise BadRow(f"{path}:{number}: {error}") from None
