"""Dates in what kubectl prints, and the latest of them: that is when it was printed, as far as one can know."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import Field

_PAST = (
    *("creationTimestamp", "firstTimestamp", "lastTimestamp", "eventTime", "lastObservedTime"),
    *("lastHeartbeatTime", "lastTransitionTime", "lastUpdateTime", "lastProbeTime", "lastScheduleTime"),
    *("lastSuccessfulTime", "startTime", "completionTime", "startedAt", "finishedAt"),
)
"""Names of fields whose dates have passed. A deletionTimestamp is to come, and annotations are anybody's."""
_LOOKED_THROUGH = ("status", "metadata", "series")


def latest(documents: Iterable[Document]) -> datetime | None:
    """The latest date that these objects tell of; None if they tell of none."""
    return max((date for document in documents for date in _dates(document.value, top=True)), default=None)


def _dates(value: object, *, top: bool = False) -> Iterator[datetime]:
    if isinstance(value, list):
        for inner in value:
            yield from _dates(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in _PAST and (date := parsed(inner)) is not None:
                    yield date
            elif not top or key in _LOOKED_THROUGH:
                yield from _dates(inner)


def parsed(text: str) -> datetime | None:
    """The date, in whole seconds of UTC; None for what is no date with a zone."""
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if date.tzinfo is None else date.astimezone(UTC).replace(microsecond=0)


def seconds(field: Field, calendar: Calendar) -> Seconds | None:
    """The time of the date at *field* in seconds since the start, None where there is none.

    ScenarioError for what is no date.
    """
    text = field.text()
    if not text:
        return None
    date = parsed(text)
    if date is None:
        raise field.error("is no date", suggestion="the API writes dates like 2026-05-04T09:00:00Z")
    return calendar.seconds(int(date.timestamp()))
