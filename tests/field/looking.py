"""What kubectl would have shown in simulated runs, at the moments at which a paste may have been made.

Each run begins at a chance fraction of a second, and is looked at in some chance moments of the time that the age of
the oldest event leaves open.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import imagesim
from imagesim.engine.records import EventRecord
from imagesim.engine.run import run
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.scenario import Scenario
from tests.field.dates import stored
from tests.field.row import Pasted, Row

MOMENTS = 5
"""In how many moments a run is looked at."""


class Shown(NamedTuple):
    """An event as it stands at a moment: its age when it came first and last, and how often it had come."""

    first: Seconds
    last: Seconds
    times: int


Look = Mapping[Pasted, Shown | None]
"""What stands there of each event that was pasted; None if it has not come."""


class _Came(NamedTuple):
    time_s: Seconds
    stored: Seconds
    times: int


PULLS_MS = (1, 1000, 8000)
"""What the answers of a registry take where a paste does not say it, since nothing failed."""


class Runs:
    """Simulations of the situation of *row*, in each version that it allows in turn."""

    def __init__(self, row: Row) -> None:
        self._row = row
        pulls = PULLS_MS if row.starts else (None,)
        self._scenarios = [_scenario(row, version, pull_ms) for version in row.versions for pull_ms in pulls]

    def looks(self, seeds: Sequence[int]) -> Iterator[Look]:
        """Look at the runs with *seeds*."""
        for seed in seeds:
            chance = random.Random(f"{self._row.name}/{seed}")
            records = run(self._scenarios[seed % len(self._scenarios)], seed=seed)
            yield from self._look(records.events, chance)

    def _look(self, events: Sequence[EventRecord], chance: random.Random) -> Iterator[Look]:
        phase = chance.random()
        came = _by_kind(self._row.events, events, phase)
        anchor = self._row.anchor
        if not came[anchor]:
            yield dict.fromkeys(self._row.events)
            return
        begun = came[anchor][0].stored
        for _ in range(MOMENTS):
            now = begun + chance.uniform(*anchor.first)
            yield {pasted: _shown(came[pasted], now) for pasted in self._row.events}


def _by_kind(pasted: Sequence[Pasted], events: Sequence[EventRecord], phase: Seconds) -> Mapping[Pasted, list[_Came]]:
    came = defaultdict[Pasted, list[_Came]](list)
    for event in events:
        for each in pasted:
            if each.is_meant(event.reason, event.message):
                time = stored(event.time_s, phase, micro=event.reason == "Scheduled")
                came[each].append(_Came(event.time_s, time, event.count))
    return came


def _shown(came: Sequence[_Came], now: Seconds) -> Shown | None:
    past = [each for each in came if each.time_s <= now]
    return Shown(now - past[0].stored, now - past[-1].stored, past[-1].times) if past else None


def _scenario(row: Row, version: str, pull_ms: int | None) -> Scenario:
    """The row's documents in *version*, for as long as the paste needs it. Answers take *pull_ms*, if that is given."""
    documents = [dict(document) for document in row.documents]
    if pull_ms is not None:
        documents = [_answering(document, pull_ms) for document in documents]
    simulation = next((each for each in documents if each.get("kind") == "Simulation"), None)
    if simulation is None:
        simulation = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "paste"}}
        documents.append(simulation)
    spec: dict[str, Any] = dict(simulation.get("spec") or {})
    simulation["spec"] = spec | {"kubernetesVersion": version, "duration": f"{_needed(row)}s"}
    return imagesim.load(*documents)


def _answering(document: Mapping[str, Any], pull_ms: int) -> dict[str, Any]:
    """A Registry whose delays are all so long; any other document as it is."""
    spec = document.get("spec") or {}
    if document.get("kind") != "Registry" or not spec.get("faults"):
        return dict(document)
    faults = [fault | {"delay": f"{pull_ms}ms"} if "delay" in fault else fault for fault in spec["faults"]]
    return {**document, "spec": {**spec, "faults": faults}}


def _needed(row: Row) -> int:
    """Seconds that a run lasts: some more than the oldest age, as the first event need not come at once."""
    return int(row.anchor.first.below) + 120
