"""The stop within a run: pods that fail again and again for years write records without end.

How many rows there are is looked at again and again, and how many there will be if the pods that are in back-off now
stay there until the timeline does something: every five minutes a pull, and what is said of it.
"""

from bisect import bisect_right
from collections.abc import Callable, Sized

from imagesim.engine.bounds.limit import BYTES_PER_ROW, LimitError, gib
from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.rules.images.image_manager import MAX_BACKOFF_S
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent

_TURNS = 50_000
"""Between two looks."""

_ROWS_PER_ATTEMPT = 6  # measured: one pull, two states, two events, one request


class Watch:
    """Looks at a run's *records*; *in_backoff* says how many pods wait in back-off now.

    `until` is how far the run goes: to the scenario's end, if nobody says otherwise.
    """

    def __init__(
        self,
        env: Environment,
        records: RecordBook,
        scenario: Scenario,
        most: Bytes,
        in_backoff: Callable[[], int],
    ) -> None:
        self._env = env
        self._records = records
        self._most = most
        self._in_backoff = in_backoff
        # Until something of the timeline begins or ends, what fails goes on to fail.
        self._changes = sorted({time for event in scenario.timeline for time in (event.at_s, event.ends_s)})
        self.until = scenario.duration_s
        env.look_every(_TURNS, self.look)

    def expect(self, event: TimelineEvent) -> None:
        """The timeline has one event more."""
        self._changes = sorted({*self._changes, event.at_s, event.ends_s})

    def look(self) -> None:
        """LimitError if there are too many rows, or will be."""
        now, rows = self._env.now, self._rows()
        if rows * BYTES_PER_ROW > self._most:
            raise self._error(f"there are {rows:,} rows of records at {_time(now)}", rows)
        pods = self._in_backoff()
        following = bisect_right(self._changes, now)
        until = min([self.until, *self._changes[following : following + 1]])
        expected = rows + int(pods * (until - now) / MAX_BACKOFF_S * _ROWS_PER_ATTEMPT)
        if expected * BYTES_PER_ROW > self._most:
            who = f"{pods:,} pods fail again and again at {_time(now)}"
            raise self._error(f"{who}: by {_time(until)} there would be some {expected:,} rows of records", expected)

    def _rows(self) -> int:
        book = self._records
        tables: tuple[Sized, ...] = (book.pulls, book.states, book.events, book.requests, book.running, book.tags)
        return sum(map(len, tables))

    def _error(self, what: str, rows: int) -> LimitError:
        much = f"about {gib(rows * BYTES_PER_ROW)}, and the limit is {gib(self._most)}"
        return LimitError(f"the run is too long: {what}, {much}", change="end it earlier (--until, spec.duration)")


def _time(seconds: Seconds) -> str:
    days, rest = divmod(seconds, 86_400)
    return f"{days:,.0f} d {rest / 3600:.0f} h" if days else f"{seconds:,.0f} s"
