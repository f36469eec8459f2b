"""What is done to a live run, with every value in turn replaced by one that is wrong: refused in one line, or done."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from imagesim.results.live import live
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from tests.scenarios.timeline.test_event_table import ALL, WRITTEN, written

Path = tuple[Any, ...]

BAD: list[Any] = [None, "", 0, -1, 1.5, True, 10**30, float("nan"), [], ["x"], [None], {}, {"a": "b"}, {1: 2}]
BAD += [
    "nowhere",
    "a\x1b[2J\nError: x",
    "Pod/x/y",
    "workers-99",
    "workers-01",
    "reg.example/web:v9",
    "99999999h",
    "-5m",
]
BAD += ["x" * 10_000, "\ud800", b"x", object()]
LOGIN = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "login"},
    "type": "kubernetes.io/dockerconfigjson",
    "stringData": {".dockerconfigjson": "{}"},
}


@pytest.fixture(scope="module", name="scenario")
def loaded_scenario() -> Scenario:
    world = [each for each in yaml.safe_load_all(ALL) if each["kind"] != "Timeline"]
    simulation = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}}
    return load(*world, LOGIN, simulation | {"spec": {"duration": "10m"}})


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield (*path, step)
        yield from places(inner, (*path, step))


def put(value: Any, path: Path, bad: Any) -> Any:
    value = copy.deepcopy(value)
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = bad
    return value


@pytest.mark.parametrize("name", WRITTEN)
def test_a_wrong_value_is_refused_in_one_line_or_done(scenario: Scenario, name: str) -> None:
    good = {name: yaml.safe_load(written(name))}
    run, refused = live(scenario).advance("1m"), 0
    for path in list(places(good))[1:]:
        for bad in BAD:
            try:
                run.do(put(good, path, bad))
            except ScenarioError as error:
                said = str(error)
                refused += 1
                assert said.startswith(f"do: {name}"), f"{path}: {said}"
                assert said.isprintable(), f"{path}: {said}"
                assert "hush" not in said
                assert len(said) < 1000, f"{path}: {said}"
            else:
                run.advance("9m")
                run = live(scenario).advance("1m")
    assert refused > len(BAD) // 2
