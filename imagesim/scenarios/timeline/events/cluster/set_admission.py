"""setAdmission: the API server is started again with other admission plugins."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import AdmissionPlugins


class SetAdmissionSpec(WorldModel):
    """From now on these admission plugins and webhooks are switched on, and no others."""

    plugins: AdmissionPlugins = Field(description="As spec.admission of a Simulation; [] for none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAdmission(TimelineEvent):
    """The API server has other plugins from now on. Objects that are there stay as they were admitted."""

    plugins: tuple[str, ...]

    @property
    def befalls(self) -> str:
        return "kube-apiserver"

    @property
    def short(self) -> str:
        return f"admission: {', '.join(self.plugins) or 'no plugins'}"

    def write(self) -> dict[str, Any]:
        return {"plugins": list(self.plugins)}

    def text(self) -> str:
        return f"switch admission to {', '.join(self.plugins) or 'no plugins'}"


def read(spec: SetAdmissionSpec, at_s: Seconds, _: EventPlace) -> SetAdmission:
    """Return the event."""
    return SetAdmission(at_s=at_s, plugins=tuple(spec.plugins))


SET_ADMISSION = EventKind(name="setAdmission", document=SetAdmissionSpec, value=SetAdmission, read=read)
