"""`python -m tests.field [FILE.jsonl]`: hold simulated events against what people pasted.

Exit 0 if every row agrees or is explained, and the places of counts and ages look uniform; 1 if not, 2 if the file
cannot be read or a row is not in the format.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from imagesim.scenarios.reading.errors import ScenarioError
from tests.field.holding import VERDICTS, Held, hold
from tests.field.percentiles import Place, distance, limit
from tests.field.reading import SAMPLE, rows
from tests.field.row import BadRow

USAGE = "usage: python -m tests.field [FILE.jsonl]   (pastes, one JSON object a line; without a file, the tests' own)"


def main(arguments: list[str]) -> int:
    """Hold the rows of the file, or those of the tests, against simulations and print what came of each."""
    if arguments in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if len(arguments) > 1:
        return _mistake(USAGE)
    held = list[Held]()
    try:
        for row in rows(Path(arguments[0]) if arguments else SAMPLE):
            held.append(hold(row))
            print("\n".join(held[-1].lines()))
    except (BadRow, ScenarioError) as bad:
        return _mistake(str(bad))
    uniform = [
        _report("counts", [each.number for each in held if each.number is not None]),
        _report("ages", [each.age for each in held if each.age is not None]),
    ]
    found = Counter(each.verdict for each in held)
    counts = ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS)
    print(f"all: {len(held)} rows, {counts}")
    return 0 if not found["disagreed"] and all(uniform) else 1


def _report(what: str, places: Sequence[Place]) -> bool:
    """Print how uniform the places are; whether that is enough."""
    found, allowed = distance(places), limit(places)
    problem = "" if found < allowed else ": not uniform"
    print(f"{what}: KS distance {found:.3f} over {len(places)} rows, limit {allowed:.3f}{problem}")
    return not problem


def _mistake(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
