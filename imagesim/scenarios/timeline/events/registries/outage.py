"""outage: a registry fails for a while, in one of the ways in which a registry can fail."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.registry_service import Transport
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration, ErrorStatus, NotEmpty, mistake

Way = Transport | Literal["silent", "status"]


class OutageSpec(WorldModel):
    """The registry fails: nobody listens at its port unless `how` or `status` says otherwise."""

    registry: NotEmpty = Field(description="The name of a Registry, or a host.")
    for_: Annotated[Duration, Field(alias="for", description="How long.")]
    how: Literal[Transport, "silent", "status"] | None = Field(
        default=None,
        description="In which way nobody answers; with a status, left out. Otherwise nobody listens at its port.",
    )
    status: ErrorStatus | None = Field(default=None, description="The registry answers each request with this status.")

    @model_validator(mode="after")
    def _one_way(self) -> "OutageSpec":
        if self.how == "status" and self.status is None:
            raise mistake("says no status", "add for example status: 503")
        if self.status is not None and self.how not in (None, "status"):
            raise mistake(f"has status {self.status}, and with how: {self.how} nobody answers", "remove one of them")
        return self

    @property
    def way(self) -> Way:
        """In which way it fails, also where `how` is left out."""
        return self.how or ("refused" if self.status is None else "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage(TimelineEvent):
    """The registry `registry` fails for `for_s` seconds.

    `how` is "refused" (nobody listens at its port), another Transport, "silent" (it accepts and never answers), or
    "status" (it answers each request with `status`). All but the last two break off what is under way.
    """

    registry: str
    for_s: Seconds
    how: Way = "refused"
    status: int | None = None

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + self.for_s

    def write(self) -> dict[str, Any]:
        outage = {"registry": self.registry, "for": format_duration(self.for_s), "how": self.how}
        return outage if self.status is None else {**outage, "status": self.status}

    @property
    def short(self) -> str:
        return "outage" if self.status is None else f"outage ({self.status})"

    def text(self) -> str:
        fails = f"answers {self.status}" if self.how == "status" else f"does not answer ({self.how})"
        return f"{self.registry} {fails} for {format_duration(self.for_s)}"


def read(spec: OutageSpec, at_s: Seconds, place: EventPlace) -> Outage:
    """Return the event. Raises ScenarioError for what is no registry's name or host."""
    host = place.registry("registry", spec.registry)
    return Outage(at_s=at_s, registry=host, for_s=spec.for_, how=spec.way, status=spec.status)


OUTAGE = EventKind(name="outage", document=OutageSpec, value=Outage, read=read)
