"""Shipped documents with one name or value replaced by something hostile: no message and no scenario shows it."""

import copy
import pickle
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from imagesim.cli.scenario_text import scenario_lines
from imagesim.results import report
from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError

CANARY = "CANARYzQ7"
HOSTILE = {
    "a login in an address": f"https://u:{CANARY}@h.example/x?token={CANARY}",
    "a bare login": f"u:{CANARY}@h.example/x",
    "what moves a terminal": "a\x1b[2J\nError: forged\u202e",
}
SCENARIOS = ("private-provider-plugin", "private-pull-secret", "registry-outage", "many-architectures")
SAMPLE = 60

Path = tuple[Any, ...]


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, bool]]:
    """The path of every name of a field (True) and of every value (False)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), True
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    else:
        yield path, False


def mutated(document: dict[str, Any], path: Path, is_name: bool, new: str) -> dict[str, Any]:
    document = copy.deepcopy(document)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    if is_name:
        items = list(holder.items())
        holder.clear()
        holder.update({new if key == path[-1] else key: value for key, value in items})
    else:
        holder[path[-1]] = new
    return document


def all_that_comes_out(*documents: dict[str, Any]) -> list[str]:
    """What is shown of documents, and then what a scenario of them holds."""
    try:
        scenario = load(*documents)
    except ScenarioError as error:
        return [gate.line(str(error), 10_000), repr(error)]
    shown = gate.stacked([gate.lines(scenario_lines(scenario)), report.assumptions(scenario)])
    return [shown, repr(scenario), repr(scenario.documents), pickle.dumps(scenario).decode("latin-1")]


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_hostile_comes_out_wherever_it_stands(name: str, what: str) -> None:
    documents: list[Any] = list(load(name).documents)
    chosen = [(index, *place) for index, document in enumerate(documents) for place in places(document)]
    for index, path, is_name in random.Random(f"{name}/{what}").sample(chosen, min(SAMPLE, len(chosen))):
        changed = mutated(documents[index], path, is_name, HOSTILE[what])
        shown, *held = all_that_comes_out(*documents[:index], changed, *documents[index + 1 :])
        where = f"{name}: {changed.get('kind')} {path}"
        assert CANARY not in shown + "".join(held), where
        forging = [each for each in shown if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"}]
        assert forging == [], where
        assert "\nError: forged" not in shown, where
