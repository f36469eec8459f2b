"""cordon: `kubectl cordon` of a node."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class CordonSpec(WorldModel):
    """kubectl cordon: new pods stay away from the node, and those that run there stay."""

    node: NodeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Cordon(TimelineEvent):
    """`kubectl cordon`: new pods stay away from the node. Pods that are there stay, and restart there."""

    node: str

    def write(self) -> dict[str, Any]:
        return {"node": self.node}

    @property
    def short(self) -> str:
        return f"cordon {self.node}"

    def text(self) -> str:
        return f"cordon node {self.node}"


def read(spec: CordonSpec, at_s: Seconds, _: EventPlace) -> Cordon:
    """Return the event."""
    return Cordon(at_s=at_s, node=spec.node)


def check(event: Cordon, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.node)


CORDON = EventKind(name="cordon", document=CordonSpec, value=Cordon, read=read, check=check)
