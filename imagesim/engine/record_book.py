"""The book that a run writes its records into while it lasts; when the run is over it is closed, once for all."""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from imagesim.engine.event_rows import EventRows
from imagesim.engine.object_history import ObjectHistory
from imagesim.engine.records import (
    BudgetRecord,
    CauseRecord,
    DiskRecord,
    Disturbance,
    HostRecord,
    PodRecord,
    PullRecord,
    Records,
    RemovedImageRecord,
    RequestRecord,
    RunningRecord,
    SandboxFailure,
    StoredImageRecord,
    TagRecord,
    UnauthorisedStart,
    UnfinishedPullRecord,
    VainEvent,
)
from imagesim.engine.state_rows import StateRows
from imagesim.rules.units import Seconds


@dataclass(slots=True)
class RecordBook:
    """What a run has written so far, row by row. The fields are those of Records."""

    seed: int = 1
    pulls: list[PullRecord] = field(default_factory=list)
    unfinished_pulls: list[UnfinishedPullRecord] = field(default_factory=list)
    pods: list[PodRecord] = field(default_factory=list)
    states: StateRows = field(default_factory=StateRows)
    events: EventRows = field(default_factory=EventRows)
    requests: list[RequestRecord] = field(default_factory=list)
    hosts: dict[str, HostRecord] = field(default_factory=dict)
    budgets: list[BudgetRecord] = field(default_factory=list)
    tags: list[TagRecord] = field(default_factory=list)
    removed_images: list[RemovedImageRecord] = field(default_factory=list)
    stored_images: list[StoredImageRecord] = field(default_factory=list)
    disk_usage: list[DiskRecord] = field(default_factory=list)
    running: list[RunningRecord] = field(default_factory=list)
    sandbox_failures: list[SandboxFailure] = field(default_factory=list)
    disturbances: list[Disturbance] = field(default_factory=list)
    causes: list[CauseRecord] = field(default_factory=list)
    vain_events: list[VainEvent] = field(default_factory=list)
    unauthorised_starts: list[UnauthorisedStart] = field(default_factory=list)
    objects: ObjectHistory = field(default_factory=ObjectHistory)
    events_dropped: int = 0

    def close(self, end_s: Seconds) -> Records:
        """The records of a run that stopped at *end_s*, in order of time. What is written later is in none of them.

        A node writes the events of its pods in back-off late. Sorted by time, the events of one instant and one node
        are in the order in which they came; those of different nodes, whose tickers have phases of their own, never
        fall on the same instant.
        """
        # Stable sorts: rows of one instant keep the order in which they were written.
        self.pulls.sort(key=attrgetter("ended_s"))
        # Most have the right number already: a late row moves those that follow it.
        self.pulls = [
            pull if pull.pull_id == place else PullRecord._make((place, *pull[1:]))
            for place, pull in enumerate(self.pulls, start=1)
        ]
        _sort(self.running, "started_s", "namespace", "pod", "container")
        _sort(self.tags, "time_s", "host", "repository", "tag")
        self.objects.close()
        return Records(
            end_s=end_s,
            seed=self.seed,
            pulls=tuple(self.pulls),
            unfinished_pulls=tuple(self.unfinished_pulls),
            pods=tuple(self.pods),
            states=self.states.in_order(),
            events=self.events.in_order(),
            requests=tuple(self.requests),
            hosts=tuple(self.hosts[host] for host in sorted(self.hosts)),
            budgets=tuple(self.budgets),
            tags=tuple(self.tags),
            removed_images=tuple(self.removed_images),
            stored_images=tuple(self.stored_images),
            disk_usage=tuple(self.disk_usage),
            running=tuple(self.running),
            sandbox_failures=tuple(self.sandbox_failures),
            disturbances=tuple(self.disturbances),
            causes=tuple(self.causes),
            vain_events=tuple(self.vain_events),
            unauthorised_starts=tuple(self.unauthorised_starts),
            objects=self.objects,
            events_dropped=self.events_dropped,
        )


def _sort(rows: list[Any], *fields: str) -> None:
    """Sort by these fields, of which the first counts most: by one after another, which takes half as long."""
    for field_ in reversed(fields):
        rows.sort(key=attrgetter(field_))
