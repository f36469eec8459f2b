"""The worlds of the question: the user's documents with a timeline of our own, in which something goes and is needed.

At first nothing happens until everything is Ready. Then the thing goes, and a minute later each workload is put to one
of four tests; the run ends half an hour after that. What a run without the loss would come to is run as well, so that
what fails anyway is not blamed on it.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from imagesim.rules.units import Seconds
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.document import API_VERSION

Json = dict[str, Any]

SETTLING_S: Seconds = 3600.0
"""How long a cluster may take at first until everything is Ready."""
BEFORE_S: Seconds = 60.0
"""From the loss to what each workload is put to."""
AFTER_S: Seconds = 1800.0
"""From there to the end: longer than the longest back-off and the 300 s for which pods stay on a lost node."""


class GivenWorld(NamedTuple):
    """The user's documents without their timelines, and what was left out."""

    documents: tuple[Mapping[str, Any], ...]
    left_out: tuple[str, ...]


def world_of(scenario: Scenario) -> GivenWorld:
    """The documents of *scenario*, which hold stand-ins for passwords."""
    kept = [document for document in scenario.documents if document.get("kind") != "Timeline"]
    left_out = [str(_name(document)) for document in scenario.documents if document.get("kind") == "Timeline"]
    return GivenWorld(tuple(kept), tuple(left_out))


def at_rest(world: GivenWorld) -> Scenario:
    """Nothing happens but that pods start."""
    return load(*_lasting(world, SETTLING_S))


def with_events(world: GivenWorld, events: Sequence[Json], end_s: Seconds) -> Scenario:
    """The world in which *events* happen; ScenarioError where one of them makes no sense in it."""
    timeline = {
        "apiVersion": API_VERSION,
        "kind": "Timeline",
        "metadata": {"name": "if-gone"},
        "spec": {"events": list(events)},
    }
    return load(*_lasting(world, end_s), timeline)


def at(time_s: Seconds, **event: object) -> Json:
    """One event of a timeline."""
    return {"at": format_duration(round(time_s)), **event}


def _lasting(world: GivenWorld, end_s: Seconds) -> list[Json]:
    documents = [copy.deepcopy(dict(document)) for document in world.documents]
    for document in documents:
        if document.get("kind") == "Simulation":
            document.setdefault("spec", {})["duration"] = format_duration(round(end_s))
    return documents


def _name(document: Mapping[str, Any]) -> object:
    metadata = document.get("metadata")
    return metadata.get("name") if isinstance(metadata, dict) else ""
