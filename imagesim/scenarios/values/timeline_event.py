"""What all timeline events share as values of a Scenario. Each event is a module of scenarios/timeline/events."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from imagesim.rules.api.workload import Workload
from imagesim.rules.units import Seconds

_NAMES_IT = ("node", "workload", "target", "registry", "reference", "pool")
"""Fields of events that name what they happen to; what befalls an image on a node befalls the node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent(ABC):
    """Something that people or fate do when the run has lasted `at_s` seconds."""

    at_s: Seconds

    @property
    def ends_s(self) -> Seconds:
        """When it is over. Most events are over at once."""
        return self.at_s

    @property
    def befalls(self) -> str:
        """What it happens to, in a word: a registry's host, an image's name, a workload or pod, node/NAME.

        That is the field that names it, "" where there is none.
        """
        for field in _NAMES_IT:
            name = getattr(self, field, "")
            if name:
                return f"node/{name}" if field == "node" else str(name)
        return ""

    @property
    @abstractmethod
    def short(self) -> str:
        """What happens in a few words, as a label in a picture: to whom too, where a word says it."""

    @property
    def image_names(self) -> tuple[str, ...]:
        """The names of images that the event brings into the scenario."""
        return ()

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """The workloads that it brings into the scenario, or brings again."""
        return ()

    @property
    def new_nodes(self) -> int:
        """How many nodes it adds."""
        return 0

    def new_pods(self, kept: dict[str, int]) -> dict[str, int]:
        """About how many pods it makes, by the workload that makes them.

        *kept* is how many each workload keeps by then; an event that changes that changes it there.
        """
        return {}

    @abstractmethod
    def write(self) -> dict[str, Any]:
        """The event's fields as a Timeline document holds them."""

    @abstractmethod
    def text(self) -> str:
        """What happens, to whom, in a line for people. It never holds a secret."""
