"""Do intervals hold the truth as often as they say? `python -m tests.coverage` counts it, for many minutes.

A known difference: a pod whose registry is away for 15 s, and for 20 s. The truth is the mean difference over so many
pairs of runs that nothing else is ever seen of; then comparisons of a few runs each are made, with seeds of their own,
and it is counted how many of their intervals hold it. An absent difference: the same world with its nodes called
otherwise, which draws other chance from the same distribution, so the truth is 0. And the mean of one of them.

Prints a line each, and exits with 1 where a coverage is not within 93 to 97 %, or a known difference is not found.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from typing import NamedTuple

import imagesim
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.intervals import Interval
from imagesim.studies.replications.runners.runner import InThisProcess, Runner
from imagesim.studies.replications.work import pack
from tests.studies.worlds import DEPLOYMENT, FOR, OUTAGE, POOL, SIMULATION

LEAST, MOST = 0.93, 0.97
_FIRST_SEED_OF_TRUTH = 10_000_000
_END = {"Simulation:spec.duration": "3m"}


class Coverage(NamedTuple):
    """Of what, the truth, how many of so many intervals hold it, and how many of them hold 0."""

    what: str
    truth: float
    held: int
    of: int
    around_0: int

    @property
    def is_fair(self) -> bool:
        """Whether the truth is held as often as 95 % should be."""
        return LEAST <= self.held / self.of <= MOST

    def __str__(self) -> str:
        return (
            f"{self.what}: the truth is {self.truth:.4f} s; {self.held} of {self.of} intervals hold it "
            f"({100 * self.held / self.of:.1f} %), {self.around_0} hold 0"
        )


def worlds() -> tuple[Scenario, Scenario, Scenario]:
    """The world, the same with a longer outage, and the same with other names of nodes."""
    documents = (SIMULATION, DEPLOYMENT, POOL, OUTAGE)
    renamed = (SIMULATION, DEPLOYMENT, {**POOL, "metadata": {"name": "others"}}, OUTAGE)
    return (
        imagesim.load(*documents, values={**_END, FOR: "15s"}),
        imagesim.load(*documents, values={**_END, FOR: "20s"}),
        imagesim.load(*renamed, values={**_END, FOR: "15s"}),
    )


def coverages(truth: int, repetitions: int, runs: int) -> Iterator[Coverage]:
    """The truth from so many runs, held against so many comparisons of so many runs each."""
    scenarios = worlds()
    jobs = [pack(scenario, ["ready"], None) for scenario in scenarios]
    with InThisProcess(jobs) as runner:
        first, second = (_ready(runner, setting, _FIRST_SEED_OF_TRUTH, truth) for setting in (0, 1))
        known = math.fsum(second) / truth - math.fsum(first) / truth
        found: list[list[Interval]] = [[], [], []]
        for repetition in range(repetitions):
            study = imagesim.compare(*scenarios, runs=runs, seed=1 + repetition * runs, measures=["ready"], workers=1)
            one, longer, renamed = study.estimates
            assert longer.difference is not None
            assert renamed.difference is not None
            for listed, interval in zip(found, (longer.difference, renamed.difference, one.mean), strict=True):
                listed.append(interval)
    yield _coverage("a known difference", known, found[0])
    yield _coverage("an absent difference", 0.0, found[1])
    yield _coverage("a mean", math.fsum(first) / truth, found[2])


def _ready(runner: Runner, setting: int, seed: int, runs: int) -> list[float]:
    return [runner.start(setting, seed + run).result()[0] for run in range(runs)]


def _coverage(what: str, truth: float, found: list[Interval]) -> Coverage:
    held, around_0 = (sum(each.low <= value <= each.high for each in found) for value in (truth, 0.0))
    return Coverage(what, truth, held, len(found), around_0)


def main(arguments: list[str]) -> int:
    """Print the coverages; 1 where they are not what intervals promise."""
    parser = argparse.ArgumentParser(prog="python -m tests.coverage", description=__doc__)
    parser.add_argument("--truth", type=int, default=20_000)
    parser.add_argument("--repetitions", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=30)
    asked = parser.parse_args(arguments)
    fair = True
    for coverage in coverages(asked.truth, asked.repetitions, asked.runs):
        print(coverage, flush=True)
        fair = fair and coverage.is_fair
    return 0 if fair else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
