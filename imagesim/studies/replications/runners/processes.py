"""Processes of this machine: each gets all jobs once, when it begins, and then only numbers of settings and seeds.

They are spawned, not forked: a copy of a process with threads (a notebook) may stand still for ever. So a script that
calls this has to keep its own work below `if __name__ == "__main__":`, as for every use of several processes.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Self

from imagesim.studies.replications.runners.runner import Values
from imagesim.studies.replications.work import PackedSetting, begin, measured


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """A process that is made within never hears of Ctrl-C, which a terminal sends to all: one answers for them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there they ignore it as soon as they have begun
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Processes:
    """A pool of *count* processes, made anew when one of them dies."""

    def __init__(self, jobs: Sequence[PackedSetting], count: int) -> None:
        self._packed = {job.key: job.packed for job in jobs}
        self._jobs = [job._replace(packed=b"") for job in jobs]
        self._count = count
        self.ahead = 2 * count + 2  # so that none waits for us; what is begun is lost where we are ended
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, context, initializer=begin, initargs=(self._packed,))

    def start(self, setting: int, seed: int) -> Future[Values]:
        """Hand the run over. BrokenExecutor where a process has died."""
        with _without_interrupts():  # a process may be made here
            return self._pool.submit(measured, self._jobs[setting], seed)

    def renew(self) -> bool:
        """New processes in place of those that one of them has taken along."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool()
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
