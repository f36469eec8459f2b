"""replay(): what somebody's kubectl printed becomes a Replay: records, a result, and each stuck pod explained.

replay(open("events.json").read(), pods=open("pods.json").read()).text()
replay(pasted).stuck[0].due
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from imagesim.engine.records import Records
from imagesim.results.result import Result
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError, alone
from imagesim.scenarios.values.scenario import Scenario
from imagesim.studies.replaying.joining import ListedStory, joined
from imagesim.studies.replaying.listed import Listed
from imagesim.studies.replaying.reading.objects import unix
from imagesim.studies.replaying.reading.read import read_seen
from imagesim.studies.replaying.recording.book import records_of
from imagesim.studies.replaying.recording.scenario import scenario_of
from imagesim.studies.replaying.recording.times import Axis, axis_of
from imagesim.studies.replaying.report import report
from imagesim.studies.replaying.stuck import StuckContainer, stuck_of
from imagesim.studies.replaying.uncertain import uncertain


def replay(
    text: str,
    pods: str | None = None,
    now: str | float | None = None,
    *,
    name: str = "",
    pods_name: str = "",
) -> "Replay":
    """Read what kubectl printed, and return what it proves.

    *text* is what `kubectl get events -A -o json` (or yaml) prints, `kubectl describe pod`, `kubectl events` or a table
    of `kubectl get events`, alone or together. *pods* is what `kubectl get pods -A -o json` prints. *now* is when the
    list was printed, as a date ("2026-05-01T09:00:00Z") or in seconds of Unix time; without it the latest time in the
    list. Ages need none. *name* and *pods_name* are what messages call the two.

    ScenarioError if there is neither an event nor a pod in it, or it cannot be read.
    """
    with alone():
        seen = read_seen(text, pods, _moment(now), name=name, pods_name=pods_name)
        return Replay(seen, joined(seen))


def _moment(now: str | float | None) -> float | None:
    if now is None:
        return None
    moment = unix(now) if isinstance(now, str) else float(now)
    if moment is None or not 0 < moment < 1e11:
        hint = "write it as 2026-05-01T09:00:00Z, as `date -u +%FT%TZ` prints it"
        raise ScenarioError("is no date", field="now", value=now, suggestion=hint)
    return moment


class Replay:
    """What really happened, as far as a list tells: `records` as of a run, `stuck` containers, and `notes`."""

    def __init__(self, seen: Listed, stories: Sequence[ListedStory]) -> None:
        self._stories = list(stories)
        self.seen = seen
        self._axis: Axis = axis_of(seen, self._stories)

    def __repr__(self) -> str:
        return f"Replay({len(self._stories)} pods, {len(self.seen.events)} events, {len(self.stuck)} stuck containers)"

    @cached_property
    def stuck(self) -> tuple[StuckContainer, ...]:
        """The containers that wait for their images, in the order in which their pods were seen."""
        return tuple(row for story in self._stories for row in stuck_of(story))

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """What is not known, and what was passed over, in sentences."""
        return (*uncertain(self.seen, self._stories), *self.seen.notes)

    @cached_property
    def scenario(self) -> Scenario:
        """The pods, and in its assumptions what is uncertain. It did not lead to what was seen."""
        scenario = scenario_of(self._stories, self._axis.end_s, self.title, self.uncertain)
        if self.seen.now is None:
            return scenario
        start = datetime.fromtimestamp(int(self.seen.now), UTC) - timedelta(seconds=int(self._axis.end_s))
        return replace(scenario, start=start)

    @cached_property
    def records(self) -> Records:
        """The same records that a run has. Times are seconds since the first thing that is told of."""
        specs = {(pod.namespace, pod.name): pod.spec for pod in self.scenario.pods}
        return records_of(self.seen, self._stories, self._axis, specs)

    @cached_property
    def result(self) -> Result:
        """The result of which every table and picture of a run can be made."""
        return Result(self.scenario, self.records)

    def to_json_dict(self) -> dict[str, Any]:
        """The result as `imagesim run --json` has it, with the stuck containers and what is uncertain beside it."""
        return {**self.result.to_json_dict(), "stuck": [row.to_json_dict() for row in self.stuck]}

    @property
    def title(self) -> str:
        """What it is."""
        return f"What {self.seen.of or 'a list'} told"

    def text(self) -> gate.Shown:
        """All of it for a terminal: each stuck container with why, what is proved and what comes; what is uncertain."""
        return report(self.stuck, self.uncertain, len(self._stories), len(self.seen.events), self.seen.now)
