"""How fast imagesim is: `python -m tests.bench bench.json [part ...]` prints it and writes it there.

Measurements at the size of real clusters, each beside a bare SimPy program in the same run: 150,000 processes of five
timeouts, once before and once after. The ratio to their mean says more than seconds, which depend on the machine and on
what else it does. Then the shipped scenarios, as people wait for them in a classroom.

    cluster_150k      5,000 nodes, 150,000 pods, a cold roll-out of an image of five layers
    growth            the same with a tenth of both: how many times less it costs
    cluster_500k      500,000 pods on as many nodes as that takes: what a pod costs then
    workloads         5,000 nodes: a DaemonSet, 200 Deployments of 100 pods, 50 StatefulSets of 10, 100 Jobs of 20
    outage_150k       cluster_150k while its registry is out for the first 30 minutes
    month             200 nodes, 2,000 pods in ten Deployments that pull Always; a push and a restart of each every day
    staggered_1000x10 the network alone: ten transfers of each of 1,000 nodes, all at different times
    classroom         50 nodes, 200 pods
    out_15k           the picture of all pulls of 15,000 pods on 500 nodes; out_s is everything that --out writes
    load_5000_yaml    5,000 objects as `kubectl get -o yaml` prints them, managedFields included
    load_5000_json    the same as JSON

Of what is short the least time of several counts, since everything that disturbs a measurement makes it longer. A part
that is named takes those along that it is compared with; `scenarios` is the shipped scenarios.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import simpy

import imagesim
from imagesim.scenarios import shipped
from tests.bench_parts import Part, in_child

REPEATS = 5
BARE = 150_000, 5
SCENARIOS = "scenarios"


class Measured(NamedTuple):
    """A part of tests.bench_parts, its numbers, what it is held against, and what it should reach."""

    part: str
    numbers: tuple[int, ...]
    aim: str
    compared: str = ""


MEASURED = {
    "cluster_150k": Measured("cluster", (5_000, 150_000), "ratio <= 6, peak <= 2,500 MB, 7 kB a pod"),
    "growth": Measured("cluster", (500, 15_000), "<= 11 times less than cluster_150k", "less"),
    "cluster_500k": Measured(
        "cluster", (16_667, 500_000), "a pod costs <= 1.1 times cluster_150k, 7 kB", "times_per_pod"
    ),
    "workloads": Measured("workloads", (5_000, 200, 50, 100), "a pod costs <= 4 times cluster_150k", "times_per_pod"),
    "outage_150k": Measured("outage", (5_000, 150_000), "<= 5 times cluster_150k, peak <= 4,000 MB", "times"),
    "month": Measured("month", (200, 2_000, 30), "a pod costs <= 3 times cluster_150k", "times_per_pod"),
    "staggered_1000x10": Measured("staggered", (1_000, 10), "ratio <= 0.5"),
    "classroom": Measured("cluster", (50, 200, REPEATS), "< 150 ms"),
    "out_15k": Measured("out", (500, 15_000), "<= 2 s"),
    "load_5000_yaml": Measured("load_yaml", (5_000,), "ratio <= 1"),
    "load_5000_json": Measured("load_json", (5_000,), "ratio <= 0.75"),
}
_USUAL = "cluster_150k"
# How a further number of a part is printed.
_SAID = {
    "times": "{:.2f} times cluster_150k",
    "less": "{:.1f} times less than cluster_150k",
    "us_per_pod": "{:.0f} us a pod",
    "kb_per_pod": "{:.1f} kB a pod",
    "times_per_pod": "{:.2f} times cluster_150k a pod",
    "out_s": "{:.1f} s for everything",
    "mb": "{:.0f} MB of text",
}

T = TypeVar("T")


class Bench:
    """The measurements of *table*, each made when it is first asked for."""

    def __init__(self, table: Mapping[str, Measured] = MEASURED, bare: tuple[int, int] = BARE) -> None:
        self._table = table
        self._bare = bare
        self._made: dict[str, Part] = {}

    def __call__(self, name: str) -> Part:
        """Return the measurement of that name. KeyError if there is none."""
        if name not in self._made:
            measured = self._table[name]
            part = self.beside_bare(measured.part, *measured.numbers)
            if measured.compared:
                part[measured.compared] = _COMPARED[measured.compared](part, self(_USUAL))
            self._made[name] = part
        return self._made[name]

    def beside_bare(self, part: str, *numbers: int) -> Part:
        """Measure a part between two runs of the bare program; `ratio` is to the mean of these."""
        before = in_child("bare", *self._bare)["seconds"]
        measured = in_child(part, *numbers)
        bare_s = (before + in_child("bare", *self._bare)["seconds"]) / 2
        return {**measured, "bare_s": bare_s, "ratio": measured["seconds"] / bare_s}


# Of seconds and not of ratios: both are known as well, and this is what people wait.
_COMPARED: dict[str, Callable[[Part, Part], float]] = {
    "less": lambda part, usual: usual["seconds"] / part["seconds"],
    "times": lambda part, usual: part["seconds"] / usual["seconds"],
    "times_per_pod": lambda part, usual: part["us_per_pod"] / usual["us_per_pod"],
}


def shipped_scenario(name: str) -> dict[str, Any]:
    """Times of one shipped scenario in milliseconds, and how much it is."""
    load_ms, scenario = _least_ms(lambda: imagesim.load(name))
    run_ms, result = _least_ms(lambda: imagesim.simulate(scenario, seed=1))
    records = result.records
    return {
        "load_ms": round(load_ms, 2),
        "simulate_ms": round(run_ms, 2),
        "simulated_s": records.end_s,
        "pods": len(records.pods),
        "pulls": len(records.pulls),
        "events": len(records.events),
    }


def _least_ms(action: Callable[[], T]) -> tuple[float, T]:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        value = action()
        times.append(1000 * (time.perf_counter() - started))
    return min(times), value


def machine() -> dict[str, object]:
    """What the times depend on beside the code."""
    return {
        "python": platform.python_version(),
        "simpy": simpy.__version__,
        "imagesim": imagesim.__version__,
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }


HEADING = f"{'':18} {'seconds':>9} {'bare':>7} {'ratio':>7} {'peak MB':>8}   what it is; the aim"


def line(name: str, part: Part) -> str:
    """A measurement as a line of text, with its aim."""
    peak = f"{part['peak_mb']:8.0f}" if "peak_mb" in part else f"{'':8}"
    numbers = f"{part['seconds']:9.3f} {part['bare_s']:7.2f} {part['ratio']:7.3f} {peak}"
    said = ", ".join(text.format(part[key]) for key, text in _SAID.items() if key in part)
    return f"{name:18} {numbers}   {said}; aim: {MEASURED[name].aim}"


def main(target: Path, names: Sequence[str] = ()) -> None:
    """Measure the parts of these names, all if there are none; print them and write them to *target*."""
    chosen = names or [*MEASURED, SCENARIOS]
    unknown = [name for name in chosen if name not in (*MEASURED, SCENARIOS)]
    if unknown:
        sys.exit(f"no part of the benchmark: {', '.join(unknown)}; there are {', '.join((*MEASURED, SCENARIOS))}")
    bench = Bench()
    print(HEADING)
    for name in MEASURED:
        if name in chosen:
            print(line(name, bench(name)), flush=True)
    measured = {name: bench(name) for name in MEASURED if name in chosen}
    rounded = {name: {key: round(value, 4) for key, value in part.items()} for name, part in measured.items()}
    document = {
        "schema": 3,
        **machine(),
        "aims": {name: each.aim for name, each in MEASURED.items()},
        "measurements": rounded,
    }
    if SCENARIOS in chosen:
        print()
        scenarios = {name: shipped_scenario(name) for name in shipped.names()}
        for name, row in scenarios.items():
            print(f"{name:24} load {row['load_ms']:8.2f} ms   simulate {row['simulate_ms']:8.2f} ms")
        document |= {"repeats": REPEATS, "scenarios": scenarios}
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "bench.json"), sys.argv[2:])
