"""A run in a few numbers: what a platform engineer asks first.

Are the pods up, and since when? How much was pulled, and what failed? Did one workload run two versions? What did a
push reach? Who had too few pods? How long did recovery take? The value is nested plain dicts, lists, texts and numbers
(None: has not happened), so that it can be printed, compared and written as JSON. Keys are added, never renamed.
"""

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from statistics import median
from typing import Any

from imagesim.engine.records import Records
from imagesim.results.measures.absent_pods import absent_pods
from imagesim.results.measures.affected import FAILING, PULLING, QUEUED
from imagesim.results.measures.availability import availability
from imagesim.results.measures.disturbances import ended_disturbances, waiting_pods
from imagesim.results.measures.host_costs import host_costs
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.results.measures.push_reach import push_reach
from imagesim.results.measures.recovery import RecoveryRow, recovery
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.results.measures.version_mix import mixed_intervals, version_steps

PULL_OUTCOMES = ("Pulled", "AlreadyPresent", "Failed")


def summary(records: Records) -> dict[str, Any]:
    """The summary of one run."""
    return {
        "seed": records.seed,
        "duration_s": records.end_s,
        "pods": _pods(records),
        "pulls": _pulls(records),
        "requests": _requests(records),
        "removed_images": _counts(row.reason for row in records.removed_images),
        "versions": _versions(records),
        "pushes": [row._asdict() for row in push_reach(records)],
        "unavailable": [row._asdict() for row in availability(records) if row.below_s],
        "recovery": _recovery(records),
        "unauthorised": _counts(use.namespace for use in unauthorised(records)),
        "vain_events": [row._asdict() for row in records.vain_events],
        "events": _events(records),
    }


def _events(records: Records) -> dict[str, dict[str, int]]:
    """How often each reason was told, by the type of the event."""
    reasons: dict[str, Counter[str]] = {"Normal": Counter(), "Warning": Counter()}
    for kind, reason in map(attrgetter("type", "reason"), records.events):
        reasons[kind][reason] += 1
    return {kind: _counts(told) for kind, told in reasons.items()}


def _requests(records: Records) -> dict[str, Any]:
    """What went to which host, and the bytes that came from it; each host that was asked, the busiest first."""
    hosts = host_costs(records)
    return {
        "total": len(records.requests),
        "by_host": _counts(Counter({row.host: row.requests for row in hosts})),
        "bytes_by_host": _counts(Counter({row.host: row.bytes_sent for row in hosts})),
    }


def _counts(texts: Iterable[str] | Counter[str]) -> dict[str, int]:
    """How often each text occurs, the most frequent first; ties by name, so that the order is stable."""
    return dict(sorted(Counter(texts).items(), key=lambda item: (-item[1], item[0])))


def _pods(records: Records) -> dict[str, Any]:
    """`ready` pods are ready at the end; the times are those of the first time that a pod became Ready."""
    statuses = pod_statuses(records)
    ready_s = [row.ready_s for row in records.pods if row.ready_s is not None]
    return {
        "total": len(statuses),
        "ready": sum(0 < row.containers == row.ready for row in statuses),
        "absent": absent_pods(records),
        "by_status": _counts(row.status for row in statuses),
        "restarts": sum(row.restarts for row in statuses),
        "first_ready_s": min(ready_s, default=None),
        "last_ready_s": max(ready_s, default=None),
    }


def _pulls(records: Records) -> dict[str, Any]:
    outcomes = Counter(row.outcome for row in records.pulls)
    return {
        **{outcome: outcomes[outcome] for outcome in PULL_OUTCOMES},
        "bytes_fetched": sum(row.bytes_fetched for row in records.pulls),
        "bytes_reused": sum(row.bytes_reused for row in records.pulls),
        "unfinished": len(records.unfinished_pulls),
    }


def _versions(records: Records) -> list[dict[str, Any]]:
    """Per workload, container and image text: the versions at the end, and how long how many ran at once."""
    mixed_s: dict[tuple[str, ...], float] = {}
    most: dict[tuple[str, ...], int] = {}
    for row in mixed_intervals(records):
        group = row[:4]
        mixed_s[group] = mixed_s.get(group, 0.0) + row.ended_s - row.started_s
        most[group] = max(most.get(group, 1), row.versions)
    return [
        {
            "namespace": group[0],
            "workload": group[1],
            "container": group[2],
            "image": group[3],
            "pods_by_digest": {digest: pods for digest, pods in steps[-1].pods.items() if pods},
            "most_versions_at_once": most.get(group, 1),
            "mixed_s": mixed_s.get(group, 0.0),
        }
        for group, steps in version_steps(records).items()
    ]


def _recovery(records: Records) -> list[dict[str, Any]]:
    """Per disturbance that ended: the pods that it left without images, and how long those that came back took."""
    ended = ended_disturbances(records)
    # Several Secrets that are mended at one moment are told in one.
    waiting: dict[tuple[str, float], int] = {}
    for disturbance, count in zip(ended, waiting_pods(records, ended), strict=True):
        key = disturbance.name, disturbance.ended_s
        waiting[key] = waiting.get(key, 0) + count
    rows: dict[tuple[str, float], list[RecoveryRow]] = {key: [] for key in waiting}
    for row in recovery(records):
        rows[row.disturbance, row.ended_s].append(row)
    return [_recovery_of(*key, found, waiting[key]) for key, found in rows.items()]


def _recovery_of(name: str, ended_s: float, rows: list[RecoveryRow], waiting: int) -> dict[str, Any]:
    delays = [row.delay_s for row in rows if row.delay_s is not None]
    was = Counter(row.was for row in rows)
    return {
        "disturbance": name,
        "ended_s": ended_s,
        "failing_pods": was[FAILING],
        "recovered_pods": len(delays),
        "median_s": median(delays) if delays else None,
        "max_s": max(delays, default=None),
        "waiting_pods": waiting,
        "pulling_pods": was[PULLING],
        "queued_pods": was[QUEUED],
    }
