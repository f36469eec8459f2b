"""crashNode: a node is gone from one moment to the next, for a while or for good."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, ToSomeNodes, check_node, read_nodes
from imagesim.scenarios.world.types import Duration


class CrashNodeSpec(SomeNodesSpec):
    """The machine is gone, and nobody is told: the control plane finds out by its silence."""

    for_: Annotated[
        Duration | None,
        Field(alias="for", description="How long; 0s is a reset. It does not come back if that is left out."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashNode(ToSomeNodes):
    """The machine is off for `for_s` seconds, infinity for good; nothing that runs there is ended in good order.

    When the control plane has heard nothing for long enough, the node is NotReady and its pods with it; 300 s later
    they are deleted, and others come elsewhere. They stay Terminating until the node is back or removed.
    """

    for_s: Seconds = math.inf

    @property
    def ends_s(self) -> Seconds:
        return self.at_s if math.isinf(self.for_s) else self.at_s + self.for_s

    def write(self) -> dict[str, Any]:
        return self.which() if math.isinf(self.for_s) else {**self.which(), "for": format_duration(self.for_s)}

    @property
    def short(self) -> str:
        return f"{self.who()} crashes" if self.node else f"{self.who()} crash"

    def text(self) -> str:
        crash = "crashes" if self.node else "crash"
        return f"{self.where()} {crash} for {'good' if math.isinf(self.for_s) else format_duration(self.for_s)}"


def read(spec: CrashNodeSpec, at_s: Seconds, place: EventPlace) -> CrashNode:
    """Return the event. Raises ScenarioError for a pool that is not there."""
    return CrashNode(at_s=at_s, for_s=math.inf if spec.for_ is None else spec.for_, **read_nodes(spec, place))


CRASH_NODE = EventKind(name="crashNode", document=CrashNodeSpec, value=CrashNode, read=read, check=check_node)
