"""Random processes: how they are read, refused, hidden and saved, and which events a seed draws of them."""

import math
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imagesim.engine.bounds.estimate import estimate
from imagesim.engine.chance import Chance
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.processes.drawing import drawn_events, expected_events
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

SIMULATION = "apiVersion: imagesim/v1\nkind: Simulation\nmetadata: {name: s}\nspec: {duration: 10h}\n"
PUSHES = "{name: pushes, every: 30m, do: {push: {image: 'registry.example/shop/web:v1', to: web-a}}}"
CRASHES = "{name: crashes, every: 20m, anyPodOf: web, do: {restart: {}}}"
CHURN = "{name: churn, every: 1h, anyNodeOf: workers, oneOf: [{removeNode: {}}, {cordon: {}}]}"
JOINS = "{name: joins, times: [2h, 1h], do: {addNode: {pool: workers}}}"


def timeline(*processes: str, events: str = "") -> str:
    written = "".join(f"  - {process}\n" for process in processes)
    return f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: t}}\nspec:\n{events}  processes:\n{written}"


def drawn(scenario: Scenario, seed: int = 1) -> list[tuple[float, str, str]]:
    return [(each.event.at_s, each.event.text(), each.why) for each in drawn_events(scenario, Chance(seed))]


def times(scenario: Scenario, what: str, seed: int = 1) -> list[float]:
    return [at_s for at_s, text, _ in drawn(scenario, seed) if text.startswith(what)]


def test_a_process_moves_no_other(loaded: Loaded, world: str, deployment: str) -> None:
    both = loaded(world, deployment, SIMULATION, timeline(PUSHES, CRASHES))
    alone = loaded(world, deployment, SIMULATION, timeline(PUSHES))
    assert times(both, "push") == times(alone, "push")
    assert len(times(alone, "push")) > 10
    assert times(both, "push") != times(both, "push", seed=2)


def test_other_events_move_no_time(loaded: Loaded, world: str, deployment: str) -> None:
    one = loaded(world, deployment, SIMULATION, timeline(CHURN))
    other = loaded(world, deployment, SIMULATION, timeline(CHURN.replace("[{removeNode: {}}, ", "[{uncordon: {}}, ")))
    assert [at_s for at_s, *_ in drawn(one)] == [at_s for at_s, *_ in drawn(other)]
    assert {text.split()[0] for _, text, _ in drawn(one)} == {"drain", "cordon"}


def test_the_times_between_are_exponential(loaded: Loaded, world: str, deployment: str) -> None:
    scenario = replace(loaded(world, deployment, SIMULATION, timeline(PUSHES)), duration_s=30 * 60 * 2000.0)
    found = times(scenario, "push")
    gaps = [after - before for before, after in zip([0.0, *found], found, strict=False)]
    assert sum(gaps) / len(gaps) == pytest.approx(1800, rel=0.05)
    assert sum(gap > 1800 for gap in gaps) / len(gaps) == pytest.approx(0.368, abs=0.03)


def test_nothing_happens_before_it_begins_or_after_it_ends(loaded: Loaded, world: str, deployment: str) -> None:
    process = PUSHES.replace("every: 30m", "every: 1m, from: 1h, until: 2h")
    found = times(loaded(world, deployment, SIMULATION, timeline(process)), "push")
    assert 30 < len(found) < 100
    assert 3600 < found[0] < found[-1] < 7200


def test_a_node_is_drawn_of_those_that_are_there(loaded: Loaded, world: str, deployment: str) -> None:
    scenario = loaded(world, deployment, SIMULATION, timeline(CHURN.replace("1h", "10m"), JOINS))
    gone: set[str] = set()
    records = run(scenario)
    for cause in records.causes:
        assert cause.target not in gone
        if cause.event == "removeNode":
            gone.add(cause.target)
    assert gone == {f"node/workers-{index}" for index in range(5)}, "three of the beginning, two that joined"
    assert {row.why for row in records.vain_events} == {"there is no node of workers at that time"}


def test_what_cannot_happen_is_checked_as_in_a_timeline(loaded: Loaded, world: str, deployment: str) -> None:
    events = "  events:\n  - {at: 1h, removeNode: {node: workers-1}}\n"
    process = "{name: n, times: [30m, 90m], do: {cordon: {node: workers-1}}}"
    scenario = loaded(world, deployment, SIMULATION, timeline(process, events=events))
    first, second = (why for *_, why in drawn(scenario))
    assert (first, second) == ("", "there is no node workers-1 at that time")


def test_a_saved_scenario_has_its_processes(loaded: Loaded, world: str, deployment: str, tmp_path: Path) -> None:
    scenario = loaded(world, deployment, SIMULATION, timeline(PUSHES, CRASHES, CHURN, JOINS))
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).processes == scenario.processes
    assert drawn(load(file)) == drawn(scenario)


def test_no_secret_of_a_process_is_told(loaded: Loaded, world: str, deployment: str) -> None:
    users = world.replace("spec:\n  repo", "spec:\n  auth: basic\n  users: [{name: ann}]\n  repo")
    event = "{setPassword: {registry: registry.example, user: ann, password: hush}}"
    processes = (f"{{name: a, times: [1m], do: {event}}}", f"{{name: b, times: [1m], oneOf: [{event}, {event}]}}")
    scenario = loaded(users, deployment, SIMULATION, timeline(*processes))
    assert "hush" not in dump(scenario) + repr(scenario) + str(scenario.documents)


def test_what_is_to_be_expected_is_counted_before_the_run(loaded: Loaded, world: str, deployment: str) -> None:
    alone = estimate(loaded(world, deployment, SIMULATION))
    deletes = "{name: d, every: 1h, anyPodOf: web, do: {delete: {}}}"
    scenario = loaded(world, deployment, SIMULATION, timeline(deletes, JOINS))
    assert estimate(scenario).pods == alone.pods + 10
    assert estimate(scenario).nodes == alone.nodes + 2
    assert len(expected_events(scenario.processes[0], scenario.duration_s)) == 10


def test_a_process_that_ends_makes_a_run_that_ends(loaded: Loaded, world: str, deployment: str) -> None:
    scenario = loaded(world, deployment, timeline(PUSHES.replace("every: 30m", "every: 30m, until: 2h")))
    assert scenario.duration_s == 2.5 * 3600


REFUSED = [
    ("{name: p, do: {cordon: {node: workers-0}}}", "says not when; write every: 30m, the mean time between two"),
    (
        "{name: p, every: 1h, times: [1h], do: {cordon: {node: workers-0}}}",
        "has every and times, and needs one of them",
    ),
    ("{name: p, every: 0s, do: {cordon: {node: workers-0}}}", "has no time between two of its events"),
    ("{name: p, every: 1h}", "says not what happens; write do: and an event"),
    ("{name: p, every: 1h, do: {}}", "spec.processes[0].do: says not what happens; add one of push, "),
    ("{name: p, every: 1h, do: {cordon: {}}}", "spec.processes[0].do.cordon.node: is missing"),
    ("{name: p, every: 1h, do: {at: 1m, cordon: {node: workers-0}}}", "spec.processes[0].do.at: unknown event"),
    ("{name: p, every: 1h, from: 2h, until: 1h, do: {cordon: {node: workers-0}}}", "is over before it begins"),
    ("{name: p, every: 1h, do: {push: {image: 'a:b', to: web-x}}}", "spec.processes[0].do.push.to: 'web-x'"),
    ("{name: p, every: 1h, anyNodeOf: worker, do: {cordon: {}}}", "anyNodeOf: 'worker' is no NodePool; did you mean"),
    ("{name: p, every: 1h, anyPodOf: webb, do: {restart: {}}}", "anyPodOf: 'webb' names no workload of the manifests"),
    ("{name: p, every: 1h, anyNodeOf: workers, do: {scale: {workload: web, replicas: 1}}}", "befalls no node"),
    ("{name: p, every: 1h, anyPodOf: web, anyNodeOf: workers, do: {restart: {}}}", "draws a node and a pod"),
    ("{name: p, every: 1s, do: {cordon: {node: workers-0}}}", "would happen more than 10,000 times in it"),
    (
        "{name: p, every: 1h, anyNodeOf: workers, do: {cordon: {node: workers-1}}}",
        "file.yaml:6: Timeline/t: spec.processes[0].do.cordon.node: 'workers-1' is said here, and anyNodeOf draws "
        "whom the event befalls; remove it, or anyNodeOf",
    ),
    (
        "{name: p, every: 1h, anyNodeOf: workers, oneOf: [{cordon: {}}, {crashNode: {pool: workers}}]}",
        "spec.processes[0].oneOf[1].crashNode.pool: 'workers' is said here, and anyNodeOf draws whom the event befalls",
    ),
    (
        "{name: p, every: 1h, anyPodOf: web, do: {restart: {target: web}}}",
        "spec.processes[0].do.restart.target: 'web' is said here, and anyPodOf draws whom the event befalls",
    ),
    (
        "{name: p, every: 1h, anyPodOf: web, do: {delete: {pods: 2}}}",
        "spec.processes[0].do.delete.pods: 2 is how many pods the event befalls, and anyPodOf draws one; remove it",
    ),
    (
        "{name: p, times: [1h, 5m], from: 6m, do: {cordon: {node: workers-0}}}",
        "spec.processes[0].times[1]: '5m' lies before from, which is 6m; remove it, or change from or until",
    ),
    (
        "{name: p, times: [1h], until: 1h, do: {cordon: {node: workers-0}}}",
        "spec.processes[0].times[0]: '1h' is not before until, which is 1h",
    ),
    (f"{PUSHES}\n  - {PUSHES}", "spec.processes[1].name: 'pushes' is the name of another process, too"),
]


@pytest.mark.parametrize(("process", "said"), REFUSED)
def test_a_mistake_is_said_with_its_place(
    mistake: Mistake, world: str, deployment: str, process: str, said: str
) -> None:
    assert said in mistake(timeline(process), world, deployment, SIMULATION)


def test_a_process_without_end_needs_a_run_with_one(mistake: Mistake, world: str, deployment: str) -> None:
    said = mistake(timeline(PUSHES), world, deployment)
    assert "spec.duration: is missing, and the process pushes goes on for ever" in said


def test_the_same_numbers_as_a_stream_of_that_name(loaded: Loaded, world: str, deployment: str) -> None:
    stream = random.Random("1/timeline/pushes")
    first = round(-math.log(1.0 - stream.random()) * 1800, 3)
    assert times(loaded(world, deployment, SIMULATION, timeline(PUSHES)), "push")[0] == first


def test_what_lies_after_the_end_of_the_run_is_said(loaded: Loaded, world: str, deployment: str) -> None:
    late = "{name: late, every: 1h, from: 10h, do: {addNode: {pool: workers}}}"
    some = "{name: some, times: [1h, 10h, 11h], do: {addNode: {pool: workers}}}"
    scenario = loaded(world, deployment, SIMULATION, timeline(late, some, JOINS))
    assert [each for each in scenario.assumptions if "The process" in each] == [
        "The process late begins after the end of the run and never happens.",
        "The process some has 2 times after the end of the run.",
    ]


def test_often_is_counted_between_from_and_until(loaded: Loaded, world: str, deployment: str) -> None:
    process = "{name: p, every: 1s, from: 1h, until: 2h, do: {cordon: {node: workers-0}}}"
    assert loaded(world, deployment, SIMULATION, timeline(process)).processes[0].every_s == 1
