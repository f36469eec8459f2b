"""`python -m tests.conformance FOLDER`: hold imagesim against the recorded rows in FOLDER.

Exit 0 if every row of every file agrees, 1 if one does not or if a file is not known, 2 if the folder does not exist or
holds no known file. Rows of files that are known to wait (NOT_YET) are excluded, and named.
"""

import sys
from pathlib import Path

from tests.conformance.registry import NOT_YET, Checkers, not_yet
from tests.conformance.running import FileReport, run_file

USAGE = "usage: python -m tests.conformance FOLDER   (a folder of recorded .jsonl and .json files)"


def main(arguments: list[str], checkers: Checkers | None = None) -> int:
    """Run every known file below the folder and print what came of each. *checkers* are all that are there."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(arguments) != 1:
        return _mistake(USAGE)
    folder = Path(arguments[0])
    if not folder.is_dir():
        return _mistake(f"{folder}: there is no such folder")
    checkers = checkers or Checkers()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in (".jsonl", ".json"))
    checks = {name: not_yet(name) for name in NOT_YET} | checkers.by_file
    known = [path for path in files if path.name in checks]
    for broken in checkers.broken:
        print(f"checker {broken}")
    if not known:
        names = ", ".join(sorted(checks)) or "none"
        return _mistake(f"{folder}: holds no file that is known here (known: {names})")
    reports = [run_file(path, checks[path.name]) for path in known]
    for report in reports:
        print(report.text())
    unknown = [path for path in files if path not in known]
    for path in unknown:
        print(f"{path}: not known: nothing checks it")
    disagreed = _summary(reports)
    return 1 if disagreed or unknown or checkers.broken else 0


def _summary(reports: list[FileReport]) -> int:
    """Print the last line; how many rows disagree."""
    disagreed = sum(len(report.disagreements) for report in reports)
    total, agreed = sum(report.rows for report in reports), sum(report.agreed for report in reports)
    waiting = [report.path.name for report in reports if report.excluded and report.path.name in NOT_YET]
    if waiting:
        print(f"not checked yet, and excluded: {', '.join(waiting)}")
    print(f"all: {total} rows, {agreed} agreed, {disagreed} disagreed, {total - agreed - disagreed} excluded")
    return disagreed


def _mistake(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
