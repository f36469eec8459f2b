"""Files of recorded rows: one JSON object a line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")


def read_lines(path: Path, read: Callable[[object], Row], bad: type[ValueError]) -> Iterator[Row]:
    """What *read* makes of each line that is not empty; *bad*, with the file and the line, for what it cannot read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise bad(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise bad(f"{path}: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield read(json.loads(line))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise bad(f"{path}:{number}: {error}") from None
