"""Laws of pulls: they end or say that they have not, wait for their turn, keep to the limits, and back off."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from imagesim.engine.records import PullRecord, UnfinishedPullRecord
from imagesim.rules.pods.kubelet_texts import PULL_QPS_EXCEEDED
from tests.laws.kept.run import Pull, Run

_WINDOWS = (10.0, 20.0, 40.0, 80.0, 160.0, 300.0)
_FORGOTTEN_AFTER_S = 600.0
_ROUNDING_S = 1e-6
_NOTHING = (0, 0, 0, 0, 0)


def pulls_are_numbered_in_the_order_of_their_ends(run: Run) -> Iterator[str]:
    numbers = [row.pull_id for row in run.records.pulls]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"{numbers}"


def a_pull_ends_in_one_of_three_ways(run: Run) -> Iterator[str]:
    for row in run.records.pulls:
        failed, counts = row.outcome == "Failed", row[13:18]
        fine = {
            "Pulled": row.digest and row.attempt and row.requests and row.credential and row.platform,
            "AlreadyPresent": row.digest and not row.attempt and counts == _NOTHING and row.queued_s == row.ended_s,
            "Failed": row.attempt and row.error and row.backoff_until_s is not None,
        }
        if not fine.get(row.outcome) or bool(row.error) != failed or (row.backoff_until_s is not None) != failed:
            yield f"{row}"


def an_attempt_is_one_more_than_the_one_before(run: Run) -> Iterator[str]:
    last: dict[tuple[str, str, str], int] = {}
    for row in [*run.records.pulls, *run.records.unfinished_pulls]:
        key = row.namespace, row.pod, row.container
        if row.attempt not in (0, last.get(key, 0) + 1):
            yield f"{row}"
        last[key] = row.attempt or last.get(key, 0)


def a_container_has_one_pull_at_a_time(run: Run) -> Iterator[str]:
    """And so has a pod, whose containers are seen to one after another."""
    pulls: dict[tuple[str, str], list[Pull]] = defaultdict(list)
    for row in [*run.records.pulls, *run.records.unfinished_pulls]:
        pulls[row.namespace, row.pod].append(row)
    for rows in pulls.values():
        for earlier, later in pairwise(rows):
            if not isinstance(earlier, PullRecord) or earlier.ended_s > later.queued_s:
                yield f"{earlier} {later}"


def no_more_pulls_at_once_than_the_kubelet_allows(run: Run) -> Iterator[str]:
    for node, rows in run.calls_of_nodes().items():
        kubelet = run.pool_of(node).kubelet
        width = 1 if kubelet.serialize_image_pulls else kubelet.max_parallel_image_pulls
        changes = [change for row in rows for change in _changes(row)]
        under_way = most = 0
        for _, change in sorted(changes):
            under_way += change
            most = max(most, under_way)
        if width is not None and most > width:
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
        # Of one instant those that had no token came last.
        started = [(_start(row), _is_refused(row), row) for row in rows if row.started_s is not None]
        for start, refused, row in sorted(started, key=lambda each: each[:2]) if qps else ():
            tokens, at = min(kubelet.registry_burst, tokens + (start - at) * qps), start
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


def back_off_doubles_up_to_five_minutes(run: Run) -> Iterator[str]:
    last: dict[tuple[str, str, str], PullRecord] = {}
    for row in run.records.pulls:
        if row.backoff_until_s is None:
            continue
        key, window = (row.namespace, row.pod, row.image), row.backoff_until_s - row.ended_s
        nearest = min(_WINDOWS, key=lambda each: abs(each - window))
        if abs(nearest - window) > 1e-6:
            yield f"a window of {window} s: {row}"
        before = last.get(key)
        wanted = 10.0
        if before is not None and row.ended_s - before.ended_s <= _FORGOTTEN_AFTER_S:
            assert before.backoff_until_s is not None
            wanted = min(300.0, 2 * round(before.backoff_until_s - before.ended_s))
        if abs(wanted - window) > 1e-6:
            yield f"a window of {window} s where {wanted} s were due: {before} {row}"
        last[key] = row


def nobody_pulls_within_a_back_off(run: Run) -> Iterator[str]:
    until: dict[tuple[str, str, str], float] = {}
    for row in [*run.records.pulls, *run.records.unfinished_pulls]:
        key = row.namespace, row.pod, row.image
        if row.attempt and row.queued_s < until.get(key, 0.0) - _ROUNDING_S:
            yield f"in back-off until {until[key]}: {row}"
        if isinstance(row, PullRecord) and row.backoff_until_s is not None:
            until[key] = row.backoff_until_s


def a_policy_decides_whether_anybody_pulls(run: Run) -> Iterator[str]:
    for row in run.records.pulls:
        if (row.policy == "Never" and row.attempt) or (row.policy == "Always" and not row.attempt):
            yield f"{row}"


def what_runs_was_ensured_before(run: Run) -> Iterator[str]:
    """A container starts from what its last pull brought, or found, in the moment in which that is over."""
    ensured: dict[tuple[str, str, str], list[PullRecord]] = defaultdict(list)
    for row in run.records.pulls:
        if row.outcome != "Failed":
            ensured[row.namespace, row.pod, row.container].append(row)
    for key, rows in run.running_of().items():
        for row in rows:
            if not any(pull.ended_s == row.started_s and pull.digest == row.digest for pull in ensured[key]):
                yield f"{row}"


def pods_of_unfinished_pulls_are_there(run: Run) -> Iterator[str]:
    for row in run.records.unfinished_pulls:
        assert isinstance(row, UnfinishedPullRecord)
        if run.pods()[row.namespace, row.pod].deleted_s is not None:
            yield f"{row}"
