"""scale: `kubectl scale` of a workload."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from imagesim.rules.api.kinds import CRON_JOB, DAEMON_SET, JOB
from imagesim.rules.units import Seconds
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.field_types import WorkloadName
from imagesim.scenarios.timeline.labels import plain_name
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.types import Count

_MOST = 2**31 - 1
"""The API has replicas in 32 bits."""


class ScaleSpec(WorldModel):
    """kubectl scale"""

    workload: WorkloadName
    replicas: Count = Field(le=_MOST, description="How many pods from then on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(TimelineEvent):
    """`kubectl scale` of the workload "Deployment/NAMESPACE/NAME" to `replicas`."""

    workload: str
    replicas: int

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        more = self.replicas - kept.get(self.workload, 0)
        kept[self.workload] = self.replicas
        return {self.workload: more} if more > 0 else {}

    def write(self) -> dict[str, Any]:
        return {"workload": self.workload, "replicas": self.replicas}

    @property
    def short(self) -> str:
        return f"scale {plain_name(self.workload)} to {self.replicas}"

    def text(self) -> str:
        return f"scale {self.workload} to {self.replicas}"


def read(spec: ScaleSpec, at_s: Seconds, place: EventPlace) -> Scale:
    """Return the event. Raises ScenarioError for a name that is no workload's, or of a kind that has none."""
    workload = place.workload("workload", spec.workload)
    if workload.startswith(f"{CRON_JOB.name}/"):
        rule = "is a CronJob, and kubectl scales none"
        raise place.error(rule, "workload", value=spec.workload, suggestion="write parallelism in its jobTemplate")
    if workload.startswith(f"{JOB.name}/"):
        rule = "is a Job, and kubectl scales none"
        raise place.error(rule, "workload", value=spec.workload, suggestion="write its parallelism in the manifest")
    if workload.startswith(f"{DAEMON_SET.name}/"):
        rule = "is a DaemonSet, which has a pod on each node that fits and no number of replicas"
        raise place.error(rule, "workload", value=spec.workload, suggestion="use addNode or removeNode")
    return Scale(at_s=at_s, workload=workload, replicas=spec.replicas)


SCALE = EventKind(name="scale", document=ScaleSpec, value=Scale, read=read)
