"""What a way to compute runs can do, and the way of this process alone."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import Protocol, Self

from imagesim.studies.replications.work import PackedSetting, measured

Values = tuple[float, ...]


class Runner(Protocol):
    """Computes runs of the jobs that it was made with, the first of which is setting 0.

    `ahead` is how many runs it may be given before one of them is done.
    """

    ahead: int

    def start(self, setting: int, seed: int) -> Future[Values]:
        """Begin a run, or say when it will be done. BrokenExecutor where a worker has died."""
        ...

    def renew(self) -> bool:
        """After workers have died: be ready again; no if that is not possible."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Begin nothing more, and wait for nothing."""
        ...


class InThisProcess:
    """One run after the other, here: each is done when it has begun."""

    ahead = 1

    def __init__(self, jobs: Sequence[PackedSetting]) -> None:
        self._jobs = jobs

    def start(self, setting: int, seed: int) -> Future[Values]:
        """The run, which is done."""
        done: Future[Values] = Future()
        done.set_result(measured(self._jobs[setting], seed))
        return done

    def renew(self) -> bool:
        """There is nothing that could die by itself."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class ByExecutor:
    """Any executor of concurrent.futures that somebody has made. Each run takes the whole job along.

    It is not shut down, since it is not ours.
    """

    ahead = 128

    def __init__(self, jobs: Sequence[PackedSetting], executor: Executor) -> None:
        self._jobs = jobs
        self._executor = executor

    def start(self, setting: int, seed: int) -> Future[Values]:
        """Hand the run over."""
        return self._executor.submit(measured, self._jobs[setting], seed)

    def renew(self) -> bool:
        """An executor that is broken stays so, and nobody else can make it anew."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass
