"""What happens after the time of a dump, in the run that it was taken from and in one that begins with it."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from imagesim.engine.records import Records
from imagesim.results.api.objects import ApiObjects
from imagesim.results.result import simulate
from imagesim.rules.api.kinds import BY_NAME
from imagesim.rules.calendar import Calendar
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario
from tests.starting.worlds import World

KINDS = (
    *("Deployment", "DaemonSet", "StatefulSet", "Job", "CronJob", "ReplicaSet", "Pod", "ServiceAccount", "Node"),
    *("Namespace", "Secret", "Event"),
)


class After(NamedTuple):
    """Means over what happens after the dump: in seconds from it, or counts."""

    ready_s: float
    """Of the pods that became Ready or ended well, when."""
    last_ready_s: float
    changed: float
    """How many pods became Ready or ended well."""
    failed_pulls: float
    pulled: float
    started_s: float
    """Of the containers that were started, when."""
    new_versions: float
    """How many containers of the latest build run at the end."""


def dump(scenario: Scenario, records: Records, time_s: float) -> list[dict[str, Any]]:
    """What `kubectl get ... -A -o json` prints at that time."""
    objects = ApiObjects(records, Calendar(scenario.start))
    found = [each for kind in KINDS for each in objects.list_of(BY_NAME[kind], None, time_s)]
    again: list[dict[str, Any]] = json.loads(json.dumps(found))
    return again


def both(world: World, seed: int) -> tuple[After, After]:
    """What comes after the dump in the run of that seed, and in the run that begins with its dump."""
    whole = load(*world.original())
    result = simulate(whole, seed=seed)
    rest = load(*world.rest(dump(whole, result.records, world.dump_s)))
    return after(result.records, world.dump_s), after(simulate(rest, seed=seed + 100_000).records, 0.0)


def after(records: Records, dump_s: float) -> After:
    """What the records tell of the time after *dump_s*."""
    ready = [pod.ready_s - dump_s for pod in records.pods if pod.ready_s is not None and pod.ready_s > dump_s]
    pulls = [pull for pull in records.pulls if pull.ended_s > dump_s]
    started = [row.started_s - dump_s for row in records.running if row.started_s > dump_s]
    at_last = [row for row in records.running if row.ended_s is None]
    versions = sorted({row.digest for row in records.tags if row.tag == "v2"})
    return After(
        ready_s=sum(ready) / len(ready) if ready else 0.0,
        last_ready_s=max(ready, default=0.0),
        changed=len(ready),
        failed_pulls=sum(pull.outcome == "Failed" for pull in pulls),
        pulled=sum(pull.outcome == "Pulled" for pull in pulls),
        started_s=sum(started) / len(started) if started else 0.0,
        new_versions=sum(row.digest in versions for row in at_last),
    )


RESOLUTION_S = 0.5
"""Dates in a dump are whole seconds: what happens half a second earlier or later is no difference."""


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> float:
    """The largest distance of the two distributions, where each may be moved by RESOLUTION_S."""
    return max(_above(one, other), _above(other, one))


def _above(one: Sequence[float], other: Sequence[float]) -> float:
    """By how much the share of *one* up to a value is at most above that of *other* up to a little more."""
    return max(
        sum(each <= value for each in one) / len(one) - sum(each <= value + RESOLUTION_S for each in other) / len(other)
        for value in sorted(set(one))
    )


def critical(count: int) -> float:
    """The distance that two samples of *count* exceed with a chance of 1 % if they are of one distribution."""
    return float(1.628 * (2 / count) ** 0.5)
