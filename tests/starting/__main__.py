"""`python -m tests.starting [--runs N] [CASE...]`: what happens after a dump, with and without it, over N seeds.

A line for each case and quantity: both means, the distance of Kolmogorov and Smirnov, and what it may be at 1 %; exit 1
if one is larger.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from statistics import mean

from tests.starting.comparing import After, both, critical, kolmogorov_smirnov
from tests.starting.worlds import WORLDS


def one_seed(name: str, seed: int) -> tuple[After, After]:
    """Of one case and seed."""
    return both(WORLDS[name](), seed)


def main() -> int:
    """Compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("cases", nargs="*")
    given = parser.parse_args()
    wrong = 0
    limit = critical(given.runs)
    with ProcessPoolExecutor(2) as executor:
        for name in given.cases or WORLDS:
            pairs = list(executor.map(partial(one_seed, name), range(1, given.runs + 1), chunksize=4))
            for place, field in enumerate(After._fields):
                whole, rest = [pair[0][place] for pair in pairs], [pair[1][place] for pair in pairs]
                distance = kolmogorov_smirnov(whole, rest)
                wrong += distance > limit
                print(
                    f"{name:22} {field:13} {mean(whole):8.2f} {mean(rest):8.2f}  distance {distance:.3f}"
                    f" of {limit:.3f}{'  DIFFERS' if distance > limit else ''}",
                    flush=True,
                )
    print(f"{wrong} differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
