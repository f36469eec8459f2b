"""How long the shipped scenarios take: `python -m tests.bench bench.json`.

Each is loaded and run several times in this process; the least time counts, since everything that disturbs a
measurement makes it longer. Tables and pictures are not part of it. What was simulated stands beside the times, so
that two files can be compared only where they are comparable.
"""

import json
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import imagesim
from imagesim.scenarios import shipped

REPEATS = 5

T = TypeVar("T")


def measure(name: str) -> dict[str, object]:
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


def main(target: Path) -> None:
    scenarios = {name: measure(name) for name in shipped.names()}
    for name, row in scenarios.items():
        print(f"{name:20} load {row['load_ms']:8.2f} ms   simulate {row['simulate_ms']:8.2f} ms")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "imagesim": imagesim.__version__}
    target.write_text(json.dumps({"schema": 1, **machine, "repeats": REPEATS, "scenarios": scenarios}, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "bench.json"))
