"""`python -m tests.wire [FILE.jsonl]`: hold simulated pulls against pulls that were watched.

Exit 0 if every case agrees, 1 if one does not, 2 if the file cannot be read or a case is not in the format.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.json_lines import read_lines
from tests.wire.case import BadCase, Case, read
from tests.wire.comparing import problems
from tests.wire.playing import play

USAGE = "usage: python -m tests.wire [FILE.jsonl]   (cases, one JSON object a line; without a file, the measured rows)"
SEEDS = 40
"""Runs of a case in which chance decides about something."""


def check(case: Case) -> list[str]:
    """What differs, "" for nothing."""
    runs = [play(case, seed) for seed in range(1, SEEDS + 1 if _has_chances(case) else 2)]
    return problems(case, runs)


def _has_chances(case: Case) -> bool:
    """Chance orders layers from 2.1 on; in 1.6 it decides what becomes of a pull that follows one that fails."""
    if case.version == "1.6":
        return sum("pull" in step for step in case.steps) > 1
    return case.version not in ("1.7", "2.0")


def main(arguments: list[str]) -> int:
    """Run the cases of the file, or the measured rows, and print what came of each."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(arguments) > 1:
        return _mistake(USAGE)
    try:
        cases = list(_cases(Path(arguments[0]))) if arguments else list(_measured())
        agreed = [_report(case) for case in cases]
    except BadCase as bad:
        return _mistake(str(bad))
    print(f"all: {len(agreed)} cases, {sum(agreed)} agreed, {len(agreed) - sum(agreed)} disagreed")
    if not arguments:
        agreed.append(_report_orders())
        _print_not_expressible()
    return 0 if all(agreed) else 1


def _report(case: Case) -> bool:
    try:
        found = check(case)
    except BadCase as bad:
        raise BadCase(f"{case.name}: {bad}") from None
    for text in found:
        print(f"{case.name} (containerd {case.version}): {text}")
    return not found


def _cases(path: Path) -> Iterable[Case]:
    return read_lines(path, read, BadCase)


def _measured() -> Iterable[Case]:
    from tests.wire.measured import cases

    return (read(case) for case in cases())


def _report_orders() -> bool:
    from tests.wire.layer_orders import PULLS, ROWS, disagreements

    found = list(disagreements())
    print(f"orders of layers over {PULLS} pulls: {len(ROWS)} rows, {len(ROWS) - len(found)} agreed")
    for text in found:
        print(text)
    return not found


def _print_not_expressible() -> None:
    from tests.wire.measured import NOT_EXPRESSIBLE

    print(f"{len(NOT_EXPRESSIBLE)} rows of the measurements are not written as cases:")
    for row, reason in NOT_EXPRESSIBLE.items():
        print(f"    {row}: {reason}")


def _mistake(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
