"""restartKubelet: the kubelet of a node restarts."""

from dataclasses import dataclass

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, TakesSomeNodesTime, check_node, read_nodes
from imagesim.scenarios.world.types import Duration

TAKES_S: Seconds = 2.0


class RestartKubeletSpec(SomeNodesSpec):
    """systemctl restart kubelet: containers run on, and what the kubelet had in its memory is gone."""

    takes: Duration = Field(default=TAKES_S, description="How long no kubelet runs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartKubelet(TakesSomeNodesTime):
    """`systemctl restart kubelet`: for `takes_s` seconds nobody looks after the node's pods, whose containers run on.

    Pulls under way are given up, those that wait are forgotten, and so is what was only in the kubelet's memory: all
    back-offs, waiting reasons, the tokens of its pull limit, when images were used, what plugins had answered.
    """

    takes_s: Seconds = TAKES_S

    @property
    def short(self) -> str:
        kubelet = "kubelet" if self.node else "kubelets"
        return f"restart {kubelet} of {self.who()}"

    def deed(self) -> str:
        kubelet = "kubelet" if self.node else "kubelets"
        return f"restart the {kubelet} of {self.where()}"


def read(spec: RestartKubeletSpec, at_s: Seconds, place: EventPlace) -> RestartKubelet:
    """Return the event. Raises ScenarioError for a pool that is not there."""
    return RestartKubelet(at_s=at_s, takes_s=spec.takes, **read_nodes(spec, place))


RESTART_KUBELET = EventKind(
    name="restartKubelet", document=RestartKubeletSpec, value=RestartKubelet, read=read, check=check_node
)
