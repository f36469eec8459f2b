"""`python -m tests.stream [FILE]`: hold simulated pods against what real kubelets streamed about theirs.

Exit 0 if every row agrees, 1 if one does not, 2 if the file cannot be read or a row is not in the format.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.stream.comparing import Comparison, compare
from tests.stream.pairing import paired
from tests.stream.row import BadRow, Row, read_rows

USAGE = "usage: python -m tests.stream [FILE]   (rows, one JSON object a line; without a file, the sample here)"
SAMPLE = Path(__file__).parent / "sample.jsonl"
RUNS = 100
"""Simulated runs of each case and version."""
SHOWN = 3


def main(arguments: list[str]) -> int:
    """Compare the rows of the file, group by group, and print what came of each."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(arguments) > 1:
        return _mistake(USAGE)
    try:
        rows = list(read_rows(Path(arguments[0]) if arguments else SAMPLE))
    except BadRow as bad:
        return _mistake(str(bad))
    found = [report(compare(*paired(group, RUNS))) for group in groups(rows)]
    agreed = sum(each.agreed for each in found)
    print(f"all: {len(rows)} rows, {agreed} agreed, {len(rows) - agreed} disagreed, 0 excluded")
    return 0 if agreed == len(rows) else 1


def groups(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of one case and version together, in their order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [found[group] for group in sorted(found)]


def report(comparison: Comparison) -> Comparison:
    """Print what came of a group."""
    case, version = comparison.group
    distances = ", ".join(f"{what} {most:.2f}" for what, most in comparison.distances.items())
    print(f"{case}, {version}: {comparison.rows} rows, {comparison.agreed} agreed; distances: {distances}")
    for number, problem in list(comparison.problems.items())[:SHOWN]:
        print(f"    row {number + 1}: {problem}")
    return comparison


def _mistake(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
