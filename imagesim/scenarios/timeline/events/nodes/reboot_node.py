"""rebootNode: a node is switched off and on again."""

from dataclasses import dataclass

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, TakesSomeNodesTime, check_node, read_nodes
from imagesim.scenarios.world.types import Duration

TAKES_S: Seconds = 90.0


class RebootNodeSpec(SomeNodesSpec):
    """The machine restarts: all containers end and are started again, from the images on its disk."""

    takes: Duration = Field(default=TAKES_S, description="How long the machine is off.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RebootNode(TakesSomeNodesTime):
    """The machine is off for `takes_s` seconds; then its kubelet starts all pods of the node anew.

    The images are on the disk; a container with policy Always asks its registry. What a kubelet forgets is as in
    restartKubelet.
    """

    takes_s: Seconds = TAKES_S

    @property
    def short(self) -> str:
        return f"reboot {self.who()}"

    def deed(self) -> str:
        return f"reboot {self.where()}"


def read(spec: RebootNodeSpec, at_s: Seconds, place: EventPlace) -> RebootNode:
    """Return the event. Raises ScenarioError for a pool that is not there."""
    return RebootNode(at_s=at_s, takes_s=spec.takes, **read_nodes(spec, place))


REBOOT_NODE = EventKind(name="rebootNode", document=RebootNodeSpec, value=RebootNode, read=read, check=check_node)
