"""Whether an incident is over, and since when."""

from typing import NamedTuple

from imagesim.engine.records import PodRecord, Records, StateRecord
from imagesim.labs.incidents.incident import Incident
from imagesim.rules.units import Seconds

_ENDED = ("Succeeded", "Failed")


class Standing(NamedTuple):
    """How many pods of the app are as they should be, of how many; since when all are and nothing else is left."""

    well: int
    of: int
    since_s: Seconds | None


def standing(records: Records, incident: Incident) -> Standing:
    """How the app stands at the end of *records*.

    It is well when so many pods as are wanted are Ready, with the build that is wanted, and no other pod waits.
    """
    scene = incident.scene
    pods = [pod for pod in records.pods if pod.namespace == scene.namespace and _is_of(pod, scene.app)]
    rows = {pod.pod: [row for row in records.states if (row.namespace, row.pod) == pod[:2]] for pod in pods}
    there = [pod for pod in pods if pod.deletion_s is None and pod.deleted_s is None and pod.phase not in _ENDED]
    latest = [rows[pod.pod][-1] if rows[pod.pod] else None for pod in there]
    well = [row for row in latest if row is not None and _is_well(row, incident)]
    if len(well) < incident.replicas or len(well) < len(there):
        return Standing(len(well), max(incident.replicas, len(there)), None)
    gone = [pod.deleted_s for pod in pods if pod.deleted_s and rows[pod.pod] and not _ran_at_last(rows[pod.pod])]
    return Standing(len(well), len(well), max([row.started_s for row in well] + gone))


def _is_of(pod: PodRecord, app: str) -> bool:
    return pod.workload is not None and pod.pod.startswith(f"{app}-")


def _is_well(row: StateRecord, incident: Incident) -> bool:
    runs = row.state == "Running" and row.ready
    return runs and (not incident.by_build or row.digest == incident.scene.newest)


def _ran_at_last(rows: list[StateRecord]) -> bool:
    return any(row.state == "Running" for row in rows)
