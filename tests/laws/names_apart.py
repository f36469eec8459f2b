"""Pods that had one name after another, as a StatefulSet's do, told apart: each but the first gets a number behind it.

The laws look rows up by namespace and pod; a name that comes once stays as it is.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from imagesim.engine.records import Records
from imagesim.rules.units import Seconds

Begins = dict[tuple[str, str], list[Seconds]]


def told_apart(records: Records) -> Records:
    """The *records* with such names; the same ones if there is no such pod."""
    begins: Begins = defaultdict(list)
    for pod in records.pods:
        begins[pod.namespace, pod.pod].append(pod.created_s)
    again = {key: times for key, times in begins.items() if len(times) > 1}
    if not again:
        return records
    waited = {
        (row.namespace, row.pod, row.container, row.ended_s) for row in records.pulls if row.queued_s < row.ended_s
    }
    return replace(
        records,
        pods=_renamed(records.pods, "created_s", again),
        pulls=_renamed(records.pulls, "queued_s", again),
        unfinished_pulls=_renamed(records.unfinished_pulls, "queued_s", again),
        states=_renamed(records.states, "started_s", again, _has_no_length),
        running=_renamed(records.running, "started_s", again, partial(_ended_a_wait, waited=waited)),
        sandbox_failures=_renamed(records.sandbox_failures, "time_s", again),
        unauthorised_starts=_renamed(records.unauthorised_starts, "time_s", again),
        events=[_about(row, again) for row in records.events],
    )


def _renamed(rows: Any, time: str, again: Begins, is_last: Callable[[Any], bool] = lambda _: False) -> list[Any]:
    return [
        row._replace(pod=_name(row.namespace, row.pod, getattr(row, time), again, over=is_last(row))) for row in rows
    ]


def _has_no_length(row: Any) -> bool:
    """At the moment at which a name passes on, what the API shows for no time is the last of the earlier pod."""
    return bool(row.started_s == row.ended_s)


def _ended_a_wait(row: Any, waited: set[tuple[str, str, str, Seconds]]) -> bool:
    """Whether a run without length began as a pull ended, which only the earlier pod can have waited for."""
    return _has_no_length(row) and (row.namespace, row.pod, row.container, row.started_s) in waited


def _about(row: Any, again: Begins) -> Any:
    if row.object.kind != "Pod":
        return row
    name = _name(row.object.namespace, row.object.name, row.time_s, again)
    return row._replace(object=row.object._replace(name=name))


def _name(namespace: str, name: str, time_s: Seconds, again: Begins, *, over: bool = False) -> str:
    begins = again.get((namespace, name), ())
    place = bisect_left(begins, time_s) if over else bisect_right(begins, time_s)
    return f"{name}+{place}" if place > 1 else name
