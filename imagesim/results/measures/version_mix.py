"""How many pods run which version, and when a workload is mixed.

A version is the digest that the image's name resolved to when the container was started. Pods are grouped by
namespace, workload, container name and image text, because only containers that should be the same can be mixed; a
roll-out from one text to another shows as two groups. The text is that of the workload's template: digests that a
webhook put into single pods part none of them. A pod without a workload is its own group, "Pod/NAME": it has
one container of each name, so it is never mixed. What counts is what really ran, not what the API showed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from imagesim.engine.records import Records, RunningRecord
from imagesim.results.published_names import published_workload
from imagesim.rules.units import Seconds


class VersionMixRow(NamedTuple):
    """From `time_s` on, `pods` pods of the group run `digest`. All digests seen so far are told, gone ones with 0."""

    time_s: Seconds
    namespace: str
    workload: str
    container: str
    image: str
    digest: str
    pods: int


class MixedInterval(NamedTuple):
    """A time in which a group was on two or more versions; it ends with the run at the latest.

    `digests` are the versions seen in that time, `versions` the most at once, `minority_pods` the most pods at once
    that did not run what most ran.
    """

    namespace: str
    workload: str
    container: str
    image: str
    started_s: Seconds
    ended_s: Seconds
    versions: int
    minority_pods: int
    digests: tuple[str, ...]


Group = tuple[str, str, str, str]
"""Namespace, workload, container, image."""


class MixStep(NamedTuple):
    """From `time_s` on, `pods` says how many pods run which digest; digests in the order in which they appeared."""

    time_s: Seconds
    pods: dict[str, int]


def version_steps(records: Records) -> dict[Group, list[MixStep]]:
    """For every group its counts over time, one step per change, groups sorted."""
    runs: dict[Group, list[RunningRecord]] = {}
    for row in records.running:
        runs.setdefault(group_of(row), []).append(row)
    return {group: list(_steps(runs[group])) for group in sorted(runs)}


def version_mix(records: Records) -> list[VersionMixRow]:
    """The counts as long rows, in order of time: a row per digest seen so far at each change of its group."""
    rows = [
        VersionMixRow(step.time_s, *group, digest, pods)
        for group, steps in version_steps(records).items()
        for step in steps
        for digest, pods in step.pods.items()
    ]
    rows.sort(key=lambda row: row.time_s)  # stable: groups, and digests within a group, keep their order
    return rows


def mixed_intervals(records: Records) -> list[MixedInterval]:
    """The times in which a group was on two or more versions, in order of their start."""
    found = [
        _interval(group, spell, ended_s)
        for group, steps in version_steps(records).items()
        for spell, ended_s in _mixed_spells(steps, records.end_s)
    ]
    return sorted(found, key=lambda row: row.started_s)


def group_of(row: RunningRecord) -> Group:
    """The group of a container that ran."""
    return row.namespace, published_workload(row.workload) or f"Pod/{row.pod}", row.container, row.written_image


def _steps(runs: Iterable[RunningRecord]) -> Iterator[MixStep]:
    """Changes of one instant make one step, so a container that is replaced at once changes nothing."""
    changes = [(run.started_s, run.digest, 1) for run in runs]
    changes += [(run.ended_s, run.digest, -1) for run in runs if run.ended_s is not None]
    changes.sort(key=lambda change: change[0])
    pods: dict[str, int] = {}
    last: dict[str, int] = {}
    for time_s, now in groupby(changes, key=lambda change: change[0]):
        for _, digest, by in now:
            pods[digest] = pods.get(digest, 0) + by
        if pods != last:
            last = dict(pods)
            yield MixStep(time_s, last)


def _mixed_spells(steps: list[MixStep], end_s: Seconds) -> Iterator[tuple[list[MixStep], Seconds]]:
    """Runs of mixed steps, each with the time at which it ended."""
    spell: list[MixStep] = []
    for step in steps:
        if _versions(step) > 1:
            spell.append(step)
        elif spell:
            yield spell, step.time_s
            spell = []
    if spell:
        yield spell, end_s


def _versions(step: MixStep) -> int:
    return sum(pods > 0 for pods in step.pods.values())


def _interval(group: Group, spell: list[MixStep], ended_s: Seconds) -> MixedInterval:
    return MixedInterval(
        *group,
        started_s=spell[0].time_s,
        ended_s=ended_s,
        versions=max(_versions(step) for step in spell),
        minority_pods=max(sum(step.pods.values()) - max(step.pods.values()) for step in spell),
        digests=tuple(digest for digest in spell[-1].pods if any(step.pods.get(digest) for step in spell)),
    )
