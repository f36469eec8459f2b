"""The loop that has runs computed: a few ahead, each taken as it comes, again where a worker has died."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import NamedTuple

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.replications.runners.runner import Runner, Values

MOST_DEATHS = 3
"""So often in a row, without a run done in between, workers may die before it is taken for our own doing."""


class WantedRun(NamedTuple):
    """A run that is wanted: the place of its setting, its number, and its seed."""

    setting: int
    run: int
    seed: int


Take = Callable[[WantedRun, Values], None]


def compute(wanted: Iterable[WantedRun], runner: Runner, take: Take) -> None:
    """Have every run of *wanted* computed; *take* gets each, in the order in which they are done.

    ScenarioError where workers die again and again, or the cluster has gone away; what *take* got stays valid.
    """
    Computing(runner, take).all_of(wanted)


class Computing:
    """The runs that are under way, and how often workers have died since one was done."""

    def __init__(self, runner: Runner, take: Take) -> None:
        self._runner = runner
        self._take = take
        self._waiting: dict[Future[Values], WantedRun] = {}
        self._deaths = 0

    def all_of(self, wanted: Iterable[WantedRun]) -> None:
        """Compute them all. ScenarioError as for `compute`."""
        for place in wanted:
            while len(self._waiting) >= self._runner.ahead:
                self._take_some()
            self._start([place])
        while self._waiting:
            self._take_some()

    def _start(self, places: list[WantedRun]) -> None:
        """Begin them, and where that shows that a worker has died, all those again that were under way."""
        while places:
            place = places.pop()
            try:
                self._waiting[self._runner.start(place.setting, place.seed)] = place
            except BrokenExecutor:
                places += [place, *self._lost()]

    def _take_some(self) -> None:
        done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
        broken = False
        for future in sorted(done, key=lambda each: self._waiting[each]):
            try:
                values = future.result()
            except BrokenExecutor:
                broken = True  # whatever else is done is taken before
                continue
            except (Exception, CancelledError) as error:
                raise _said(error) from None
            self._take(self._waiting.pop(future), values)
            self._deaths = 0
        if broken:
            self._start(self._lost())

    def _lost(self) -> list[WantedRun]:
        """What was under way when a worker died, in its order, the last first; the runner is ready for it again.

        A run that was done all the same is taken: none is computed twice that somebody has seen the end of.
        """
        self._deaths += 1
        lost = []
        for future, place in self._waiting.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._take(place, future.result())
            else:
                lost.append(place)
        self._waiting.clear()
        if self._deaths > MOST_DEATHS or not self._runner.renew():
            raise ScenarioError(
                f"workers have died {counted(self._deaths, 'time')} in a row; a system ends what takes too much memory",
                suggestion="let fewer run at once (--workers 1); a script of your own keeps what it does below "
                'if __name__ == "__main__":',
            )
        return sorted(lost, reverse=True)


def _said(error: BaseException) -> BaseException:
    """What people read of an error of a worker: their own mistakes as they are, and what a cluster does."""
    name = type(error).__name__
    if isinstance(error, ScenarioError):
        return error
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] == "imagesim":
        hint = "install this version on every worker"
        return ScenarioError("a worker of the cluster has no imagesim", field="--scheduler", suggestion=hint)
    if name == "KilledWorker":
        hint = "give workers more memory or fewer threads"
        return ScenarioError("a run has ended several workers of the cluster", field="--scheduler", suggestion=hint)
    if name in ("CancelledError", "FutureCancelledError", "CommClosedError"):
        hint = "the same command with the same --out goes on where this ended"
        return ScenarioError("the cluster has gone away", field="--scheduler", suggestion=hint)
    return error
