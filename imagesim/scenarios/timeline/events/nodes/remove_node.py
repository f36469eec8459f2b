"""removeNode: `kubectl drain`, and then the node goes."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class RemoveNodeSpec(WorldModel):
    """kubectl drain; then the node is gone."""

    node: NodeName


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNode(TimelineEvent):
    """`kubectl drain`, and then the node goes: no new pods, and those that run there are deleted in good order."""

    node: str

    def write(self) -> dict[str, Any]:
        return {"node": self.node}

    @property
    def short(self) -> str:
        return f"remove {self.node}"

    def text(self) -> str:
        return f"drain and remove node {self.node}"


def read(spec: RemoveNodeSpec, at_s: Seconds, _: EventPlace) -> RemoveNode:
    """Return the event."""
    return RemoveNode(at_s=at_s, node=spec.node)


def check(event: RemoveNode, presence: Presence) -> Problem | None:
    """It has to be there."""
    return presence.remove_node(event.node)


REMOVE_NODE = EventKind(name="removeNode", document=RemoveNodeSpec, value=RemoveNode, read=read, check=check)
