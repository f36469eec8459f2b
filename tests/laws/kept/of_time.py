"""Laws of time: rows are in order, nothing happens outside the run, and what the API shows has no gap."""

from collections.abc import Iterator
from itertools import pairwise

from tests.laws.kept.run import Run, in_order


def rows_are_in_order_of_time(run: Run) -> Iterator[str]:
    records = run.records
    for name in ("events", "requests", "tags", "removed_images", "objects"):
        yield from in_order(name, [row.time_s for row in getattr(records, name)])
    for name in ("states", "running"):
        yield from in_order(name, [row.started_s for row in getattr(records, name)])
    yield from in_order("pulls", [row.ended_s for row in records.pulls])
    yield from in_order("pods", [row.created_s for row in records.pods])
    yield from in_order("resource versions", [row.resource_version for row in records.objects])


def everything_is_within_the_run(run: Run) -> Iterator[str]:
    end = run.records.end_s
    if end != run.scenario.duration_s:
        yield f"the run ends at {end}, not at {run.scenario.duration_s}"
    for name in ("events", "requests", "tags", "removed_images", "objects"):
        for row in getattr(run.records, name):
            if not 0 <= row.time_s <= end:
                yield f"{name}: {row}"
    for name in ("pulls", "unfinished_pulls", "states", "running"):
        for row in getattr(run.records, name):
            times = [getattr(row, field) for field in ("queued_s", "started_s", "ended_s") if hasattr(row, field)]
            known = [time for time in times if time is not None]
            if known != sorted(known) or not 0 <= known[0] <= known[-1] <= end:
                yield f"{name}: {row}"


def states_tile_the_time_of_each_container(run: Run) -> Iterator[str]:
    """From the first that is shown to the end of the pod, or of the run, without a gap and without an overlap."""
    pods = run.pods()
    for (namespace, pod, _), rows in run.states_of().items():
        record = pods[namespace, pod]
        for earlier, later in pairwise(rows):
            if earlier.ended_s != later.started_s:
                yield f"a gap or an overlap: {earlier} {later}"
            if (*earlier[6:11], *earlier[12:]) == (*later[6:11], *later[12:]):
                yield f"one state in two rows: {earlier} {later}"
        if record.scheduled_s is None or rows[0].started_s < record.scheduled_s:
            yield f"a state before the pod had a node: {rows[0]} {record}"
        if (rows[-1].ended_s is None) != (record.deleted_s is None):
            yield f"the last state ends without its pod, or not with it: {rows[-1]} {record}"
        if record.deleted_s is not None and rows[-1].ended_s != record.deleted_s:
            yield f"the last state ends before or after the pod: {rows[-1]} {record}"


def all_containers_of_a_pod_are_shown_from_the_same_moment_on(run: Run) -> Iterator[str]:
    shown = run.states_of()
    for (namespace, name), record in run.pods().items():
        rows = [shown.get((namespace, name, each)) for each in record.init_containers + record.containers]
        if len({found and found[0].started_s for found in rows}) != 1:
            yield f"{namespace}/{name}: containers are shown from different moments on"


def a_container_runs_once_at_a_time(run: Run) -> Iterator[str]:
    for rows in run.running_of().values():
        for earlier, later in pairwise(rows):
            if earlier.ended_s is None or earlier.ended_s > later.started_s:
                yield f"two at once: {earlier} {later}"


def the_times_of_a_pod_are_in_order(run: Run) -> Iterator[str]:
    for row in run.records.pods:
        times = [row.created_s, row.scheduled_s, row.ready_s, row.deleted_s]
        known = [time for time in times if time is not None]
        if known != sorted(known):
            yield f"{row}"
        if (row.deleted_s is not None) and (row.deletion_s is None or row.deletion_s > row.deleted_s):
            yield f"gone before somebody asked for it: {row}"
        if bool(row.node) != (row.scheduled_s is not None):
            yield f"a node and no time, or a time and no node: {row}"
