"""compare(): what differs between scenarios, in many runs with the same seeds, with intervals of the differences.

imagesim.compare("before/", "after/", runs=50).intervals
"""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path

from imagesim.engine.bounds.limit import MOST_MEMORY
from imagesim.rules.shown import gate
from imagesim.rules.units import Bytes
from imagesim.scenarios.loading import Source, load
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.outcome.study import Study
from imagesim.studies.replications.replicate import Progress
from imagesim.studies.replications.setting import Setting
from imagesim.studies.studying import Ways, study

FACTOR = "scenario"


def compare(
    *scenarios: Scenario | Source,
    names: Sequence[str] = (),
    runs: int = 20,
    seed: int | None = None,
    measures: Sequence[str] = (),
    until_within: str | None = None,
    executor: Executor | str | None = None,
    workers: int | None = None,
    out: str | PathLike[str] | None = None,
    limit: Bytes | None = MOST_MEMORY,
    progress: Progress | None = None,
) -> Study:
    """Run each of *scenarios*, of which there are two or more, *runs* times with the same seeds.

    They are called by *names*, or as they call themselves. Differences are those from the first one. Seeds begin with
    *seed*, or that of the first scenario. *until_within* ends sooner, when the interval of every difference of
    *measures* is that narrow; a share is one of the first mean. All else is as for `imagesim.sweep`.

    ScenarioError for a mistake in any of them.
    """
    with alone():
        if len(scenarios) < 2:
            hint = "name two, such as moved-tag digest-pinned; what belongs to each of them goes with --with"
            raise ScenarioError("there is nothing to compare: that takes two scenarios", suggestion=hint)
        loaded = [each if isinstance(each, Scenario) else load(each) for each in scenarios]
        if names and len(names) != len(scenarios):
            raise ScenarioError(f"there are {len(scenarios)} scenarios and {len(names)} names", field="names")
        found = names or [_name(given, made) for given, made in zip(scenarios, loaded, strict=True)]
        labels = _labels([gate.name(name) for name in found])
        settings = [Setting((label,), (label,), made) for label, made in zip(labels, loaded, strict=True)]
        ways = Ways(runs, seed, measures, until_within, executor, workers, out, limit, progress)
        title = gate.line("comparison of " + ", ".join(labels))
        return study(title, [FACTOR], settings, ways, paired=True)


def _name(given: Scenario | Source, made: Scenario) -> str:
    """What people called it, a path by its end."""
    if isinstance(given, str | PathLike):
        return Path(given).name or str(given)
    return made.name


def _labels(names: Sequence[str]) -> list[str]:
    """The names, numbered where they are the same."""
    count = Counter(names)
    return [f"{name} ({place})" if count[name] > 1 else name for place, name in enumerate(names, 1)]
