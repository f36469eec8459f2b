"""What the events of a pod tell of the pulls of one of its containers.

A kubelet sends few events of a busy pod (25 at once, then one in 300 s), and the API server forgets them after an hour.
So counts hold as long as there are fewer than those 25; from then on only the times are to be trusted, and the first of
them all.
"""

from collections.abc import Iterable
from typing import NamedTuple

from imagesim.rules.calendar import Calendar
from imagesim.rules.units import Seconds
from imagesim.scenarios.importers.cluster.dates import seconds
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.fields import root

EVENT = "Event"
_BURST = 25
_PULL_FAILED = "Failed to pull image "
_COMBINED = "(combined from similar events): "
_KUBELET = ("Pulling", "Pulled", "Failed", "BackOff", "Created", "Started")


class Told(NamedTuple):
    """One event: how often it happened, first and last."""

    pod: tuple[str, str]
    container: str
    reason: str
    message: str
    times: int
    first_s: Seconds
    last_s: Seconds


class Pulls(NamedTuple):
    """What is known of the pulls of a container; None where nothing was told. See FoundWait."""

    failures: int = 0
    failed_s: Seconds | None = None
    last_failed_s: Seconds | None = None
    seen_s: Seconds | None = None
    pulling_since_s: Seconds | None = None
    sure: bool = False


def told(documents: Iterable[Document], calendar: Calendar) -> dict[tuple[str, str], list[Told]]:
    """The kubelets' events about pods, by namespace and name of the pod."""
    found: dict[tuple[str, str], list[Told]] = {}
    for document in documents:
        event = _read(document, calendar)
        if event is not None:
            found.setdefault(event.pod, []).append(event)
    return found


def _read(document: Document, calendar: Calendar) -> Told | None:
    whole = root(document)
    about = whole["involvedObject"] if whole.has("involvedObject") else whole["regarding"]
    if about["kind"].text() != "Pod":
        return None
    series = whole["series"]
    dates = [
        seconds(field, calendar)
        for field in (
            whole["lastTimestamp"], series["lastObservedTime"], whole["deprecatedLastTimestamp"], whole["eventTime"],
            whole["firstTimestamp"], whole["deprecatedFirstTimestamp"],
        )
    ]  # fmt: skip
    known = [date for date in dates if date is not None]
    if not known:
        return None
    container = about["fieldPath"].text().rpartition("{")[2].removesuffix("}")
    count = max(series["count"].integer(0), whole["count"].integer(0), whole["deprecatedCount"].integer(0), 1)
    message = (whole["message"].text() or whole["note"].text()).removeprefix(_COMBINED)
    pod = about["namespace"].text() or document.namespace, about["name"].text()
    return Told(pod, container, whole["reason"].text(), message, count, min(known), max(known))


def pulls(events: Iterable[Told], container: str, created_s: Seconds) -> Pulls:
    """What the *events* of a pod tell of this container since the pod was created."""
    since = [each for each in events if each.last_s >= created_s and each.reason in _KUBELET]
    mine = [each for each in since if each.container == container]
    failed = [each for each in mine if each.reason == "Failed" and each.message.startswith(_PULL_FAILED)]
    pulled = max((each.last_s for each in mine if each.reason in ("Pulled", "Started")), default=None)
    failed = [each for each in failed if pulled is None or each.last_s > pulled]
    waited = [each for each in mine if each.reason == "BackOff" and each.message.startswith("Back-off pulling image")]
    begun = [each for each in mine if each.reason == "Pulling"]
    sure = bool(mine) and sum(each.times for each in since) < _BURST
    seen_s = max((each.last_s for each in [*failed, *waited]), default=None)
    return Pulls(
        failures=sum(each.times for each in failed) if sure else min(1, len(failed)),
        failed_s=_last(failed) if sure else min((each.first_s for each in failed), default=None),
        last_failed_s=_last(failed),
        seen_s=seen_s,
        pulling_since_s=_under_way(begun, failed, mine, seen_s, sure=sure),
        sure=sure and bool(failed),
    )


def _last(events: Iterable[Told]) -> Seconds | None:
    return max((each.last_s for each in events), default=None)


def _under_way(
    begun: list[Told], failed: list[Told], mine: list[Told], seen_s: Seconds | None, *, sure: bool
) -> Seconds | None:
    """Since when a pull is under way: one has begun of which no event tells how it ended."""
    if not begun:
        return None
    last_s = max(each.last_s for each in begun)
    ended = sum(each.times for each in failed) + sum(
        each.times for each in mine if each.reason == "Pulled" and each.message.startswith("Successfully")
    )
    if sure:
        return last_s if sum(each.times for each in begun) > ended else None
    over = max((each.last_s for each in mine if each.reason == "Pulled"), default=None)
    return last_s if all(each is None or last_s > each for each in (seen_s, over)) else None
