"""How a sweep uses processors and memory: `python -m tests.bench_sweep [--runs N] [--pairs N] [--long N]`.

The classroom scenario (50 nodes, 200 pods). First speed: sweeps of N runs by one process and by two in turn, so that
whatever else the machine does happens to both. By the clock a busy machine cannot tell, so the time of processors is
printed as well: what two processes use for the same runs says how fast they are where each has a processor of its own.
Then memory: one long sweep by two processes, with the resident memory of all processes at every tenth of it.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import imagesim
from imagesim.scenarios.values.scenario import Scenario
from tests import bench_worlds

MEASURES = ("ready", "pulls", "fetched")


class Took(NamedTuple):
    """Seconds on the clock, and of processors: of the process itself and of its workers together."""

    clock_s: float
    processors_s: float


def timed(runs: int, workers: int, seed: int) -> Took:
    """What a sweep takes in a process of its own, the start of Python everywhere included."""
    command = [sys.executable, "-m", "tests.bench_sweep", "--once", str(runs), str(workers), str(seed)]
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    clock_s = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return Took(clock_s, used.ru_utime + used.ru_stime)


def once(runs: int, workers: int, seed: int) -> None:
    """The sweep that is timed."""
    scenario = bench_worlds.roll_out(50, 200)
    imagesim.compare(scenario, scenario, runs=runs // 2, seed=seed, measures=MEASURES, workers=workers)


def resident_mb(pid: int) -> float:
    """The resident memory of a process, on Linux."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def speed(runs: int, pairs: int) -> None:
    """Print what each pair took, and how many times as fast two processes are."""
    one, two = [], []
    for pair in range(pairs):
        load = os.getloadavg()[0]
        one.append(timed(runs, 1, 1 + pair * runs))
        two.append(timed(runs, 2, 1 + pair * runs))
        print(
            f"{runs} runs: one process {one[-1].clock_s:.1f} s ({one[-1].processors_s:.1f} s of processors), "
            f"two {two[-1].clock_s:.1f} s ({two[-1].processors_s:.1f} s); load before {load:.1f}",
            flush=True,
        )
    clock = sum(each.clock_s for each in one) / sum(each.clock_s for each in two)
    work = 2 * sum(each.processors_s for each in one) / sum(each.processors_s for each in two)
    print(f"two processes are {clock:.2f} times as fast by the clock; by the work that they do, up to {work:.2f} times")


def memory(scenario: Scenario, runs: int) -> None:
    """Print the memory of one long sweep as it goes on."""
    tenth = max(1, runs // 10)
    started = time.perf_counter()

    def progress(done: int, of: int) -> None:
        if done and done % tenth == 0:
            workers = ", ".join(f"{resident_mb(each.pid or 0):.0f}" for each in multiprocessing.active_children())
            print(
                f"{done:6} runs: this process {resident_mb(os.getpid()):.0f} MB, workers {workers} MB; "
                f"{time.perf_counter() - started:.0f} s",
                flush=True,
            )

    imagesim.compare(scenario, scenario, runs=runs // 2, measures=MEASURES, workers=2, progress=progress)


def main(arguments: list[str]) -> int:
    """Print both."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_sweep", description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--once", type=int, nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--long", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    if asked.once:
        once(*asked.once)
        return 0
    if asked.pairs:
        speed(asked.runs, asked.pairs)
    if asked.long:
        memory(bench_worlds.roll_out(50, 200), asked.long)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
