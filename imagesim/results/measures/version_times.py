"""When each version of a workload served, and for how long it and others were mixed.

Groups are those of version_mix: namespace, workload, container and image text. What counts is what really ran.
"""

from typing import NamedTuple

from imagesim.engine.records import Records, RunningRecord
from imagesim.results.measures.version_mix import Group, group_of, mixed_intervals
from imagesim.rules.units import Seconds, added_up

_MINUTE = 60.0


class VersionTime(NamedTuple):
    """One version of a group: from its first container on until its last ended, None if one runs at the end.

    `pod_minutes` add up how long its containers ran; `pods` is how many pods ever ran it.
    """

    namespace: str
    workload: str
    container: str
    image: str
    digest: str
    first_s: Seconds
    last_s: Seconds | None
    pods: int
    pod_minutes: float


class MixedTime(NamedTuple):
    """How long a group was on two or more versions: in all, the longest time in one piece, and in how many."""

    namespace: str
    workload: str
    container: str
    image: str
    mixed_s: Seconds
    longest_s: Seconds
    spells: int
    most_versions: int


def version_times(records: Records) -> list[VersionTime]:
    """A row per group and version, groups sorted, versions in the order in which they first ran."""
    runs: dict[Group, dict[str, list[RunningRecord]]] = {}
    for row in records.running:
        runs.setdefault(group_of(row), {}).setdefault(row.digest, []).append(row)
    return [
        _time(group, digest, found, records.end_s) for group in sorted(runs) for digest, found in runs[group].items()
    ]


def _time(group: Group, digest: str, runs: list[RunningRecord], end_s: Seconds) -> VersionTime:
    ends = [end_s if row.ended_s is None else row.ended_s for row in runs]
    lasted = added_up(end - row.started_s for row, end in zip(runs, ends, strict=True))
    return VersionTime(
        *group,
        digest=digest,
        first_s=runs[0].started_s,
        last_s=None if any(row.ended_s is None for row in runs) else max(ends),
        pods=len({row.pod for row in runs}),
        pod_minutes=lasted / _MINUTE,
    )


def mixed_times(records: Records) -> list[MixedTime]:
    """A row per group that ever was mixed, sorted."""
    spells: dict[Group, list[tuple[Seconds, int]]] = {}
    for row in mixed_intervals(records):
        spells.setdefault(row[:4], []).append((row.ended_s - row.started_s, row.versions))
    return [
        MixedTime(
            *group,
            mixed_s=added_up(lasted for lasted, _ in found),
            longest_s=max(lasted for lasted, _ in found),
            spells=len(found),
            most_versions=max(versions for _, versions in found),
        )
        for group, found in sorted(spells.items())
    ]
