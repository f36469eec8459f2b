"""What the benchmark measures, each part by itself: `python -m tests.bench_parts cluster 50 200` prints one as JSON.

A part runs in a process of its own, so that its peak of memory is its own. Its time is that of the processor: what else
the machine does must not count.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import simpy

import imagesim
from imagesim.scenarios.values.scenario import Scenario
from tests import bench_manifests, bench_network, bench_worlds

Part = dict[str, float]
T = TypeVar("T")


def cluster(nodes: int, pods: int, repeats: int = 1) -> Part:
    """The roll-out on a cold cluster, the quickest of *repeats* runs. AssertionError unless every pod got Ready."""
    return _run_until_ready(bench_worlds.roll_out(nodes, pods), pods, repeats)


def outage(nodes: int, pods: int) -> Part:
    """The roll-out while its registry is out for 30 minutes. AssertionError unless every pod got Ready."""
    return _run_until_ready(bench_worlds.outage(nodes, pods), pods)


def month(nodes: int, pods: int, days: int) -> Part:
    """Days with a push and a restart of everything. AssertionError unless every pod of the last day got Ready."""
    return _run_until_ready(bench_worlds.month(nodes, pods, days), pods)


def workloads(nodes: int, deployments: int, stateful_sets: int, jobs: int) -> Part:
    """A DaemonSet and so many others on a cold cluster. AssertionError unless every pod got Ready."""
    return _run_until_ready(*bench_worlds.workloads(nodes, deployments, stateful_sets, jobs))


def _run_until_ready(world: Scenario, pods: int, repeats: int = 1) -> Part:
    before_mb = _peak_mb()
    times = []
    for _ in range(repeats):
        result, seconds = _timed(lambda: imagesim.simulate(world, seed=1))
        times.append(seconds)
        made = result.records.pods
        ready = [pod.ready_s for pod in made if pod.ready_s is not None and pod.deleted_s is None]
        assert len(ready) == pods, f"{pods - len(ready)} of {pods} pods never got Ready"
    part = {"seconds": min(times), "peak_mb": _peak_mb(), "last_ready_s": max(ready), "pods": float(len(made))}
    return part | {"us_per_pod": 1e6 * min(times) / len(made), "kb_per_pod": 1e3 * (_peak_mb() - before_mb) / len(made)}


def out(nodes: int, pods: int) -> Part:
    """What `imagesim run --out` writes of a roll-out: the picture of its pulls, and everything."""
    # Imported here, since it would count in the memory of the other parts.
    from imagesim.results import plots
    from imagesim.results.export import export

    result = imagesim.simulate(bench_worlds.roll_out(nodes, pods), seed=1)
    plots.png(plots.pulls_over_time(result.pulls.head(1)))  # matplotlib looks for its fonts the first time
    data, seconds = _timed(lambda: plots.png(plots.pulls_over_time(result.pulls)))
    assert len(data) > 10_000, "the picture shows nothing"
    with tempfile.TemporaryDirectory() as folder:
        _, all_s = _timed(lambda: export(result, folder))
    return {"seconds": seconds, "out_s": all_s, "peak_mb": _peak_mb()}


def load_yaml(objects: int) -> Part:
    """Loading what `kubectl get -o yaml` prints of so many objects."""
    return _load(objects, "yaml")


def load_json(objects: int) -> Part:
    """Loading what `kubectl get -o json` prints of so many objects."""
    return _load(objects, "json")


def _load(objects: int, suffix: str) -> Part:
    with tempfile.TemporaryDirectory() as folder:
        bench_manifests.write_cluster(Path(folder), objects, suffix)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        loaded, seconds = _timed(lambda: imagesim.load(folder))
    assert len(loaded.deployments) == objects // 25
    return {"seconds": seconds, "peak_mb": _peak_mb(), "mb": size / 1e6}


def staggered(nodes: int, flows: int) -> Part:
    """*flows* transfers of each of *nodes*, no two at the same time, over one egress."""
    _, seconds = _timed(lambda: bench_network.staggered(nodes, flows))
    return {"seconds": seconds}


def bare(processes: int, timeouts: int) -> Part:
    """SimPy alone: so many processes that do nothing but wait, what everything else is measured by."""
    env = simpy.Environment()

    def process():
        for _ in range(timeouts):
            yield env.timeout(1.0)

    def run() -> None:
        for _ in range(processes):
            env.process(process())
        env.run()

    _, seconds = _timed(run)
    return {"seconds": seconds}


_PARTS: tuple[Callable[..., Part], ...] = (
    bare,
    cluster,
    outage,
    workloads,
    month,
    out,
    load_yaml,
    load_json,
    staggered,
)
PARTS: dict[str, Callable[..., Part]] = {part.__name__: part for part in _PARTS}


def in_child(part: str, *numbers: int) -> Part:
    """Measure a part in a process of its own."""
    command = [sys.executable, "-m", "tests.bench_parts", part, *map(str, numbers)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    measured: Part = json.loads(printed)
    return measured


def _timed(action: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    value = action()
    return value, time.process_time() - started


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6  # macOS counts bytes, Linux KiB


if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](*map(int, sys.argv[2:]))))
