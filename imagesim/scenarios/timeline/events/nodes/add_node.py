"""addNode: more nodes of a NodePool join the cluster."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import counted
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import MOST_NODES, AtLeastOne, NotEmpty


class AddNodeSpec(WorldModel):
    """`count` more nodes of the NodePool `pool` join the cluster."""

    pool: NotEmpty = Field(description="The name of a NodePool.")
    count: AtLeastOne = Field(default=1, le=MOST_NODES, description="How many nodes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNode(TimelineEvent):
    """`count` more nodes of the pool join. Their names go on where the pool's names end."""

    pool: str
    count: int = 1

    @property
    def new_nodes(self) -> int:
        return self.count

    def write(self) -> dict[str, Any]:
        return {"pool": self.pool, "count": self.count}

    @property
    def short(self) -> str:
        return f"{counted(self.count, 'node')} {'joins' if self.count == 1 else 'join'} {self.pool}"

    def text(self) -> str:
        return f"{counted(self.count, 'node')} of {self.pool} {'joins' if self.count == 1 else 'join'}"


def read(spec: AddNodeSpec, at_s: Seconds, place: EventPlace) -> AddNode:
    """Return the event. Raises ScenarioError for a name that is no NodePool's."""
    pool = place.one_of("pool", spec.pool, place.known.pools, "is no NodePool")
    return AddNode(at_s=at_s, pool=pool, count=spec.count)


def check(event: AddNode, presence: Presence) -> None:
    """From now on they are there."""
    presence.add_nodes(event.pool, event.count)


ADD_NODE = EventKind(name="addNode", document=AddNodeSpec, value=AddNode, read=read, check=check)
