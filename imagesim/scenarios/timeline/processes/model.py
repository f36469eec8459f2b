"""Random processes of a Timeline document as pydantic models."""

from typing import Any

from pydantic import Field, model_validator

from imagesim.scenarios.timeline.event_model import HappeningSpec
from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from imagesim.scenarios.timeline.field_types import WorkloadName
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration, NotEmpty, mistake

_DRAWN = {"anyNodeOf": "node", "anyPodOf": "target"}
"""The field of an event that each fills in."""

IN_ITS_PLACE = {"anyNodeOf": ("node", "pool"), "anyPodOf": ("target",)}
"""How an event says whom it befalls. Where that is drawn, it has none of these."""


_FIELDS = {kind.name: tuple(kind.document.model_fields) for kind in EVENT_KINDS}


class ProcessSpec(WorldModel):
    """Something that happens now and then, at times that are drawn with the seed of a run."""

    name: NotEmpty = Field(description="The name of its stream of chance: another process moves nothing of this one.")
    every: Duration | None = Field(default=None, description="The mean time between two events; it is exponential.")
    times: list[Duration] = Field(default_factory=list, description="In place of every: the times themselves.")
    begin: Duration = Field(default=0.0, alias="from", description="Nothing of it happens before; 0 if left out.")
    until: Duration | None = Field(default=None, description="Nothing of it happens from then on; the end of the run.")
    do: HappeningSpec | None = Field(default=None, description="The event, without its time.")
    one_of: list[HappeningSpec] = Field(
        default_factory=list, description="In place of do: events of which one is drawn each time."
    )
    any_node_of: NotEmpty | None = Field(
        default=None, description="A NodePool: the event's node is drawn each time of those that are there."
    )
    any_pod_of: WorkloadName | None = Field(
        default=None, description="A workload: the event's target is drawn each time of the pods that are there."
    )

    @model_validator(mode="before")
    @classmethod
    def _targets(cls, value: Any) -> Any:
        """Fill in the field that is drawn, so that the event is whole: a node of that pool, or the workload."""
        if not isinstance(value, dict):
            return value
        if all(name in value for name in _DRAWN):
            raise mistake("draws a node and a pod, and an event befalls one", "write two processes")
        for name, field in _DRAWN.items():
            if isinstance(value.get(name), str):
                filled = f"{value[name]}-0" if field == "node" else value[name]
                events = value.get("oneOf")
                value = {**value, **({"do": _filled(value["do"], field, filled)} if "do" in value else {})}
                if isinstance(events, list):
                    value = {**value, "oneOf": [_filled(each, field, filled) for each in events]}
        return value

    @model_validator(mode="after")
    def _whole(self) -> "ProcessSpec":
        if (self.every is None) == (not self.times):
            what = "says not when" if self.every is None else "has every and times, and needs one of them"
            raise mistake(what, "write every: 30m, the mean time between two")
        if self.every is not None and self.every <= 0:
            raise mistake("has no time between two of its events", "write for example every: 30m")
        if (self.do is None) == (not self.one_of):
            what = "says not what happens" if self.do is None else "has do and oneOf, and needs one of them"
            raise mistake(what, "write do: and an event, such as {push: {image: ..., to: ...}}")
        if self.until is not None and self.until <= self.begin:
            raise mistake("is over before it begins", "write until: later than from")
        return self

    @property
    def happenings(self) -> list[HappeningSpec]:
        """The events of which one happens."""
        return [self.do] if self.do is not None else self.one_of


def _filled(happening: Any, field: str, text: str) -> Any:
    if not isinstance(happening, dict):
        return happening
    return {
        name: {field: text, **fields} if isinstance(fields, dict) and _is_left_out(field, name, fields) else fields
        for name, fields in happening.items()
    }


def _is_left_out(field: str, event: str, written: dict[Any, Any]) -> bool:
    """Whether that event has the field, and nothing is written in its place."""
    instead = next(names for names in IN_ITS_PLACE.values() if field in names)
    return field in _FIELDS.get(event, ()) and not any(name in written for name in instead if name in _FIELDS[event])
