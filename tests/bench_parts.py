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
from tests import bench_network

_WORLD = """
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: cluster}}
spec: {{duration: 30m}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: workers}}
spec: {{count: {nodes}, network: 1Gbit/s}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: web}}
spec: {{layers: [30Mi, 10Mi, 5Mi, 1Mi, 20Ki]}}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {{name: registry.example}}
spec: {{bandwidth: 10Gbit/s, repositories: {{web: {{tags: {{v1: web}}}}}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  replicas: {pods}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {{containers: [{{name: web, image: registry.example/web:v1}}]}}
"""

Part = dict[str, float]
T = TypeVar("T")


def scenario(nodes: int, pods: int) -> Scenario:
    """A Deployment of *pods* on *nodes* that do not have its image yet: five layers, by name from one registry."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cluster.yaml")
        path.write_text(_WORLD.format(nodes=nodes, pods=pods), encoding="utf-8")
        return imagesim.load(path)


def cluster(nodes: int, pods: int, repeats: int = 1) -> Part:
    """The roll-out on a cold cluster, the quickest of *repeats* runs. AssertionError unless every pod got Ready."""
    world = scenario(nodes, pods)
    times = []
    for _ in range(repeats):
        result, seconds = _timed(lambda: imagesim.simulate(world, seed=1))
        times.append(seconds)
        ready = [pod.ready_s for pod in result.records.pods if pod.ready_s is not None]
        assert len(ready) == pods, f"{pods - len(ready)} of {pods} pods never got Ready"
    return {"seconds": min(times), "peak_mb": _peak_mb(), "last_ready_s": max(ready)}


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


PARTS: dict[str, Callable[..., Part]] = {"bare": bare, "cluster": cluster, "staggered": staggered}


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
