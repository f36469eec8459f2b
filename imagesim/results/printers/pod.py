"""The row of a pod: what its spec and status say, in the terms of the rule that decides the cells."""

from collections.abc import Mapping
from typing import Any

from imagesim.results.printers.table import Cell
from imagesim.rules.calendar import Calendar
from imagesim.rules.printers.cells import NONE
from imagesim.rules.printers.durations import human_duration
from imagesim.rules.printers.pod_cells import PodCells, ShownContainer, ShownPod, pod_cells
from imagesim.rules.units import Seconds

Document = Mapping[str, Any]

_STATES = {"waiting": "Waiting", "running": "Running", "terminated": "Terminated"}


def print_pod(pod: Document, now: Seconds, calendar: Calendar) -> list[Cell]:
    """printPod: the cells of all columns."""
    cells = cells_of(pod, calendar)
    return [
        pod["metadata"]["name"],
        f"{cells.ready}/{cells.total}",
        cells.status,
        cells.restarts_text(now),
        human_duration(now - calendar.seconds_of(pod["metadata"]["creationTimestamp"])),
        (pod["status"].get("podIPs") or [{"ip": NONE}])[0]["ip"],
        pod["spec"].get("nodeName") or NONE,
        pod["status"].get("nominatedNodeName") or NONE,
        NONE,  # no pod here has readiness gates
    ]


def cells_of(pod: Document, calendar: Calendar) -> PodCells:
    """READY, STATUS and RESTARTS of a pod."""
    spec, status = pod["spec"], pod["status"]
    init = spec.get("initContainers") or []
    sidecars = {each["name"] for each in init if each.get("restartPolicy") == "Always"}
    conditions = {each["type"]: each for each in status.get("conditions") or ()}
    return pod_cells(
        ShownPod(
            phase=status["phase"],
            total=len(spec["containers"]) + len(sidecars),
            init_total=len(init),
            reason=status.get("reason", ""),
            init=[_shown(each, sidecars, calendar) for each in status.get("initContainerStatuses") or ()],
            containers=[_shown(each, set(), calendar) for each in status.get("containerStatuses") or ()],
            initialized=conditions.get("Initialized", {}).get("status") == "True",
            ready=conditions.get("Ready", {}).get("status") == "True",
            gated=conditions.get("PodScheduled", {}).get("reason") == "SchedulingGated",
            deleted="deletionTimestamp" in pod["metadata"],
        )
    )


def _shown(status: Document, sidecars: set[str], calendar: Calendar) -> ShownContainer:
    shown: Document = status.get("state", {})
    key = next(iter(shown), "")
    told: Document = shown.get(key, {})
    ended = status.get("lastState", {}).get("terminated", {}).get("finishedAt")
    return ShownContainer(
        state=_STATES.get(key, ""),
        reason=told.get("reason", ""),
        exit_code=told.get("exitCode", 0),
        signal=told.get("signal", 0),
        ready=status.get("ready", False),
        started=status.get("started", False),
        sidecar=status["name"] in sidecars,
        restarts=status.get("restartCount", 0),
        ended_s=calendar.seconds_of(ended) if ended else None,
    )
