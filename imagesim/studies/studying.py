"""From settings to a Study: what a sweep and a comparison have in common."""

from collections.abc import Sequence
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from imagesim.engine.bounds.limit import MOST_MEMORY
from imagesim.extras import STUDIES, require
from imagesim.results.expectations import MEASURES
from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.errors import ScenarioError, did_you_mean
from imagesim.scenarios.reading.paths import own_path
from imagesim.studies.outcome.estimates import Estimated, estimates
from imagesim.studies.outcome.files import write_files
from imagesim.studies.outcome.study import Study
from imagesim.studies.replications.replicate import Progress, StudyPlan, replicate
from imagesim.studies.replications.setting import RunRow, Setting
from imagesim.studies.replications.stopping import Within, parse_within


class Ways(NamedTuple):
    """How a study is made: how many runs from which seed on, measured by what, until when, by whom, kept where.

    Without `measures` all are measured; `until_within` needs some. `seed` is the first one.
    """

    runs: int = 20
    seed: int | None = None
    measures: Sequence[str] = ()
    until_within: str | None = None
    executor: Executor | str | None = None
    workers: int | None = None
    out: str | PathLike[str] | None = None
    limit: Bytes | None = MOST_MEMORY
    progress: Progress | None = None


def study(what: str, factors: Sequence[str], settings: Sequence[Setting], ways: Ways, *, paired: bool) -> Study:
    """Run *settings* as *ways* says. Where *paired*, what is to be narrow are differences, else means.

    ScenarioError for what makes no sense, where a run is beyond its limit, and where `out` cannot take the study;
    MissingExtraError where what it needs is not installed.
    """
    require(STUDIES, "studies of many runs")
    measures = _measures(ways.measures)
    within = _within(ways)
    scenario = settings[0].scenario
    title = f"{what} of {scenario.name}" if what == "sweep" else what
    plan = StudyPlan(
        settings=tuple(settings),
        runs=ways.runs,
        first_seed=scenario.seed if ways.seed is None else ways.seed,
        measures=measures,
        limit=ways.limit,
        asked={"title": title, "until within": ways.until_within, "factors": list(factors)},
        narrow=None if within is None else _Narrow(within, ways.measures, measures, len(settings), paired=paired),
    )
    out = None if ways.out is None else own_path(Path(ways.out))
    rows = replicate(plan, out=out, executor=ways.executor, workers=ways.workers, progress=ways.progress)
    made = Study(
        title=title,
        factors=tuple(factors),
        settings=plan.settings,
        measures=measures,
        rows=tuple(rows),
        stop=within.text if within else "",
        is_narrow=plan.narrow is not None and plan.narrow(rows),
    )
    if out is not None:
        write_files(made, out)
    return made


def _measures(named: Sequence[str]) -> tuple[str, ...]:
    """Those that are named, in the order of all, or all."""
    for name in named:
        if name not in MEASURES:
            raise ScenarioError(
                "is not a measure", field="--measure", value=name, suggestion=did_you_mean(name, MEASURES)
            )
    return tuple(name for name in MEASURES if not named or name in named)


def _within(ways: Ways) -> Within | None:
    if ways.until_within is None:
        return None
    if not ways.measures:
        hint = "name the measure that is to be known so well: --measure ready"
        raise ScenarioError("does not say of what", field="--until-within", value=ways.until_within, suggestion=hint)
    return parse_within(ways.until_within, ways.measures)


class _Narrow:
    """Whether the intervals of all settings are narrow enough, by all rows so far."""

    def __init__(
        self, within: Within, named: Sequence[str], measures: Sequence[str], settings: int, *, paired: bool
    ) -> None:
        self._within = within
        self._places = [measures.index(name) for name in named]
        self._measures = [measures[place] for place in self._places]
        self._settings = settings
        self._paired = paired

    def __call__(self, rows: Sequence[RunRow]) -> bool:
        """Ask it of *rows*, which are by setting and run."""
        asked = [row._replace(values=tuple(row.values[place] for place in self._places)) for row in rows]
        found = estimates(asked, self._measures, self._settings)
        first = {each.measure: each for each in found if each.setting == 0}
        return all(self._holds(each, first[each.measure]) for each in found)

    def _holds(self, each: Estimated, first: Estimated) -> bool:
        if not self._paired:
            return self._within.holds(each.mean, each.mean.estimate)
        return each.difference is None or self._within.holds(each.difference, first.mean.estimate)
