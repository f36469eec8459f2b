"""Pods that a workload wants at the end of the run and does not have: refused by the API server, or never asked for."""

from collections import Counter
from typing import Any

from imagesim.engine.api.api_pod import TERMINAL
from imagesim.engine.records import Records
from imagesim.rules.api.kinds import JOB, KINDS
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Job
from imagesim.rules.workloads.daemon_set import DaemonSetStatus
from imagesim.rules.workloads.job import JobStatus, unfinished_pods

_CONTROLLED = frozenset(kind.name for kind in KINDS if kind.controller)


def absent_pods(records: Records) -> int:
    """How many pods all workloads together are short of. One that has more than it wants makes up for no other."""
    have: Counter[ObjectName | None] = Counter(
        pod.workload for pod in records.pods if pod.deletion_s is None and pod.phase not in TERMINAL
    )
    return sum(max(0, wanted - have[name]) for name, wanted in _wanted(records).items())


def _wanted(records: Records) -> dict[ObjectName, int]:
    """What each workload that there is at the end should have: its replicas, or what a DaemonSet's status desires.

    The pods of a Deployment's ReplicaSet are its own, and those of a CronJob's Job.
    """
    wanted: dict[ObjectName, int] = {}
    jobs: dict[ObjectName, tuple[Job, JobStatus]] = {}
    makers: dict[ObjectName, ObjectName] = {}
    objects = records.objects
    for place, name in enumerate(objects.names()):
        if name.kind in _CONTROLLED:
            row = objects[place]
            change: dict[str, Any] = dict(row.change)
            if name.kind == JOB.name:
                before = jobs.pop(name, None)
                if "owner" in change:
                    makers[name] = change["owner"].owner
                if row.verb != "remove":
                    spec, status = before or (change["spec"], JobStatus())
                    jobs[name] = change.get("spec", spec), change.get("status", status)
            elif row.verb == "remove":
                wanted.pop(name, None)
            elif "spec" in change and "owner" not in change and (row.verb == "create" or name in wanted):
                replicas = getattr(change["spec"], "replicas", 0)
                wanted[name] = wanted.get(name, 0) if replicas is None else replicas
            if name in wanted and isinstance(change.get("status"), DaemonSetStatus):
                wanted[name] = change["status"].desired
    for name, job in jobs.items():  # the pods of a CronJob's Job are the CronJob's
        maker = makers.get(name, name)
        wanted[maker] = wanted.get(maker, 0) + unfinished_pods(*job)
    return wanted
