"""`python -m tests.foretold [CASES]`: so many cases, 500 unless said; exit 0 if all is as it shall be.

Shall be: the next attempt inside its interval in 93 to 97 of 100 cases, and the interval at most 1.5 times as wide as
that of one who knows everything but the jitter.
"""

import sys

from tests.foretold.holding import hold, ratio, share, summary

LEAST, MOST, WIDEST = 0.93, 0.97, 1.5


def main(arguments: list[str]) -> int:
    """Hold the cases and print what came of each."""
    if len(arguments) > 1 or not all(each.isdigit() and int(each) for each in arguments):
        print("usage: python -m tests.foretold [CASES]", file=sys.stderr)
        return 2
    held = []
    for number in range(int(arguments[0]) if arguments else 500):
        held.append(hold(number))
        print(held[-1].line(), flush=True)
    print("\n".join(summary(held)))
    return 0 if LEAST <= share(held) <= MOST and ratio(held) <= WIDEST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
