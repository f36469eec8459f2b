"""What a module of timeline/events says of its event, for everything that is made from the table of events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.presence import Presence, Problem
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.base import WorldModel

D = TypeVar("D", bound=WorldModel)
E = TypeVar("E", bound=TimelineEvent)

Redact = Callable[[Document, Path, dict[str, object]], dict[str, object]]
"""Return the mapping at a path of a document with stand-ins in the place of secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind(Generic[D, E]):
    """One kind of event: `name` as it is written, `document` with the fields below it, and `value`.

    `read` makes the value of the document; what the document names is looked up through the Place, and a name that
    means nothing is a ScenarioError. `check` is asked in the order of time, with the Secrets and nodes that there are
    by then: it carries the event out on them, or returns what is wrong. `redact` is needed where the document can hold
    a secret; it runs before anything else happens with the document.
    """

    name: str
    document: type[D]
    value: type[E]
    read: Callable[[D, Seconds, EventPlace], E]
    check: Callable[[E, Presence], Problem | None] | None = None
    redact: Redact | None = None
