"""A run that one steps through: let time pass, do something, look.

run = imagesim.live(imagesim.load("moved-tag"), seed=7)
run.advance("6m")
run.do({"scale": {"workload": "web", "replicas": 6}})
run.advance("10m").result().pods
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from numbers import Real
from typing import TypeVar

from imagesim.engine.bounds.limit import MOST_MEMORY, LimitError
from imagesim.engine.live import SteppedRun
from imagesim.results.result import Result, check_limit, over_limit, simulate
from imagesim.rules.api.objects import CronJob
from imagesim.rules.shown import gate
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.building.doing import Doable, Doing
from imagesim.scenarios.reading.errors import NOT_GIVEN, ScenarioError
from imagesim.scenarios.reading.quantities import (
    LONGEST_TIME,
    QuantityError,
    counted,
    format_duration,
    parse_duration,
)
from imagesim.scenarios.timeline.so_far import with_events
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent

T = TypeVar("T")

Time = str | float
"""A duration such as "5m", or seconds."""


def live(scenario: Scenario, seed: int | None = None, limit: Bytes | None = MOST_MEMORY) -> "LiveRun":
    """Begin a run of *scenario* that stands at its very beginning; *seed* takes the place of the scenario's.

    *limit* is the most memory that it may take, as for `simulate`. ScenarioError where it would take more.
    """
    return LiveRun(scenario, scenario.seed if seed is None else seed, limit)


@dataclass(frozen=True, slots=True)
class Done:
    """What has been done, `text`, and when. `vain` says why it came to nothing; it is "" where it did not."""

    at_s: Seconds
    text: str
    vain: str = ""

    def __repr__(self) -> str:
        vain = f" (in vain: {self.vain})" if self.vain else ""
        return gate.line(f"{format_duration(self.at_s)}: {self.text}{vain}")


class LiveRun:
    """A run of a scenario, at `now_s` seconds since its start.

    What the scenario's own timeline holds happens at its times, as ever. What happens at `now_s` itself, beside the
    timeline and what is done, happens when time goes on. The scenario's duration is only what its author had in mind:
    time may pass beyond it.

    A step that is refused, broken off or interrupted has not happened.
    """

    def __init__(self, scenario: Scenario, seed: int, limit: Bytes | None = MOST_MEMORY) -> None:
        check_limit(scenario, limit)
        self.seed = seed
        self._scenario = scenario
        self._limit = limit
        self._doing = Doing(scenario)
        self._run = SteppedRun(scenario, seed, limit)
        self._result: Result | None = None

    def __repr__(self) -> str:
        now, end = format_duration(self.now_s), format_duration(self._scenario.duration_s)
        done = counted(len(self.timeline()), "event")
        return f"LiveRun({self._scenario.name!r}, seed={self.seed}: {now} of {end}, {done} done)"

    @property
    def now_s(self) -> Seconds:
        """How long the run has lasted."""
        return self._run.now_s

    def advance(self, by: Time | None = None, *, to: Time | None = None) -> "LiveRun":
        """Let time pass: *by* so much ("5m", or seconds), or up *to* a time of the run. Return the run itself.

        ScenarioError for what is no time, for one that is over, and where the run gets too large.
        """
        if (by is None) == (to is None):
            raise _no_time("needs one of by and to", "write advance('5m') or advance(to='20m')")
        end_s = _sum(self.now_s, _seconds(by, "by")) if to is None else _seconds(to, "to")
        if end_s < self.now_s:
            rule = f"is over: it is {format_duration(self.now_s)}"
            raise _no_time(rule, "time goes on; begin another run to go back", "to", to)
        if end_s > LONGEST_TIME:
            raise _no_time("is out of range", "the longest run lasts 876000h, a hundred years", "by", by)
        self._check(end_s)
        if end_s > self.now_s:
            self._stepping(lambda: self._run.advance(end_s))
        return self

    def do(self, event: Doable) -> Done:
        """Let *event* happen now, as one of a Timeline: `{"push": {...}}`, YAML that says so, or the event itself.

        It is refused with a ScenarioError as in a Timeline document: where it is none, or names what is not there now,
        or where it makes impossible what is planned for later. What kubectl would refuse is done in vain.
        """
        deed = self._doing.read(event, self.now_s)
        check_limit(with_events(self._scenario, [*self.timeline(), deed.event]), self._limit)
        vain = self._stepping(lambda: self._run.do(deed.event))
        self._doing.keep(deed)
        return Done(self.now_s, deed.event.text(), vain or "")

    def timeline(self) -> tuple[TimelineEvent, ...]:
        """What has been done, each with its time."""
        return self._run.done

    def scenario(self) -> Scenario:
        """The scenario with what has been done in its timeline, and with this seed, ending now.

        Simulated, it gives the records of this run; `dump` writes it. Of a run that has not begun it has no duration.
        """
        return self._doing.scenario(self.now_s, self.seed)

    def result(self) -> Result:
        """The result of the run so far, as if it ended now. The run itself goes on as if nobody had looked."""
        if self._result is None:
            self._result = simulate(self.scenario(), limit=self._limit)
        return self._result

    def _check(self, end_s: Seconds) -> None:
        """ScenarioError if CronJobs make too much by then. All else that can be estimated has been."""
        if end_s > self._scenario.duration_s and any(
            isinstance(each, CronJob) for each in self._scenario.all_workloads
        ):
            check_limit(replace(with_events(self._scenario, self.timeline()), duration_s=end_s), self._limit)

    def _stepping(self, step: Callable[[], T]) -> T:
        self._result = None
        try:
            return step()
        except LimitError as over:
            raise over_limit(over) from None


def _sum(now: Seconds, by: Seconds) -> Seconds:
    """The sum as people add: three times 0.1 s is 0.3 s."""
    return float(Fraction(repr(now)) + Fraction(repr(by)))


def _seconds(time: Time | None, field: str) -> Seconds:
    if isinstance(time, Real) and not isinstance(time, bool):
        seconds = float(time)
        if not math.isfinite(seconds) or not 0 <= seconds <= LONGEST_TIME:
            raise _no_time("is no time of a run", "write a number of seconds such as 90, or '90s', '5m'", field, time)
        return seconds
    try:
        return parse_duration(time)
    except QuantityError as error:
        raise _no_time(error.rule, error.suggestion, field, time) from None


def _no_time(rule: str, suggestion: str, field: str = "", value: object = NOT_GIVEN) -> ScenarioError:
    return ScenarioError(rule, file="advance", field=field, value=value, suggestion=suggestion)
