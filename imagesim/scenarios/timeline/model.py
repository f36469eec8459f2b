"""Timeline documents as pydantic models: what happens while the run lasts, each event at its time.

An event has `at` and exactly one of the names of the table of events. Targets are written Deployment/NAMESPACE/NAME,
Deployment/NAME (namespace default) or NAME where only one workload has it.
"""

from pydantic import Field

from imagesim.scenarios.timeline.event_model import EVENTS, EventSpec
from imagesim.scenarios.timeline.processes.model import ProcessSpec
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.document import WorldDocument

__all__ = ["EVENTS", "EventSpec", "TimelineDocument", "TimelineSpec"]


class TimelineSpec(WorldModel):
    """The events, in any order."""

    events: list[EventSpec] = Field(default_factory=list, description="What happens, in any order.")
    processes: list[ProcessSpec] = Field(
        default_factory=list, description="What happens now and then, at times that are drawn with a run's seed."
    )


class TimelineDocument(WorldDocument):
    """kind: Timeline"""

    spec: TimelineSpec = Field(default_factory=TimelineSpec)
