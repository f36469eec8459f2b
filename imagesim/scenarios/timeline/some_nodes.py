"""Events that befall one node, or all nodes of a pool: how such an event says which, what it is as a value."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import NotEmpty, mistake


class SomeNodesSpec(WorldModel):
    """A `node`, or every node of a `pool` that is there at that time."""

    node: NodeName | None = Field(default=None, description="A node, by its name.")
    pool: NotEmpty | None = Field(default=None, description="The NodePool: all of its nodes that are there by then.")

    @model_validator(mode="after")
    def _one_or_all(self) -> "SomeNodesSpec":
        if (self.node is None) == (self.pool is None):
            rule = "names no node" if self.node is None else "has node and pool, and needs one of them"
            raise mistake(rule, "write either node: workers-0, or pool: workers")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSomeNodes(TimelineEvent):
    """Something happens to the `node` or, where that is "", to all nodes of the `pool`."""

    node: str = ""
    pool: str = ""

    def which(self) -> dict[str, Any]:
        """The field that says so."""
        return {"node": self.node} if self.node else {"pool": self.pool}

    def where(self) -> str:
        """Where it happens, as the event's text names it."""
        return f"node {self.node}" if self.node else f"the nodes of {self.pool}"

    def who(self) -> str:
        """The same in fewer words, for a label in a picture."""
        return self.node or f"all {self.pool}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesSomeNodesTime(ToSomeNodes):
    """It takes each of them `takes_s` seconds, from the event on."""

    takes_s: Seconds

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + self.takes_s

    def write(self) -> dict[str, Any]:
        return {**self.which(), "takes": format_duration(self.takes_s)}

    @abstractmethod
    def deed(self) -> str:
        """What is done, and where."""

    def text(self) -> str:
        return f"{self.deed()}, which takes {format_duration(self.takes_s)}"


def read_nodes(spec: SomeNodesSpec, place: EventPlace) -> dict[str, str]:
    """The fields `node` and `pool` of the event. Raises ScenarioError where there is no such NodePool."""
    if spec.pool is None:
        return {"node": spec.node or ""}
    return {"pool": place.one_of("pool", spec.pool, place.known.pools, "is no NodePool")}


def check_node(event: ToSomeNodes, presence: Presence) -> Problem | None:
    """A node that is named has to be there."""
    return presence.need_node(event.node) if event.node else None
