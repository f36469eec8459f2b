"""Laws of the puller: who may pull at once, whose turn it is, and how often a pull may start."""

from collections.abc import Iterator

from imagesim.engine.kubelet.pull_log import NEVER_BEGUN
from imagesim.engine.records import PullRecord
from imagesim.rules.pods.kubelet_texts import PULL_QPS_EXCEEDED
from tests.laws.kept.run import Pull, Run


def no_more_pulls_at_once_than_the_kubelet_allows(run: Run) -> Iterator[str]:
    for node, rows in run.calls_of_nodes().items():
        width = _width(run, node)
        changes = [change for row in rows for change in _changes(row)]
        under_way = most = 0
        for _, change in sorted(changes):
            under_way += change
            most = max(most, under_way)
        if width and most > width:
            yield f"{node}: {most} pulls at once, allowed are {width}"


def _changes(row: Pull) -> list[tuple[float, int]]:
    """When a pull gets its place in the puller and when it gives that back; ends sort before starts."""
    if row.started_s is None:
        return []
    ended = [(row.ended_s, -1)] if isinstance(row, PullRecord) else []
    return [] if ended and row.started_s == ended[0][0] else [(row.started_s, 1), *ended]


def who_waits_longest_is_next(run: Run) -> Iterator[str]:
    """Pulls start in the order in which they were decided, and none starts before."""
    for node, rows in run.calls_of_nodes().items():
        started = [row for row in rows if row.started_s is not None]
        by_queue = sorted(started, key=lambda row: (row.queued_s, row.started_s))
        times = [row.started_s for row in by_queue]
        if times != sorted(times):
            yield f"{node}: {times}"
        waiting = [row.queued_s for row in rows if row.started_s is None]
        if waiting and started and max(row.queued_s for row in started) > min(waiting):
            yield f"{node}: one waits since {min(waiting)} and a later one had its turn"


def the_token_bucket_is_kept(run: Run) -> Iterator[str]:
    """A pull starts where there is a token; `pull QPS exceeded` says that there was none."""
    for node, rows in run.calls_of_nodes().items():
        kubelet = run.pool_of(node).kubelet
        qps, tokens, at = kubelet.registry_pull_qps, float(kubelet.registry_burst), 0.0
        stops = run.stops(node)
        # Of one instant those that had no token came last.
        started = [(_start(row), _is_refused(row), row) for row in rows if row.started_s is not None]
        for start, refused, row in sorted(started, key=lambda each: each[:2]) if qps else ():
            if isinstance(row, PullRecord) and row.error == NEVER_BEGUN:
                continue
            tokens = min(kubelet.registry_burst, tokens + (start - at) * qps)
            at = start
            while stops and stops[0] <= start:  # another kubelet begins with another bucket
                tokens = float(kubelet.registry_burst)
                stops.pop(0)
            if refused and tokens >= 1 + 1e-6:
                yield f"{node}: refused with {tokens} tokens: {row}"
            if not refused:
                tokens -= 1
                if tokens < -1e-6:
                    yield f"{node}: started without a token: {row}"


def _is_refused(row: Pull) -> bool:
    return isinstance(row, PullRecord) and row.error == PULL_QPS_EXCEEDED


def _start(row: Pull) -> float:
    assert row.started_s is not None
    return row.started_s


def who_waits_starts_when_another_ends(run: Run) -> Iterator[str]:
    """Nobody waits while there is a place, not even at the end of the run."""
    for node, rows in run.calls_of_nodes().items():
        width = _width(run, node)
        ends = {row.ended_s for row in rows if isinstance(row, PullRecord)}
        for row in rows:
            if row.started_s is not None and row.started_s != row.queued_s and not (width and row.started_s in ends):
                yield f"{node}: nothing ended at {row.started_s}: {row}"
        waiting = [row for row in rows if row.started_s is None]
        under_way = sum(not isinstance(row, PullRecord) and row.started_s is not None for row in rows)
        if waiting and under_way != width:
            yield f"{node}: {len(waiting)} wait, {under_way} are under way, {width} may be"


def who_waits_finds_all_places_taken(run: Run) -> Iterator[str]:
    for node, rows in run.calls_of_nodes().items():
        width = _width(run, node)
        for row in rows if width else ():
            if row.started_s == row.queued_s:
                continue
            taken = sum(
                other.started_s is not None
                and other.started_s <= row.queued_s
                and (not isinstance(other, PullRecord) or other.ended_s >= row.queued_s)
                for other in rows
            )
            if taken < width:
                yield f"{node}: {taken} of {width} places were taken: {row}"


def _width(run: Run, node: str) -> int:
    """How many pulls at once; 0 for any number."""
    kubelet = run.pool_of(node).kubelet
    return 1 if kubelet.serialize_image_pulls else kubelet.max_parallel_image_pulls or 0
