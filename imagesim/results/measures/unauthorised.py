"""Unauthorised uses: which pods ran a private image that nothing of theirs, and nothing of their node's, could pull.

*Private* is an image whose repository an `access` entry of the described registry of its name covers. A *use* is one
container from its start to its end (of an image volume: from the first start of a container of the pod after that to
the end of the last one, unless the pod has pulled it itself by then). A use is *unauthorised* if the image was on the
node already and, when the container was to start, all of this held:

- no pull of that version by the pod itself had succeeded, with whatever login and through whatever mirror;
- no login in the pod's pull secrets, those included that its ServiceAccount gave it when it was created, would have
  been let in by the registry, by its users, passwords and access of that moment;
- no login of the node would have been: docker config, credential provider plugins (those that run for the pod's
  ServiceAccount as well), vendor's hook. What a node has is for every pod on it, so with such a login nobody on that
  node is unauthorised: that is what configuring nodes means.

A login that has been good before and is good no more counts as none: its owner could not pull. Whether the registry
answers at that moment does not matter, and a plugin counts by the user that it is for.

`source` says how the image came to the node: `pull`, by the last pull that fetched anything of this version under this
name (`puller` is its pod as NAMESPACE/NAME, `credential` what it worked with), or `preloaded`: it was there before the
node joined, or was loaded there.
"""

from typing import NamedTuple

from imagesim.engine.records import PodRecord, PullRecord, Records, RunningRecord, UnauthorisedStart
from imagesim.results.published_names import published_workload
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds


class UnauthorisedUse(NamedTuple):
    """One container (or image volume) that ran from `started_s` on; `ended_s` is None if it ran to the end."""

    namespace: str
    workload: str
    pod: str
    container: str
    image: str
    node: str
    started_s: Seconds
    ended_s: Seconds | None
    digest: str
    source: str
    puller: str
    credential: str


def unauthorised(records: Records) -> list[UnauthorisedUse]:
    """The unauthorised uses in the order in which they began."""
    if not records.unauthorised_starts:
        return []
    ran, pods, pulls = _Ran(records), _pods(records), _Pulls(records)
    uses = [
        _use(start, pods, pulls, *times)
        for start in records.unauthorised_starts
        if (times := ran.volume(start, pods) if start.volume else ran.container(start)) is not None
        and not pulls.by_itself(start, times[0])
    ]
    return sorted(uses, key=lambda use: (use.started_s, use.namespace, use.pod, use.container))


Times = tuple[Seconds, Seconds | None]
_Pods = dict[tuple[str, str], list[PodRecord]]


def _use(
    start: UnauthorisedStart, pods: _Pods, pulls: "_Pulls", started_s: Seconds, ended: Seconds | None
) -> UnauthorisedUse:
    pull = pulls.that_brought(start)
    return UnauthorisedUse(
        namespace=start.namespace,
        workload=published_workload(_pod(start, pods).workload),
        pod=start.pod,
        container=start.container,
        image=start.image,
        node=start.node,
        started_s=started_s,
        ended_s=ended,
        digest=start.digest,
        source="preloaded" if pull is None else "pull",
        puller="" if pull is None else f"{pull.namespace}/{pull.pod}",
        credential="" if pull is None else pull.credential,
    )


def _pods(records: Records) -> _Pods:
    found: _Pods = {}
    for pod in records.pods:
        found.setdefault((pod.namespace, pod.pod), []).append(pod)
    return found


def _pod(start: UnauthorisedStart, pods: _Pods) -> PodRecord:
    """The pod that had the name then."""
    named = pods[start.namespace, start.pod]
    return next(pod for pod in reversed(named) if pod.created_s <= start.time_s)


class _Ran:
    """When containers really ran."""

    def __init__(self, records: Records) -> None:
        concerned = {(start.namespace, start.pod) for start in records.unauthorised_starts}
        self._rows: dict[tuple[str, str], list[RunningRecord]] = {}
        for row in records.running:
            if (row.namespace, row.pod) in concerned:
                self._rows.setdefault((row.namespace, row.pod), []).append(row)

    def container(self, start: UnauthorisedStart) -> Times | None:
        """From when to when the container ran that was to start; None if it never did, or from another version."""
        rows = [row for row in self._after(start) if row.container == start.container]
        if not rows or rows[0].digest != start.digest:
            return None
        return rows[0].started_s, rows[0].ended_s

    def volume(self, start: UnauthorisedStart, pods: _Pods) -> Times | None:
        """From the first start of a container of the pod to the end of the last."""
        gone_s = _pod(start, pods).deleted_s
        rows = [row for row in self._after(start) if gone_s is None or row.started_s <= gone_s]
        if not rows:
            return None
        ends = [row.ended_s for row in rows if row.ended_s is not None]
        return rows[0].started_s, max(ends) if len(ends) == len(rows) else None

    def _after(self, start: UnauthorisedStart) -> list[RunningRecord]:
        rows = self._rows.get((start.namespace, start.pod), ())
        return [row for row in rows if row.started_s >= start.time_s and row.node == start.node]


class _Pulls:
    """Which pull brought an image to a node, under that name."""

    def __init__(self, records: Records) -> None:
        concerned = {(start.node, start.digest) for start in records.unauthorised_starts}
        self._pulls: dict[tuple[str, str], list[PullRecord]] = {}
        for row in records.pulls:
            if row.outcome == "Pulled" and (row.node, row.digest) in concerned:
                self._pulls.setdefault((row.node, row.digest), []).append(row)

    def by_itself(self, start: UnauthorisedStart, began_s: Seconds) -> bool:
        """Whether the pod itself has pulled that version since it was to start, before it began."""
        return any(
            (pull.namespace, pull.pod) == (start.namespace, start.pod) and start.time_s < pull.ended_s <= began_s
            for pull in self._pulls.get((start.node, start.digest), ())
        )

    def that_brought(self, start: UnauthorisedStart) -> PullRecord | None:
        """The last such pull that had ended by then; None if there was none."""
        name = ImageReference.parse(start.image).fully_qualified
        return next(
            (
                pull
                for pull in reversed(self._pulls.get((start.node, start.digest), ()))
                if pull.bytes_fetched
                and pull.ended_s <= start.time_s
                and ImageReference.parse(pull.image).fully_qualified == name
            ),
            None,
        )
