"""A run that is stepped: time passes when somebody says so, and in between somebody does something."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from imagesim.engine.bounds.watch import Watch
from imagesim.engine.collector import not_collecting
from imagesim.engine.records import Records
from imagesim.engine.run import Cluster
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.timeline.so_far import with_events
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent


class SteppedRun:
    """A run of *scenario*, at `now_s`. It has done what the timeline does at that time, and nothing else of it.

    Its records are those of a run of the scenario with what was done in its timeline, of this length. A step that is
    broken off, by Ctrl-C or because the run gets too large, has not happened: what it has begun cannot be undone, so
    the run up to then is made once more before the next step. LimitError if the records get larger than *limit*.
    """

    def __init__(self, scenario: Scenario, seed: int, limit: Bytes | None) -> None:
        self.now_s: Seconds = 0.0
        self.done: tuple[TimelineEvent, ...] = ()
        self._scenario = scenario
        self._seed = seed
        self._limit = limit
        self._parts: tuple[Cluster, Watch | None] | None = None
        self._close: weakref.finalize[[], SteppedRun] | None = None
        with self._step(0.0):
            pass

    def advance(self, to: Seconds) -> None:
        """Let time pass until *to*, which is not before now."""
        with self._step(to) as cluster:
            cluster.advance(to)
        self.now_s = to

    def do(self, event: TimelineEvent) -> str | None:
        """Let *event* happen now, whatever its time says; return why it came to nothing, None if it did not."""
        event = replace(event, at_s=self.now_s)
        with self._step(self.now_s, event) as cluster:
            vain = cluster.do(event)
        self.done = (*self.done, event)
        return vain

    def finish(self) -> Records:
        """End the run and return its records. It can be stepped again, from its beginning to here once more."""
        with self._step(self.now_s) as cluster:
            records = cluster.finish()
        self.close()
        return records

    def close(self) -> None:
        """Close what waits; without that Python would do it, at some time and in some order."""
        self._parts = None
        if self._close is not None:
            self._close()

    @contextmanager
    def _step(self, until: Seconds, event: TimelineEvent | None = None) -> Iterator[Cluster]:
        try:
            with not_collecting():
                cluster, watch = self._parts = self._parts or self._begun()
                if watch is not None:
                    watch.until = until
                    if event is not None:
                        watch.expect(event)
                yield cluster
        except BaseException:
            self.close()
            raise

    def _begun(self) -> tuple[Cluster, Watch | None]:
        """The run so far."""
        scenario = with_events(self._scenario, self.done)
        cluster = Cluster(scenario, self._seed)
        self._close = weakref.finalize(self, cluster.env.close)
        watch = None
        if self._limit is not None:
            watch = Watch(cluster.env, cluster.records, scenario, self._limit, cluster.in_backoff)
            watch.until = self.now_s
        cluster.advance(self.now_s)
        return cluster, watch
