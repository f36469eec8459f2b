"""Laws of pulls: they end or say that they have not, are counted, and back off."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from imagesim.engine.records import PullRecord, UnfinishedPullRecord
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
            "Failed": row.attempt and row.error and (row.backoff_until_s is not None or run.is_cut(row)),
        }
        if not fine.get(row.outcome) or bool(row.error) != failed or (row.backoff_until_s is not None and not failed):
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
        last[key] = row
        if before is not None and run.forgot(row.node, before.ended_s, row.ended_s) and nearest == 10:
            continue
        if before is not None and row.ended_s - before.ended_s <= _FORGOTTEN_AFTER_S:
            assert before.backoff_until_s is not None
            wanted = min(300.0, 2 * round(before.backoff_until_s - before.ended_s))
        if abs(wanted - window) > 1e-6:
            yield f"a window of {window} s where {wanted} s were due: {before} {row}"


def nobody_pulls_within_a_back_off(run: Run) -> Iterator[str]:
    until: dict[tuple[str, str, str], float] = {}
    failed: dict[tuple[str, str, str], float] = {}
    for row in [*run.records.pulls, *run.records.unfinished_pulls]:
        key = row.namespace, row.pod, row.image
        early = row.attempt and row.queued_s < until.get(key, 0.0) - _ROUNDING_S
        if early and not run.forgot(row.node, failed[key], row.queued_s):
            yield f"in back-off until {until[key]}: {row}"
        if isinstance(row, PullRecord) and row.backoff_until_s is not None:
            until[key], failed[key] = row.backoff_until_s, row.ended_s


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
