"""taintNode: `kubectl taint nodes` of a node."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator

from imagesim.rules.api.field_errors import label_key_problems, label_value_problems
from imagesim.rules.api.node import Taint
from imagesim.rules.scheduling.taints import EFFECTS
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import NodeName
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import mistake

_HINT = "write key=value:NoSchedule or key:NoExecute, and with - behind it to take the taint away"


class TaintNodeSpec(WorldModel):
    """kubectl taint: a taint as kubectl has it, key=value:Effect; with - behind it the taint goes."""

    node: NodeName
    taint: str = Field(description="As kubectl has it: key=value:Effect, key:Effect; with - behind it the taint goes.")

    @field_validator("taint")
    @classmethod
    def _readable(cls, value: str) -> str:
        taint = _parse(value)[0]
        for problem in (*label_key_problems(taint.key), *label_value_problems(taint.value)):
            raise mistake(f"is no taint: {problem}", _HINT)
        if taint.effect not in EFFECTS and not (value.endswith("-") and not taint.effect):
            raise mistake(f"has no effect that is known: {', '.join(EFFECTS)}", _HINT)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class TaintNode(TimelineEvent):
    """`kubectl taint nodes`: the node has the taint from now on, or has it no more.

    One that is taken away without an effect goes with every effect.
    """

    node: str
    taint: Taint
    remove: bool = False

    def write(self) -> dict[str, Any]:
        return {"node": self.node, "taint": self._written()}

    @property
    def short(self) -> str:
        return f"taint {self.node}"

    def text(self) -> str:
        return f"taint node {self.node} {self._written()}"

    def _written(self) -> str:
        value = f"={self.taint.value}" if self.taint.value else ""
        effect = f":{self.taint.effect}" if self.taint.effect else ""
        return f"{self.taint.key}{value}{effect}{'-' if self.remove else ''}"


def _parse(written: str) -> tuple[Taint, bool]:
    """parseTaints of kubectl's pkg/cmd/taint/utils.go."""
    remove = written.endswith("-")
    rest, _, effect = written.removesuffix("-").partition(":")
    key, _, value = rest.partition("=")
    return Taint(key, value, effect), remove


def read(spec: TaintNodeSpec, at_s: Seconds, _: EventPlace) -> TaintNode:
    """Return the event."""
    taint, remove = _parse(spec.taint)
    return TaintNode(at_s=at_s, node=spec.node, taint=taint, remove=remove)


def check(event: TaintNode, presence: Presence) -> Problem | None:
    """The node has to be there."""
    return presence.need_node(event.node)


TAINT_NODE = EventKind(name="taintNode", document=TaintNodeSpec, value=TaintNode, read=read, check=check)
