"""webhookOutage: the webhook that pins digests is away for a while."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Duration


class WebhookOutageSpec(WorldModel):
    """No pod is behind the Service of the webhook that pins digests: its failurePolicy counts."""

    for_: Annotated[Duration, Field(alias="for", description="How long.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookOutage(TimelineEvent):
    """The webhook does not answer for `for_s` seconds."""

    for_s: Seconds

    @property
    def ends_s(self) -> Seconds:
        return self.at_s + self.for_s

    @property
    def befalls(self) -> str:
        return "webhook"

    @property
    def short(self) -> str:
        return "webhook away"

    def write(self) -> dict[str, Any]:
        return {"for": format_duration(self.for_s)}

    def text(self) -> str:
        return f"the webhook does not answer for {format_duration(self.for_s)}"


def read(spec: WebhookOutageSpec, at_s: Seconds, place: EventPlace) -> WebhookOutage:
    """Return the event. Raises ScenarioError for one that is over at once."""
    if not spec.for_:
        rule = "is over at once, and no request meets it"
        raise place.error(rule, "for", value="0s", suggestion="write for example 5m")
    return WebhookOutage(at_s=at_s, for_s=spec.for_)


WEBHOOK_OUTAGE = EventKind(name="webhookOutage", document=WebhookOutageSpec, value=WebhookOutage, read=read)
