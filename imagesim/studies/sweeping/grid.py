"""What is varied: paths and their values become settings, every combination one, the last path changing fastest.

    Deployment/shop/web:spec.replicas=3,10,30
    Timeline/day:spec.events[0].outage.for=5m,20m
    Deployment/web:spec.template.spec.containers[0].args=[[a, b], [c]]     a value may be a list; one of lists is a list

The values are a YAML list without its brackets, so a comma in quotes or in brackets belongs to its value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.settings import parse_value
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.replications.setting import Cell, Setting

MOST_SETTINGS = 10_000


def parse_vary(text: str) -> tuple[str, list[object]]:
    """Split "PATH=V1,V2". ScenarioError if it is not that, or has no value."""
    path, equals, written = text.partition("=")
    path = path.strip()
    if not equals or not path:
        hint = "write for example NodePool/workers:spec.count=5,10"
        raise ScenarioError("is not PATH=V1,V2", field="--vary", value=text, suggestion=hint)
    values = parse_value(f"[{written}]", path)
    if not isinstance(values, list) or not values:
        hint = f"write for example {path}=1,2"
        raise ScenarioError("has no value to vary it with", field=path, suggestion=hint)
    return path, values


def parse_varied(texts: Iterable[str]) -> dict[str, list[object]]:
    """What is varied, by path. ScenarioError where a path stands twice, and as for `parse_vary`."""
    varied: dict[str, list[object]] = {}
    for text in texts:
        path, values = parse_vary(text)
        if path in varied:
            hint = f"give all values at once: {path}=1,2,3"
            raise ScenarioError("is varied twice", field=path, suggestion=hint)
        varied[path] = values
    return varied


def grid(base: Scenario, vary: Mapping[str, Sequence[object]]) -> list[Setting]:
    """The settings of all combinations of the values of *vary*, of which there are some.

    ScenarioError for a path that names nothing, a value that makes no sense there, one that stands twice, the seed
    (which every run has of its own), and too many combinations.
    """
    for path, values in vary.items():
        _check(path, values)
    number = prod(map(len, vary.values()))
    if number > MOST_SETTINGS:
        raise ScenarioError(
            f"makes {number:,} settings; the most is {MOST_SETTINGS:,}", field="--vary", suggestion="vary fewer values"
        )
    return list(_settings(base, vary))


def _settings(base: Scenario, vary: Mapping[str, Sequence[object]]) -> Iterator[Setting]:
    labels = {path: _labels(path, values) for path, values in vary.items()}
    cells = {path: _cells(labels[path], values) for path, values in vary.items()}
    for places in product(*(range(len(values)) for values in vary.values())):
        chosen = list(zip(vary, places, strict=True))
        scenario = _varied(base, {path: vary[path][place] for path, place in chosen})
        yield Setting(
            tuple(labels[path][place] for path, place in chosen),
            tuple(cells[path][place] for path, place in chosen),
            scenario,
        )


def _varied(base: Scenario, values: Mapping[str, object]) -> Scenario:
    if not base.documents:
        hint = "make it with imagesim.load, or compare scenarios: imagesim.compare"
        raise ScenarioError("the scenario has no documents in which values could be set", suggestion=hint)
    return load(*base.documents, values=values)


def _check(path: str, values: Sequence[object]) -> None:
    if isinstance(values, str) or not isinstance(values, Sequence):
        hint = "write for example [1, 2]"
        raise ScenarioError("is varied with what is no list of values", field=path, suggestion=hint)
    if not values:
        raise ScenarioError("has no value to vary it with", field=path)
    if path.startswith("Simulation") and path.partition(":")[2] == "spec.seed":
        hint = "--runs says how many seeds there are, and --seed the first"
        raise ScenarioError("is what the runs of a setting differ in", field=path, suggestion=hint)
    for place, value in enumerate(values):
        if any(type(value) is type(other) and value == other for other in values[:place]):
            raise ScenarioError("stands twice among the values", field=path, value=value)


def _labels(path: str, values: Sequence[object]) -> list[str]:
    """What may be shown of each value. Those that would read alike, as what is hidden does, are numbered."""
    texts = [_text(path, value) for value in values]
    return [f"{text} ({place})" if texts.count(text) > 1 else text for place, text in enumerate(texts, 1)]


def _text(path: str, value: object) -> str:
    shown = gate.value(value, path)
    if shown == gate.HIDDEN_VALUE:
        return "hidden"
    if isinstance(value, str):
        return gate.line(value, 80)
    if isinstance(value, dict | list) and value:
        return gate.line(_flow(value), 80)
    return "none" if value is None else shown


def _flow(value: Any) -> str:
    """A list or mapping on one line, near enough to how it was written."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _cells(labels: Sequence[str], values: Sequence[object]) -> list[Cell]:
    """Numbers stay numbers where there are no others."""
    kinds = {type(value) for value in values}
    if kinds <= {int, float} or kinds == {bool}:
        return [value for value in values if isinstance(value, int | float)]
    return list(labels)
