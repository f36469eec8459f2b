"""sweep(): what becomes of a scenario when values in it change, in many runs, with intervals.

study = imagesim.sweep("registry-outage", vary={"Timeline/outage:spec.events[0].outage.for": ["5m", "20m"]}, runs=50)
study.runs          # a row a run
study.intervals     # a row for each measure and setting
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from os import PathLike

from imagesim.engine.bounds.limit import MOST_MEMORY
from imagesim.rules.units import Bytes
from imagesim.scenarios.loading import Source, load
from imagesim.scenarios.reading.errors import alone
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.outcome.study import Study
from imagesim.studies.replications.replicate import Progress
from imagesim.studies.studying import Ways, study
from imagesim.studies.sweeping.grid import grid


def sweep(
    scenario: Scenario | Source,
    vary: Mapping[str, Sequence[object]],
    runs: int = 20,
    *,
    seed: int | None = None,
    measures: Sequence[str] = (),
    until_within: str | None = None,
    executor: Executor | str | None = None,
    workers: int | None = None,
    out: str | PathLike[str] | None = None,
    limit: Bytes | None = MOST_MEMORY,
    progress: Progress | None = None,
) -> Study:
    """Run *scenario* with every combination of the values of *vary*, *runs* times each with the same seeds.

    *vary* maps a path, as for `load(values=...)`, to a list of values. Run i has *seed* (the scenario's unless given)
    and i - 1. *measures* are names of expectations ("ready", "failed pulls"), all without. *until_within* ("5%", "30s")
    ends sooner, when the interval of every mean of *measures* is that narrow.

    Processes of this machine compute, as many as *workers* says or there are processors; *executor* is any executor of
    concurrent.futures, or the address of a Dask scheduler ("tcp://..."). What comes out is the same. *out* is a folder
    that keeps every run that is done: the same call goes on where it was ended.

    ScenarioError for a mistake in any of them.
    """
    with alone():
        base = scenario if isinstance(scenario, Scenario) else load(scenario)
        ways = Ways(runs, seed, measures, until_within, executor, workers, out, limit, progress)
        return study("sweep", list(vary), grid(base, vary), ways, paired=False)
