"""The same table whoever computes it: `python -m tests.same_table [--runs N]`, by default 200 runs: 25 of 8 settings.

A sweep over pull policy and length of an outage is made five times: by one process, by two, by two of which one is
killed half-way, by a Dask cluster of two worker processes of which one is killed half-way, and by a command that is
killed half-way and called again. Files are compared byte for byte, and no run may stand twice among those that were
computed. A line each; exits with 1 where anything differs.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import imagesim
from imagesim.studies.replications.folder import DONE
from tests.studies.cluster import local_cluster

SCENARIO = "registry-outage"
VARY = {
    "Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy": ["Always", "IfNotPresent"],
    "Timeline/timeline:spec.events[0].outage.for": ["3m", "7m", "11m", "20m"],
}
SETTINGS = 8
KEPT = ("table.txt", "runs.csv", "runs.parquet", "intervals.csv", "manifest.json", "pictures/ready.png")

Progress = Callable[[int, int], None]


def files(folder: Path) -> dict[str, bytes]:
    """What has to be the same."""
    return {name: (folder / name).read_bytes() for name in KEPT}


def computed(folder: Path) -> list[tuple[int, int]]:
    """Setting and number of each run that was computed, as often as it was."""
    lines = (json.loads(line) for line in (folder / DONE).read_bytes().splitlines())
    return [(line["setting"], line["run"]) for line in lines]


def half_way(kill: Callable[[], None]) -> Progress:
    """A progress that kills something once, when half of the runs are done."""
    killed: list[int] = []

    def progress(done: int, of: int) -> None:
        if done >= of // 2 and not killed:
            killed.append(done)
            kill()

    return progress


def by_one(out: Path, runs: int) -> str:
    """This process alone."""
    imagesim.sweep(SCENARIO, VARY, runs, out=out, workers=1)
    return "one process"


def by_two(out: Path, runs: int) -> str:
    """Two processes."""
    imagesim.sweep(SCENARIO, VARY, runs, out=out, workers=2)
    return "two processes"


def by_two_of_which_one_dies(out: Path, runs: int) -> str:
    """Two processes; one is killed."""
    kill = half_way(lambda: multiprocessing.active_children()[0].kill())
    imagesim.sweep(SCENARIO, VARY, runs, out=out, workers=2, progress=kill)
    return "two processes, one killed half-way"


def by_dask(out: Path, runs: int) -> str:
    """A scheduler and two workers of Dask; one is killed."""
    with tempfile.TemporaryDirectory() as folder, local_cluster(Path(folder)) as cluster:
        kill = half_way(cluster.workers[0].kill)
        imagesim.sweep(SCENARIO, VARY, runs, out=out, executor=cluster.address, progress=kill)
        code = cluster.workers[0].wait()
    return f"a Dask cluster of two workers, one killed half-way (it ended with {code})"


def killed_and_called_again(out: Path, runs: int) -> str:
    """The command, killed with SIGKILL."""
    command = [sys.executable, "-m", "imagesim", "sweep", SCENARIO, "--runs", str(runs), "--out", str(out)]
    for path, values in VARY.items():
        command += ["--vary", f"{path}={','.join(values)}"]
    started = subprocess.Popen([*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = out / DONE
    half = SETTINGS * runs // 2
    while started.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") >= half):
        time.sleep(0.02)
    started.kill()
    started.wait()
    before = len(computed(out))
    subprocess.run([*command, "--workers", "2"], stdout=subprocess.DEVNULL, check=True)
    return f"killed after {before} runs and called again"


WAYS = (by_one, by_two, by_two_of_which_one_dies, by_dask, killed_and_called_again)


def compared(runs: int, folder: Path) -> Iterator[tuple[bool, str]]:
    """A line on each way, and whether it gave the same files and computed every run once."""
    first: Mapping[str, bytes] = {}
    for number, way in enumerate(WAYS):
        out = folder / str(number)
        what = way(out, runs)
        found, done = files(out), computed(out)
        first = first or found
        differ = [name for name in KEPT if found[name] != first[name]]
        once = len(done) == len(set(done)) == SETTINGS * runs
        said = f"other: {', '.join(differ)}" if differ else f"the same {len(KEPT)} files"
        yield once and not differ, f"{what}: {said}; {len(done)} runs computed, {len(set(done))} different ones"


def main(arguments: list[str]) -> int:
    """Print a line for each way; 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.same_table", description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    asked = parser.parse_args(arguments)
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for same, line in compared(asked.runs, Path(folder)):
            print(line, flush=True)
            good = good and same
    print("all the same" if good else "NOT the same")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
