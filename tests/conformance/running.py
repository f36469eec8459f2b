"""Puts every row of a file through its checker and counts."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.checking import Check, Excluded, Row

SHOWN = 5
GO_VERSION = "the answer depends on the Go version"


@dataclass
class FileReport:
    """What came of one file. `disagreements` holds "row N: what differs" for each row that disagrees."""

    path: Path
    rows: int = 0
    agreed: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The report as lines for a terminal, with the first few disagreements."""
        counts = f"{self.rows} rows, {self.agreed} agreed, {len(self.disagreements)} disagreed"
        lines = [f"{self.path}: {counts}, {self.excluded.total()} excluded"]
        lines += [f"    excluded {count}: {reason}" for reason, count in sorted(self.excluded.items())]
        lines += [f"    {text}" for text in self.disagreements[:SHOWN]]
        if len(self.disagreements) > SHOWN:
            lines.append(f"    ... and {len(self.disagreements) - SHOWN} more")
        return "\n".join(lines)


def run_file(path: Path, check: Check) -> FileReport:
    """Check every row of *path*. Nothing that a row or a checker does stops the run."""
    report = FileReport(path)
    for number, row in enumerate(_rows(path), start=1):
        report.rows += 1
        try:
            problem = _problem(row, check)
        except Excluded as excluded:
            report.excluded[str(excluded)] += 1
            continue
        if problem:
            report.disagreements.append(f"row {number}: {problem}")
        else:
            report.agreed += 1
    return report


def _problem(row: Row | ValueError, check: Check) -> str | None:
    if isinstance(row, ValueError):
        return f"not JSON: {row}"
    if row.get("go_version_sensitive"):
        raise Excluded(GO_VERSION)
    try:
        return check(row)
    except Excluded:
        raise
    except Exception as error:  # whatever a checker stumbles over is a disagreement of this row
        return f"{type(error).__name__}: {error}"


def _rows(path: Path) -> Iterator[Row | ValueError]:
    text = path.read_text(encoding="utf-8")
    # Not splitlines(): a recorded text may hold one of the other characters that Python takes for a line's end.
    parts = [text] if path.suffix == ".json" else [line for line in text.split("\n") if line.strip()]
    for part in parts:
        try:
            value = json.loads(part)
        except ValueError as error:
            yield error
            continue
        if path.suffix == ".json":
            yield from value
        else:
            yield value
