"""drain: `kubectl drain` of a node, which stays."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class DrainSpec(WorldModel):
    """kubectl drain: no new pods, and those that are there are evicted as their budgets allow it. The node stays."""

    node: NodeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Drain(TimelineEvent):
    """`kubectl drain --ignore-daemonsets --force`: the node is cordoned and its pods evicted, those of DaemonSets not.

    Budgets of disruptions are kept. The node stays, with its images, until somebody uncordons or removes it.
    """

    node: str

    def write(self) -> dict[str, Any]:
        return {"node": self.node}

    @property
    def short(self) -> str:
        return f"drain {self.node}"

    def text(self) -> str:
        return f"drain node {self.node}"


def read(spec: DrainSpec, at_s: Seconds, _: EventPlace) -> Drain:
    """Return the event."""
    return Drain(at_s=at_s, node=spec.node)


def check(event: Drain, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.node)


DRAIN = EventKind(name="drain", document=DrainSpec, value=Drain, read=read, check=check)
