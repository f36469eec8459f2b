"""Simulates the documents of a row and says what is seen of its pod."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from imagesim import Result, load, simulate
from imagesim.engine.records import PodRecord
from tests.stream.recorder import as_recorded, stops_at_once
from tests.stream.row import Row
from tests.stream.seen import Said, Seen, Shown
from tests.stream.words import images_of, kind_of


def play(row: Row, seed: int) -> Seen:
    """What one simulated run shows of the row's pod."""
    return _all_pods(json.dumps(row.documents), seed)[row.pod]


@lru_cache(maxsize=4096)  # rows of one run share their documents
def _all_pods(documents: str, seed: int) -> Mapping[str, Seen]:
    values = json.loads(documents)
    with stops_at_once():
        result = simulate(_scenario(documents), seed=seed)
    return {_name(pod): _seen(result, pod, images_of(values, _name(pod))) for pod in result.records.pods}


@lru_cache(maxsize=64)
def _scenario(documents: str) -> Any:
    return load(*as_recorded(json.loads(documents)))


def _name(pod: PodRecord) -> str:
    return pod.workload.name if pod.workload is not None else pod.pod


def _seen(result: Result, pod: PodRecord, images: Sequence[str]) -> Seen:
    records = result.records
    events = [
        Said(row.time_s, kind_of(row.type, row.reason, row.message, images), row.count)
        for row in records.events
        if row.object.kind == "Pod" and row.object.name == pod.pod and row.reason not in _OTHERS
    ]
    ok = {"Pulled": True, "Failed": False}
    pulls = [
        (row.started_s, ok[row.outcome])
        for row in records.pulls
        if row.pod == pod.pod and row.outcome in ok and "pull QPS exceeded" not in row.error
    ]
    return Seen(events, _shown(result, pod), sorted(pulls))


_OTHERS = {"Scheduled"}
"""What others than the kubelet say."""


def _shown(result: Result, pod: PodRecord) -> list[Shown]:
    """The statuses: the phase and all containers, at each instant at which something of it changed."""
    phases = {0.0: "Pending"}
    for row in result.records.objects:
        if row.kind == "Pod" and row.uid == pod.uid and row.verb == "status":
            phases[row.time_s] = next((str(value) for name, value in row.change if name == "phase"), _last(phases))
    rows = [row for row in result.records.states if row.pod == pod.pod]
    shown: list[Shown] = []
    states: dict[str, str] = {}
    for time in sorted({row.started_s for row in rows} | phases.keys()):
        # The last status of a pod that goes lasts no time.
        states |= {row.container: _state(row.state, row.reason) for row in rows if row.started_s == time}
        if states:
            phase = phases[max(each for each in phases if each <= time)]
            shown.append(Shown(time, phase, tuple(sorted(states.items()))))
    return shown


def _last(phases: Mapping[float, str]) -> str:
    return phases[max(phases)]


def _state(state: str, reason: str) -> str:
    return f"{state.lower()}/{reason}"
