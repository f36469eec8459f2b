"""A Dask cluster: its scheduler gives runs to its workers, and gives them again where a worker dies.

A job is a task of the cluster, too: workers fetch it once and keep it, and it can be made again wherever it was lost.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Self

from imagesim.extras import DASK, needing
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications.runners.runner import Values
from imagesim.studies.replications.work import PackedSetting, measured

_PATIENCE = "15s"
_AHEAD_PER_THREAD, _LEAST_AHEAD = 4, 64


class DaskCluster:
    """The cluster whose scheduler is at *address*. ScenarioError where nobody answers there."""

    def __init__(self, jobs: Sequence[PackedSetting], address: str) -> None:
        with needing(DASK, "runs on a Dask cluster", "distributed"):
            from distributed import Client
        self._client: Any = _connected(Client, address)  # its methods have no types
        threads = sum(self._client.nthreads().values())
        self.ahead = max(_LEAST_AHEAD, _AHEAD_PER_THREAD * threads)
        self._executor = self._client.get_executor(pure=False)
        self._jobs = [self._client.submit(_same, job, key=f"imagesim-{job.key}") for job in jobs]

    def start(self, setting: int, seed: int) -> Future[Values]:
        """Hand the run over."""
        future: Future[Values] = self._executor.submit(measured, self._jobs[setting], seed)
        return future

    def renew(self) -> bool:
        """The cluster renews itself; what is broken here is the way to it."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def _same(job: PackedSetting) -> PackedSetting:
    return job


def _connected(client: Any, address: str) -> Any:
    try:
        return client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ScenarioError(
            f"no Dask scheduler answers there: {type(error).__name__}",
            field="--scheduler",
            value=address,
            suggestion="start one with `dask scheduler`, which prints its address, such as tcp://127.0.0.1:8786",
        ) from None
