"""fillDisk: other data than images fill the disk of a node."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.reading.quantities import format_duration, format_size
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.some_nodes import SomeNodesSpec, ToSomeNodes, check_node, read_nodes
from imagesim.scenarios.values.node_pool import pool_of
from imagesim.scenarios.world.types import Duration, Size, mistake


class FillDiskSpec(SomeNodesSpec):
    """Logs, say, fill the file system of the images: `to` so much of it is used, or so much is `add`ed."""

    to: str | None = Field(default=None, description="How much of it is used then, images included: 90%.")
    add: Size | None = Field(default=None, description="How much is added.")
    for_: Annotated[
        Duration | None, Field(alias="for", description="After how long it is gone again; it stays if left out.")
    ] = None

    @field_validator("to")
    @classmethod
    def _is_percentage(cls, value: str | None) -> str | None:
        if value is not None and not (value.endswith("%") and value[:-1].isdecimal() and 1 <= int(value[:-1]) <= 100):
            raise mistake("is no percentage from 1% to 100%", "write for example 90%")
        return value

    @model_validator(mode="after")
    def _how_much(self) -> "FillDiskSpec":
        if (self.to is None) == (self.add is None):
            rule = "does not say how much" if self.to is None else "has to and add, and needs one of them"
            raise mistake(rule, "write either to: 90%, or add: 20Gi")
        if self.add == 0:
            raise mistake("adds nothing", "write for example add: 20Gi")
        if self.for_ == 0:
            raise mistake("is over at once, and nothing sees a disk that was full for 0s", "write for example for: 10m")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class FillDisk(ToSomeNodes):
    """Other data take `add` bytes of the disk, or what is missing until `percent` of it is used.

    After `for_s` seconds they are gone again, infinity for never. Image GC, DiskPressure and evictions follow, and a
    pull that finds no room fails: `no space left on device`.
    """

    percent: int | None = None
    add: Bytes = 0
    for_s: Seconds = math.inf

    @property
    def ends_s(self) -> Seconds:
        return self.at_s if math.isinf(self.for_s) else self.at_s + self.for_s

    def write(self) -> dict[str, Any]:
        how_much = {"add": format_size(self.add)} if self.percent is None else {"to": f"{self.percent}%"}
        for_ = {} if math.isinf(self.for_s) else {"for": format_duration(self.for_s)}
        return {**self.which(), **how_much, **for_}

    @property
    def short(self) -> str:
        more = f"+{format_size(self.add)}" if self.percent is None else f"to {self.percent}%"
        return f"disk of {self.who()} {more}"

    def text(self) -> str:
        how_much = f"{format_size(self.add)} more of" if self.percent is None else f"{self.percent}% of"
        for_ = "" if math.isinf(self.for_s) else f" for {format_duration(self.for_s)}"
        return f"other data take {how_much} the disk of {self.where()}{for_}"


def read(spec: FillDiskSpec, at_s: Seconds, place: EventPlace) -> FillDisk:
    """Return the event. Raises ScenarioError for nodes whose disk has no size, and so never fills."""
    nodes = read_nodes(spec, place)
    pool = nodes.get("pool") or pool_of(nodes["node"], place.known.node_names)
    if pool in place.known.pools and pool not in place.known.pools_with_disk:
        rule = f"is about the NodePool {pool}, whose disk has no size and never fills"
        raise place.error(rule, suggestion="give the NodePool a disk: {size: 100Gi}")
    return FillDisk(
        at_s=at_s,
        percent=None if spec.to is None else int(spec.to[:-1]),
        add=spec.add or 0,
        for_s=math.inf if spec.for_ is None else spec.for_,
        **nodes,
    )


FILL_DISK = EventKind(name="fillDisk", document=FillDiskSpec, value=FillDisk, read=read, check=check_node)
