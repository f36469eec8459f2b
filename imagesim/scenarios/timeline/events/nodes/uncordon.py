"""uncordon: `kubectl uncordon` of a node."""

from dataclasses import dataclass
from typing import Any

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel


class UncordonSpec(WorldModel):
    """kubectl uncordon: the node takes new pods again."""

    node: NodeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncordon(TimelineEvent):
    """`kubectl uncordon`: the node takes new pods again, and pods that wait for one try it."""

    node: str

    def write(self) -> dict[str, Any]:
        return {"node": self.node}

    @property
    def short(self) -> str:
        return f"uncordon {self.node}"

    def text(self) -> str:
        return f"uncordon node {self.node}"


def read(spec: UncordonSpec, at_s: Seconds, _: EventPlace) -> Uncordon:
    """Return the event."""
    return Uncordon(at_s=at_s, node=spec.node)


def check(event: Uncordon, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.node)


UNCORDON = EventKind(name="uncordon", document=UncordonSpec, value=Uncordon, read=read, check=check)
