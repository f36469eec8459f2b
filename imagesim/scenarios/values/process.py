"""A random process as a value of a Scenario. Its events are drawn with the seed of the run."""

from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.scenarios.values.timeline_event import TimelineEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One of `events` happens now and then, from `from_s` until `until_s` (None: to the end of the run).

    The times between two are exponential with the mean `every_s`; or they are `times_s`. `any_node_of` is the pool of
    which a node is drawn each time, `any_pod_of` the workload of which a pod is; "" where an event names its own.
    """

    name: str
    events: tuple[TimelineEvent, ...]
    every_s: Seconds | None = None
    times_s: tuple[Seconds, ...] = ()
    from_s: Seconds = 0.0
    until_s: Seconds | None = None
    any_node_of: str = ""
    any_pod_of: str = ""

    def ends_s(self, duration_s: Seconds) -> Seconds:
        """From when on nothing of it happens, in a run of that duration."""
        return duration_s if self.until_s is None else min(self.until_s, duration_s)
