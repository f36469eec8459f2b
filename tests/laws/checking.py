"""A scenario is held against all laws: it loads, runs without a crash, twice with equal records, and keeps each."""

import traceback
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from inspect import getmembers, isfunction
from itertools import islice
from types import ModuleType
from typing import NamedTuple

from imagesim.engine.collector import not_collecting
from imagesim.engine.records import Records
from imagesim.engine.run import Cluster
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario
from tests.laws.drawing.draw import Document
from tests.laws.kept import (
    of_access,
    of_bytes,
    of_cron_jobs,
    of_daemon_sets,
    of_jobs,
    of_measures,
    of_nodes,
    of_pods,
    of_probes,
    of_pulls,
    of_replica_sets,
    of_speed,
    of_stateful_sets,
    of_status,
    of_taints,
    of_time,
    of_turns,
)
from tests.laws.kept.run import Law, Run
from tests.laws.names_apart import told_apart

_STEPS = 7
_WORDS = 1500
LOADS, RUNS, SAME = "it loads", "it runs without a crash", "the same seed gives the same records"


def _laws(module: ModuleType) -> Iterator[Law]:
    for name, function in getmembers(module, isfunction):
        if not name.startswith("_") and function.__module__ == module.__name__:
            yield function


_MODULES = (
    of_time,
    of_pulls,
    of_turns,
    of_bytes,
    of_speed,
    of_pods,
    of_status,
    of_probes,
    of_nodes,
    of_taints,
    of_replica_sets,
    of_stateful_sets,
    of_daemon_sets,
    of_jobs,
    of_cron_jobs,
    of_measures,
    of_access,
)
LAWS: tuple[Law, ...] = tuple(law for module in _MODULES for law in _laws(module))


class Broken(NamedTuple):
    """A law that a scenario breaks, by its name, and the first words about it."""

    law: str
    words: str


def broken_laws(documents: Iterable[Document], *, of: str = "") -> list[Broken]:
    """What the scenario of *documents* breaks, *of* the law of that name alone if one is given.

    A crash anywhere is a broken law as well.
    """
    return [found for found in _broken(documents, of) if found.law == (of or found.law)]


def _broken(documents: Iterable[Document], of: str) -> Iterator[Broken]:
    """What is broken; what is found out apart only if it may be *of* that name."""
    try:
        scenario = load(*documents)
    except Exception:
        yield Broken(LOADS, _crash())
        return
    try:
        run = finished(scenario)
    except Exception:
        yield Broken(RUNS, _crash())
        return
    for law in LAWS:
        if of in ("", law.__name__):
            yield from _of(law, run)
    if of in ("", RUNS, SAME):
        yield from _twice(scenario, run.records)


def finished(scenario: Scenario, *, sleep: bool = True, steps: int = 1, collecting: bool = False) -> Run:
    """The scenario is run to its end, in so many steps; *collecting* garbage meanwhile, as Python pleases."""
    with nullcontext() if collecting else not_collecting():
        cluster = Cluster(scenario, scenario.seed, sleep=sleep)
        for step in range(1, steps + 1):
            cluster.env.run(until=scenario.duration_s * step / steps)
        written = cluster.finish()
        return Run(scenario, told_apart(written), cluster, written)


def _of(law: Law, run: Run) -> list[Broken]:
    try:
        words = list(islice(law(run), 1))
    except Exception:
        words = [_crash()]
    return [Broken(law.__name__, text[:_WORDS]) for text in words]


def _twice(scenario: Scenario, records: Records) -> Iterator[Broken]:
    """The same seed gives the same records, also where every sync is an event and the run is made step by step."""
    try:
        again = finished(scenario, sleep=False, steps=_STEPS).records
    except Exception:
        yield Broken(RUNS, _crash())
        return
    if again != records:
        yield Broken(SAME, _difference(records, again)[:_WORDS])


def _difference(records: Records, again: Records) -> str:
    for name in Records.__slots__:
        first, second = getattr(records, name), getattr(again, name)
        if first != second:
            rows = (first, second) if hasattr(first, "__len__") else ([first], [second])
            pairs = zip(*rows, strict=False)
            unequal = next(((one, other) for one, other in pairs if one != other), tuple(map(len, rows)))
            return f"{name}: {unequal[0]} without sleep: {unequal[1]}"
    return ""


def _crash() -> str:
    return "\n".join(traceback.format_exc().splitlines()[-7:])
