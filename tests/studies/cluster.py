"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own that one can kill."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_DASK = (sys.executable, "-m", "distributed.cli.dask_{}")
_PATIENCE_S = 60


class LocalCluster(NamedTuple):
    """The address of the scheduler, and the processes of the workers."""

    address: str
    workers: list["subprocess.Popen[bytes]"]


@contextmanager
def local_cluster(folder: Path, workers: int = 2) -> Iterator[LocalCluster]:
    """Start a cluster of *workers* with one thread each; its logs are in *folder*. It is ended whatever happens."""
    processes: list[subprocess.Popen[bytes]] = []
    with (folder / "cluster.log").open("wb") as log:

        def start(what: str, *arguments: str) -> "subprocess.Popen[bytes]":
            command = [*_DASK[:2], _DASK[2].format(what), *arguments]
            processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=folder))
            return processes[-1]

        try:
            start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "s.json")
            _wait_for(folder / "s.json")
            alone = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
            started = [start("worker", "--scheduler-file", "s.json", *alone) for _ in range(workers)]
            yield LocalCluster(_when_there(folder, workers), started)
        finally:
            for process in processes:
                process.kill()
            for process in processes:
                process.wait()


def _when_there(folder: Path, workers: int) -> str:
    from distributed import Client

    with Client(scheduler_file=str(folder / "s.json"), set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=_PATIENCE_S)  # type: ignore[no-untyped-call]
        return str(client.scheduler.address)  # type: ignore[union-attr]


def _wait_for(path: Path) -> None:
    for _ in range(_PATIENCE_S * 20):
        if path.exists() and path.stat().st_size:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{path.name} did not come")
