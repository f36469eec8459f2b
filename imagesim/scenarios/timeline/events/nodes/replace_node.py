"""replaceNode: a node goes, and a new one of its pool takes its place."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, ToSomeNodes, check_node, read_nodes
from imagesim.scenarios.world.types import Duration

EVERY_S: Seconds = 300.0


class ReplaceNodeSpec(SomeNodesSpec):
    """The node is drained and removed, and a new one joins, without images. Nodes of a pool go one after another."""

    every: Duration = Field(default=EVERY_S, description="From the begin of one node to that of the next, at least.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceNode(ToSomeNodes):
    """The node is drained and goes; then a new one of its pool joins, with its pool's pre-pulled images alone.

    Nodes of a pool are replaced one after another, the next one `every_s` seconds after the last was begun, and not
    before that is done. There are as many as `count` at first.
    """

    every_s: Seconds = EVERY_S
    count: int = 1

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + (self.count - 1) * self.every_s

    @property
    def new_nodes(self) -> int:
        return self.count

    def write(self) -> dict[str, Any]:
        return {**self.which(), "every": format_duration(self.every_s)}

    @property
    def short(self) -> str:
        return f"replace {self.who()}"

    def text(self) -> str:
        every = f", one every {format_duration(self.every_s)}" if self.pool else ""
        return f"replace {self.where()}{every}"


def read(spec: ReplaceNodeSpec, at_s: Seconds, place: EventPlace) -> ReplaceNode:
    """Return the event. Raises ScenarioError for a pool that is not there."""
    count = 1 if spec.pool is None else place.known.pools.get(spec.pool, 1)
    return ReplaceNode(at_s=at_s, every_s=spec.every, count=count, **read_nodes(spec, place))


def check(event: ReplaceNode, presence: Presence) -> Problem | None:
    """A node that is named has to be there, and is not from now on; as many join as go."""
    problem = check_node(event, presence)
    if problem is not None:
        return problem
    if event.node:
        presence.remove_node(event.node)
    presence.add_nodes(event.pool or presence.pool_of(event.node), event.count)
    return None


REPLACE_NODE = EventKind(name="replaceNode", document=ReplaceNodeSpec, value=ReplaceNode, read=read, check=check)
