"""restartContainerd: the runtime of a node restarts."""

from dataclasses import dataclass

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, TakesSomeNodesTime, check_node, read_nodes
from imagesim.scenarios.world.types import Duration

TAKES_S: Seconds = 5.0
LONGEST_S: Seconds = 30.0
"""After that a kubelet says `container runtime is down`, and the node is not Ready: that is not modelled."""


class RestartContainerdSpec(SomeNodesSpec):
    """systemctl restart containerd: containers run on, pulls are cut, and the kubelet's calls fail meanwhile."""

    takes: Duration = Field(default=TAKES_S, description="How long no containerd runs, at most 30s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartContainerd(TakesSomeNodesTime):
    """`systemctl restart containerd`: for `takes_s` seconds nobody answers the kubelets' calls.

    Containers and sandboxes go on, since their shims do. Pulls under way fail, and what they had brought stays on the
    disk, under leases that nobody ends for a day.
    """

    takes_s: Seconds = TAKES_S

    @property
    def short(self) -> str:
        return f"restart containerd of {self.who()}"

    def deed(self) -> str:
        return f"restart containerd of {self.where()}"


def read(spec: RestartContainerdSpec, at_s: Seconds, place: EventPlace) -> RestartContainerd:
    """Return the event. Raises ScenarioError for a pool that is not there, and for a time that is too long."""
    if spec.takes > LONGEST_S:
        rule = "is longer than 30s, after which a kubelet gives its node up (container runtime is down)"
        hint = "write up to 30s; crashNode is a node on which nothing answers"
        raise place.error(rule, "takes", value=format_duration(spec.takes), suggestion=hint)
    return RestartContainerd(at_s=at_s, takes_s=spec.takes, **read_nodes(spec, place))


RESTART_CONTAINERD = EventKind(
    name="restartContainerd", document=RestartContainerdSpec, value=RestartContainerd, read=read, check=check_node
)
