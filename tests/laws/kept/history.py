"""What the API server was told, row by row, as one who watches a workload and its pods has it then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from imagesim.engine.object_history import ObjectRecord
from imagesim.rules.api.names import ObjectName
from imagesim.rules.workloads.daemon_set import pinned_to
from imagesim.scenarios.timeline.events.nodes.drain import Drain
from imagesim.scenarios.timeline.events.nodes.load_image import LoadImage
from imagesim.scenarios.timeline.events.nodes.remove_node import RemoveNode
from imagesim.scenarios.timeline.events.nodes.restart_containerd import RestartContainerd
from imagesim.scenarios.timeline.events.nodes.taint_node import TaintNode
from imagesim.scenarios.timeline.some_nodes import ToSomeNodes
from tests.laws.kept.run import Run

JUST_NOW_S = 2.0
"""Within so much time a controller has seen what happened: a Job's looks a second later."""


@dataclass(slots=True)
class OwnedPod:
    """A pod as the API shows it, on its node or, until it is `bound`, meant for one.

    `ready_s` is since when it is Ready, `not_ready_s` since when it is said not to be, `ended_s` since when it
    has ended or is to go.
    """

    name: str
    labels: dict[str, str]
    node: str
    created_s: float
    bound: bool
    phase: str = "Pending"
    ready_s: float | None = None
    not_ready_s: float | None = None
    deleting: bool = False
    ended_s: float | None = None

    @property
    def ended(self) -> bool:
        """It has succeeded or failed."""
        return self.phase in ("Succeeded", "Failed")

    @property
    def active(self) -> bool:
        """It runs, or is to run."""
        return not self.ended and not self.deleting

    def is_available(self, now: float, min_ready_s: float) -> bool:
        """It is Ready for so long; the API keeps whole seconds."""
        return self.ready_s is not None and (not min_ready_s or self.ready_s // 1 + min_ready_s <= now)


@dataclass(slots=True)
class Owner:
    """An object with pods: what it wants, what its status says, and its pods by UID, in the order of their creation.

    `changed_s` is when something last happened to it or to one of them, `owner` the UID of its own.
    """

    name: ObjectName
    spec: Any
    status: Any
    owner: str
    changed_s: float = 0.0
    removed_s: float | None = None
    pods: dict[str, OwnedPod] = field(default_factory=dict)

    def active(self) -> list[OwnedPod]:
        """The pods that run, or are to run."""
        return [pod for pod in self.pods.values() if pod.active]


class Moment(NamedTuple):
    """A row about an owner, or about a `pod` of it; both are as they are after it."""

    row: ObjectRecord
    owner: Owner
    pod: OwnedPod | None


def moments(run: Run, *kinds: str) -> Iterator[Moment]:
    """All that happened to objects of these kinds and to their pods, in order; quick where a scenario has none."""
    if not any(type(each).__name__ in (*kinds, *_MAKE.get(kinds[0], ())) for each in run.scenario.workloads):
        return
    owners: dict[str, Owner] = {}
    owner_of: dict[str, Owner] = {}
    for row in run.records.objects:
        if row.kind in kinds:
            owner = _followed(row, owners)
            owner.changed_s = row.time_s
            yield Moment(row, owner, None)
        elif row.kind == "Pod":
            if row.verb == "create":
                controller = dict(row.change).get("owner")
                if controller is not None and controller.uid in owners:
                    owner_of[row.uid] = owners[controller.uid]
            if row.uid in owner_of:
                owner = owner_of[row.uid]
                owner.changed_s = row.time_s
                yield Moment(row, owner, _follow(row, owner))


_MAKE = {"ReplicaSet": ("Deployment",), "Job": ("CronJob",)}
"""What makes objects of a kind, beside people."""


def left(run: Run, *kinds: str) -> list[Owner]:
    """The objects of these kinds that are there at the end, as they are then."""
    found = {id(owner): owner for _, owner, _ in moments(run, *kinds)}
    return [owner for owner in found.values() if owner.removed_s is None]


def others_take_pods_away(run: Run, owner: Owner) -> bool:
    """Whether not only its controller deletes pods of *owner*: people, or a taint that they bear for some time only."""
    if any(each.seconds is not None for each in owner.spec.template.spec.tolerations):
        return True
    events = [each for each in run.scenario.happenings if not isinstance(each, LoadImage | RestartContainerd)]
    return any(
        isinstance(each, RemoveNode | TaintNode | ToSomeNodes | Drain) or getattr(each, "target", "") == str(owner.name)
        for each in events
    )


def _followed(row: ObjectRecord, owners: dict[str, Owner]) -> Owner:
    change = dict(row.change)
    if row.verb == "create":
        reference = change.get("owner")
        uid = reference.uid if reference is not None else ""
        owners[row.uid] = Owner(row.object_name, change["spec"], change.get("status"), uid)
    owner = owners[row.uid]
    owner.spec = change.get("spec", owner.spec)
    owner.status = change.get("status", owner.status)
    owner.removed_s = row.time_s if row.verb == "remove" else owner.removed_s
    return owner


def _follow(row: ObjectRecord, owner: Owner) -> OwnedPod:
    change = dict(row.change)
    if row.verb == "create":
        named = change["spec"].node_name
        node = named or pinned_to(change["spec"])
        owner.pods[row.uid] = OwnedPod(row.name, dict(change.get("labels", ())), node, row.time_s, bool(named))
    pod = owner.pods[row.uid]
    pod.bound |= row.verb == "bind"
    pod.node = change.get("node", pod.node)
    pod.phase = change.get("phase", pod.phase)
    if "ready" in change:
        pod.ready_s = row.time_s if change["ready"] else None
        pod.not_ready_s = None if change["ready"] else row.time_s
    elif row.verb == "bind":
        pod.not_ready_s = row.time_s
    pod.deleting |= row.verb == "delete"
    if not pod.active and pod.ended_s is None:
        pod.ended_s = row.time_s
    if row.verb == "remove":
        del owner.pods[row.uid]
    return pod
