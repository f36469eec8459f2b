"""The statuses of a pod's containers as the API server serves them (v1.ContainerStatus).

What the API showed is in the records of states, when a container really started and how it ended in those of runs.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from imagesim.engine.records import Records, RunningRecord, StateRecord
from imagesim.rules.api.objects import Container
from imagesim.rules.calendar import Calendar
from imagesim.rules.pods.status import RUNNING, TERMINATED, WAITING
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.scenarios.leaving_out import given


class ContainerRows(NamedTuple):
    """All that was written of one container of one pod, in order of time."""

    states: Sequence[StateRecord] = ()
    runs: Sequence[RunningRecord] = ()


class PodRows:
    """The rows of a run by pod and container; pods that had one name after another are told apart by their times."""

    def __init__(self, records: Records) -> None:
        self._states = _by_pod(records.states)
        self._runs = _by_pod(records.running)

    def of(self, namespace: str, pod: str, container: str, created_s: Seconds, time_s: Seconds) -> ContainerRows:
        """What had been written by *time_s* of a container of the pod that was created at *created_s*."""
        key = namespace, pod
        return ContainerRows(
            [row for row in self._states.get(key, ()) if _is_of(row, container, created_s, time_s)],
            [row for row in self._runs.get(key, ()) if _is_of(row, container, created_s, time_s)],
        )

    def moments(self, namespace: str, pod: str) -> list[Seconds]:
        """When the API began to show something else of a container of the pods that had this name."""
        return [row.started_s for row in self._states.get((namespace, pod), ())]


Row = Any
"""A StateRecord or a RunningRecord."""


def _by_pod(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.namespace, row.pod), []).append(row)
    return found


def _is_of(row: Row, container: str, created_s: Seconds, time_s: Seconds) -> bool:
    started_s: Seconds = row.started_s
    return row.container == container and created_s <= started_s <= time_s


def container_status(container: Container, rows: ContainerRows, calendar: Calendar) -> dict[str, Any] | None:
    """The status by the *rows* until a moment; None if no kubelet has said anything of the container."""
    if not rows.states:
        return None
    shown = rows.states[-1]
    seen = _seen(shown, rows.runs)
    now, last = _told(shown, seen)
    version = next((row.digest for row in reversed(rows.states) if row.digest), "")
    image_id = f"{ImageReference.parse(shown.image).repository}@{version}" if version else ""
    return {
        "name": container.name,
        "image": shown.image,
        "imageID": image_id,
        "ready": shown.ready,
        "restartCount": max(0, len(seen) - 1),
        "started": shown.started,
        "state": _state(shown, now, calendar),
        "lastState": _ended(last, "", calendar) if last is not None else {},
    }


def _seen(shown: StateRecord, runs: Sequence[RunningRecord]) -> Sequence[RunningRecord]:
    """The runs that the status knows of: it is made when a sync begins, so not of the one that this sync starts."""
    if shown.state == RUNNING:
        return runs
    return [run for run in runs if run.ended_s is not None and run.ended_s <= shown.started_s]


def _told(shown: StateRecord, seen: Sequence[RunningRecord]) -> tuple[RunningRecord | None, RunningRecord | None]:
    """The run that the state tells of, none while the container waits; and the one before it, its last state."""
    place = len(seen) - (0 if shown.state == WAITING else 1)
    now = seen[place] if 0 <= place < len(seen) else None
    return now, (seen[place - 1] if place > 0 else None)


def _state(shown: StateRecord, run: RunningRecord | None, calendar: Calendar) -> dict[str, Any]:
    if shown.state == RUNNING:
        return {"running": {"startedAt": calendar.rfc3339(run.started_s if run else shown.started_s)}}
    if shown.state == TERMINATED:
        return _ended(run, shown.message, calendar)
    return {"waiting": given({"reason": shown.reason, "message": shown.message})}


def _ended(run: RunningRecord | None, message: str, calendar: Calendar) -> dict[str, Any]:
    """ContainerStateTerminated of a run that is over."""
    if run is None:
        return {"terminated": {"exitCode": 0, "reason": "Completed"}}
    exit_code = run.exit_code or 0
    ended = {
        "exitCode": exit_code,
        "reason": "Error" if exit_code else "Completed",
        "startedAt": calendar.rfc3339(run.started_s),
        "finishedAt": calendar.rfc3339(run.ended_s or run.started_s),
    }
    return {"terminated": {**ended, "message": message} if message else ended}
