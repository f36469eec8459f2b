"""A scenario is stepped through, and much is done to it; a run of what was done has the same records."""

from collections.abc import Iterable, Iterator

import yaml

from imagesim.engine.live import SteppedRun
from imagesim.engine.records import Records
from imagesim.results.live import LiveRun
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import parse_duration
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario
from tests.laws.drawing.deeds import Deeds
from tests.laws.drawing.draw import Document, Draw

_DEEDS = 10


def stepped(scenario: Scenario, name: str, given: Iterable[Document] = ()) -> LiveRun:
    """A run of *scenario* to which some things are done, and what is *given*, if it can be: events with their times."""
    draw = Draw(f"stepped/{name}")
    drawn = Deeds(draw, scenario)
    times = [_time(draw, scenario) for _ in range(_DEEDS)]
    waiting = [(parse_duration(event["at"]), {key: event[key] for key in event if key != "at"}) for event in given]
    waiting += [(draw.choice(times[: number + 1]), drawn.deed()) for number in range(_DEEDS)]
    run = LiveRun(scenario, scenario.seed)
    for at_s, event in sorted(waiting, key=lambda each: each[0]):
        _advance(run, at_s, draw)
        try:
            run.do(event)
        except ScenarioError:
            continue  # it is not there then
    _advance(run, draw.choice((run.now_s, scenario.duration_s)), draw)
    return run


def _time(draw: Draw, scenario: Scenario) -> float:
    """A time of the run: its beginning, one of the timeline, one to the second, or any."""
    planned = [event.at_s for event in scenario.timeline]
    times = [0.0, *planned, float(int(draw.uniform(0, scenario.duration_s))), draw.uniform(0, scenario.duration_s)]
    return min(draw.choice(times), scenario.duration_s)


def _advance(run: LiveRun, to_s: float, draw: Draw) -> None:
    if draw.chance(0.5):
        run.advance((to_s - run.now_s) * draw.random())
    run.advance(to=max(to_s, run.now_s))


def differences(run: LiveRun, scenario: Scenario) -> Iterator[str]:
    """What differs between a stepped run, its result, and a run of the scenario that it has saved."""
    saved = run.scenario()
    again = load(*yaml.safe_load_all(dump(saved))) if run.now_s else saved
    if again != saved:
        yield "the saved scenario loads to another"
    expected = simulate(again).records
    for what, records in (("as it was stepped", _own(run, scenario)), ("its result", run.result().records)):
        yield from (f"{what}: {name}" for name in _unequal(records, expected))


def _own(run: LiveRun, scenario: Scenario) -> Records:
    """The records that the engine itself has written while it was stepped."""
    own: SteppedRun = run._run
    return own.finish()


def _unequal(records: Records, expected: Records) -> Iterator[str]:
    return (name for name in Records.__slots__ if getattr(records, name) != getattr(expected, name))
