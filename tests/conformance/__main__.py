"""`python -m tests.conformance FOLDER`: hold imagesim against the recorded rows in FOLDER.

Exit 0 if every row of every known file agrees, 1 if one does not, 2 if the folder does not exist or holds no known
file.
"""

import sys
from pathlib import Path

from tests.conformance.registry import Checkers
from tests.conformance.running import run_file

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
    known = [path for path in files if path.name in checkers.by_file]
    for broken in checkers.broken:
        print(f"checker {broken}")
    if not known:
        names = ", ".join(sorted(checkers.by_file)) or "none"
        return _mistake(f"{folder}: holds no file that is known here (known: {names})")
    reports = [run_file(path, checkers.by_file[path.name]) for path in known]
    for report in reports:
        print(report.text())
    for path in files:
        if path not in known:
            print(f"{path}: not known")
    disagreed = sum(len(report.disagreements) for report in reports)
    total, agreed = sum(report.rows for report in reports), sum(report.agreed for report in reports)
    excluded = total - agreed - disagreed
    print(f"all: {total} rows, {agreed} agreed, {disagreed} disagreed, {excluded} excluded")
    return 1 if disagreed or checkers.broken else 0


def _mistake(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
