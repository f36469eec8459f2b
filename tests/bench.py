"""How fast imagesim is: `python -m tests.bench bench.json` prints it and writes it there.

Four measurements at the size of real clusters, each beside a bare SimPy program in the same run: 150,000 processes of
five timeouts, once before and once after. The ratio to their mean says more than seconds, which depend on the machine
and on what else it does. Then the shipped scenarios, as people wait for them in a classroom.

    cluster_150k      5,000 nodes, 150,000 pods, a cold roll-out of an image of five layers
    growth            the same with a tenth of both: how many times less it costs
    staggered_1000x10 the network alone: ten transfers of each of 1,000 nodes, all at different times
    classroom         50 nodes, 200 pods

Of what is short the least time of several counts, since everything that disturbs a measurement makes it longer.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import simpy

import imagesim
from imagesim.scenarios import shipped
from tests.bench_parts import Part, in_child

REPEATS = 5
BARE = 150_000, 5

AIMS = {
    "cluster_150k": "ratio <= 8, peak <= 2,500 MB",
    "growth": "<= 12",
    "staggered_1000x10": "ratio <= 0.5",
    "classroom": "< 150 ms",
}

T = TypeVar("T")


def beside_bare(part: str, *numbers: int, bare: tuple[int, int] = BARE) -> Part:
    """Measure a part between two runs of the bare program; `ratio` is to the mean of these."""
    before = in_child("bare", *bare)["seconds"]
    measured = in_child(part, *numbers)
    bare_s = (before + in_child("bare", *bare)["seconds"]) / 2
    return {**measured, "bare_s": bare_s, "ratio": measured["seconds"] / bare_s}


def measurements(nodes: int = 5_000, pods: int = 150_000, bare: tuple[int, int] = BARE) -> dict[str, Part]:
    """The four of AIMS, for a cluster of that size."""
    large = beside_bare("cluster", nodes, pods, bare=bare)
    small = beside_bare("cluster", nodes // 10, pods // 10, bare=bare)
    return {
        "cluster_150k": large,
        # Of seconds and not of ratios: both are known as well, and this is what people wait.
        "growth": {**small, "quotient": large["seconds"] / small["seconds"]},
        "staggered_1000x10": beside_bare("staggered", nodes // 5, 10, bare=bare),
        "classroom": beside_bare("cluster", nodes // 100, pods // 750, REPEATS, bare=bare),
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


def table(measured: dict[str, Part]) -> list[str]:
    """The measurements as lines of text, each with its aim."""
    lines = [f"{'':18} {'seconds':>9} {'bare':>7} {'ratio':>7} {'peak MB':>8}   aim"]
    for name, part in measured.items():
        peak = f"{part['peak_mb']:8.0f}" if "peak_mb" in part else f"{'':8}"
        growth = f"; {part['quotient']:.1f} times less than cluster_150k" if "quotient" in part else ""
        numbers = f"{part['seconds']:9.3f} {part['bare_s']:7.2f} {part['ratio']:7.3f} {peak}"
        lines.append(f"{name:18} {numbers}   {AIMS[name]}{growth}")
    return lines


def main(target: Path) -> None:
    """Measure everything, print it and write it to *target*."""
    measured = measurements()
    print("\n".join(table(measured)), end="\n\n")
    scenarios = {name: shipped_scenario(name) for name in shipped.names()}
    for name, row in scenarios.items():
        print(f"{name:24} load {row['load_ms']:8.2f} ms   simulate {row['simulate_ms']:8.2f} ms")
    rounded = {name: {key: round(value, 4) for key, value in part.items()} for name, part in measured.items()}
    document = {"schema": 2, **machine(), "aims": AIMS, "measurements": rounded}
    document |= {"repeats": REPEATS, "scenarios": scenarios}
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "bench.json"))
