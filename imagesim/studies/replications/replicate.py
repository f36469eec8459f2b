"""Settings run again and again: run number i of every setting has the same seed, so that what differs is the setting.

The seed of run i is the first seed and i - 1, so every run can be looked at by itself: `imagesim run ... --seed N`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imagesim.results.result import check_limit
from imagesim.rules.digests import digest_of
from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.studies.replications.computing import WantedRun, compute
from imagesim.studies.replications.folder import StudyFolder
from imagesim.studies.replications.runners.dask_cluster import DaskCluster
from imagesim.studies.replications.runners.processes import Processes, processors
from imagesim.studies.replications.runners.runner import ByExecutor, InThisProcess, Runner, Values
from imagesim.studies.replications.setting import RunRow, Setting
from imagesim.studies.replications.stopping import BATCH, looks
from imagesim.studies.replications.work import PackedSetting, pack
from imagesim.version import __version__

MOST_RUNS = 10_000_000
"""Of all settings together: what they give is kept in memory."""

Progress = Callable[[int, int], None]
"""Called with how many runs are done, and how many there are at most."""
Narrow = Callable[[Sequence[RunRow]], bool]


@dataclass(frozen=True, kw_only=True)
class StudyPlan:
    """What is to be run: settings, how often, from which seed on, and what is measured.

    With `narrow` it may end sooner: that is asked of all rows at every look. `asked` is what a folder remembers
    besides.
    """

    settings: tuple[Setting, ...]
    runs: int
    first_seed: int
    measures: tuple[str, ...]
    limit: Bytes | None
    asked: Mapping[str, Any]
    narrow: Narrow | None = None

    def __post_init__(self) -> None:
        if self.runs < 2:
            hint = "write for example 20"
            raise ScenarioError("is too few: an interval needs two", field="--runs", value=self.runs, suggestion=hint)
        if self.runs * len(self.settings) > MOST_RUNS:
            rule = f"makes {self.runs * len(self.settings):,} runs of {len(self.settings):,} settings"
            hint = f"the most is {MOST_RUNS:,} in all"
            raise ScenarioError(rule, field="--runs", value=self.runs, suggestion=hint)

    def question(self) -> dict[str, Any]:
        """All that decides what comes out, for the folder to compare."""
        settings = [
            {"labels": list(setting.labels), "digest": digest_of(dump(setting.scenario))} for setting in self.settings
        ]
        return {
            "schema": 1,
            **self.asked,
            "imagesim": __version__,
            "runs": self.runs,
            "first seed": self.first_seed,
            "measures": list(self.measures),
            "settings": settings,
        }


def replicate(
    plan: StudyPlan,
    *,
    out: Path | None = None,
    executor: Executor | str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[RunRow]:
    """Compute what *plan* says and is not in *out* yet; return all rows, by setting and run.

    *executor* is any of concurrent.futures, or the address of a Dask scheduler; without one, *workers* processes of
    this machine compute, as many as it has processors unless that is said, and with 1 this process alone. The rows are
    the same whoever computes them.

    ScenarioError where a run would be beyond its limit, *out* holds something else, or workers die again and again.
    """
    for setting in plan.settings:
        check_limit(setting.scenario, plan.limit)
    jobs = [pack(setting.scenario, plan.measures, plan.limit) for setting in plan.settings]
    kept = nullcontext() if out is None else StudyFolder(out, plan.question())
    with kept as folder:
        rows = {} if folder is None else folder.rows
        replications = _Replications(plan, rows, folder, progress)
        if replications.is_complete():
            return replications.ordered()
        with _runner(jobs, executor, workers) as runner:
            replications.go_on(runner)
        return replications.ordered()


def _runner(jobs: Sequence[PackedSetting], executor: Executor | str | None, workers: int | None) -> Runner:
    if isinstance(executor, str):
        return DaskCluster(jobs, executor)
    if executor is not None:
        return ByExecutor(jobs, executor)
    count = processors() if workers is None else workers
    if count < 1:
        raise ScenarioError("is too few", field="--workers", value=workers, suggestion="write 1 or more")
    return InThisProcess(jobs) if count == 1 else Processes(jobs, count)


class _Replications:
    """What is done of a plan so far."""

    def __init__(
        self,
        plan: StudyPlan,
        rows: dict[tuple[int, int], RunRow],
        folder: StudyFolder | None,
        progress: Progress | None,
    ) -> None:
        self._plan = plan
        self._rows = rows
        self._folder = folder
        self._progress = progress
        self._tell()

    def go_on(self, runner: Runner) -> None:
        """Compute what is missing, batch by batch."""
        for end in self._ends():
            compute(self._missing(end), runner, self._take)
            if self._is_narrow(end):
                return

    def is_complete(self) -> bool:
        """Whether there is nothing left to compute."""
        for end in self._ends():
            if any(self._missing(end)):
                return False
            if self._is_narrow(end):
                return True
        return True

    def ordered(self) -> list[RunRow]:
        """The rows by setting and run, as far as every setting has them: up to the end at which one stopped."""
        end = next((end for end in self._ends() if self._is_narrow(end)), self._plan.runs)
        return self._up_to(end)

    def _ends(self) -> Iterator[int]:
        """After how many runs of each setting one looks."""
        return iter([self._plan.runs]) if self._plan.narrow is None else looks(self._plan.runs)

    def _is_narrow(self, end: int) -> bool:
        return self._plan.narrow is not None and self._plan.narrow(self._up_to(end))

    def _up_to(self, end: int) -> list[RunRow]:
        return [self._rows[key] for key in sorted(self._rows) if key[1] <= end]

    def _missing(self, end: int) -> Iterator[WantedRun]:
        """Runs of one setting in a row, so that a worker seldom changes the scenario; batches in turn."""
        for begin in range(1, end + 1, BATCH):
            for setting in range(len(self._plan.settings)):
                for run in range(begin, min(begin + BATCH, end + 1)):
                    if (setting, run) not in self._rows:
                        yield WantedRun(setting, run, self._plan.first_seed + run - 1)

    def _take(self, place: WantedRun, values: Values) -> None:
        row = RunRow(place.setting, place.run, place.seed, values)
        if self._folder is not None:
            self._folder.add(row)
        self._rows[place.setting, place.run] = row
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(len(self._rows), len(self._plan.settings) * self._plan.runs)
