"""Events and pods as objects: what `kubectl get events -A -o json` or `-o yaml` gives, in both of the API's versions.

A field that is missing, empty or of another type is unknown; whoever reads a list of somebody's cluster takes it as it
is. Only what is no list of objects at all is a mistake.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import floor
from typing import Any

from imagesim.scenarios.reading.documents import Document, open_list, parse
from imagesim.studies.replaying.listed import Listed, ListedContainer, ListedEvent, ListedPod, Span, second
from imagesim.studies.replaying.reading.event_lines import container_of

Json = Mapping[str, Any]

_MOST_COUNT = 10**9
_TOO_FAR_S = 366 * 86_400


def documents(text: str, name: str) -> list[Document]:
    """The objects that stand in *text*. ScenarioError if it is neither JSON nor YAML, or holds no objects."""
    return [each for document in parse(text, name) for each in open_list(document)]


def read_objects(found: Iterable[Document], now: float | None) -> Listed:
    """What the objects tell. *now* is when they were printed, in Unix time; None for the latest time in them."""
    values = [document.value for document in found]
    events = [value for value in values if _kind(value) == "Event"]
    pods = [value for value in values if _kind(value) == "Pod"]
    others = len(values) - len(events) - len(pods)
    known = now is not None
    if now is None:
        now = max((time for value in (*events, *pods) for time in _times(value)), default=None)
    seen = Listed(now=now, now_known=known, of="kubectl get events")
    zero = floor(now) if now is not None else 0
    seen.events += (_event(value, zero) for value in events)
    seen.pods += (_pod(value, zero) for value in pods)
    if others:
        seen.notes.append(f"Neither events nor pods, and passed over: {others} objects.")
    return seen


def unix(text: object) -> float | None:
    """A time of the API in seconds of Unix time; None for what is none."""
    if isinstance(text, datetime):
        moment = text
    elif isinstance(text, str) and len(text) < 64:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
    else:
        return None
    try:
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None
    return seconds if seconds > 0 else None


def _kind(value: Json) -> str:
    kind = value.get("kind")
    if isinstance(kind, str):
        return kind
    return "Event" if "involvedObject" in value or "regarding" in value else ""


def _times(value: Json) -> Iterable[float]:
    """The times at which something about the object was last written."""
    texts = [
        *(value.get(key) for key in ("firstTimestamp", "lastTimestamp", "eventTime", "deprecatedLastTimestamp")),
        _map(value, "series").get("lastObservedTime"),
        _map(value, "metadata").get("creationTimestamp"),
        _map(value, "status").get("startTime"),
        *(each.get("lastTransitionTime") for each in _maps(_map(value, "status"), "conditions")),
    ]
    return [time for text in texts if (time := unix(text)) is not None]


def _event(value: Json, zero: int) -> ListedEvent:
    about = _map(value, "involvedObject") or _map(value, "regarding")
    metadata, series = _map(value, "metadata"), _map(value, "series")
    source = _map(value, "source") or _map(value, "deprecatedSource")
    started = unix(value.get("firstTimestamp") or value.get("deprecatedFirstTimestamp")) or unix(value.get("eventTime"))
    ended = unix(series.get("lastObservedTime")) or unix(
        value.get("lastTimestamp") or value.get("deprecatedLastTimestamp") or value.get("eventTime")
    )
    count = _count(series.get("count")) or _count(value.get("count") or value.get("deprecatedCount")) or 1
    created = unix(metadata.get("creationTimestamp"))
    return ListedEvent(
        kind=_text(about, "kind"),
        namespace=_text(about, "namespace") or _text(metadata, "namespace"),
        name=_text(about, "name"),
        type=_text(value, "type"),
        reason=_text(value, "reason"),
        message=_text(value, "message") or _text(value, "note"),
        count=count,
        first=_span(started if started is not None else ended, zero),
        last=_span(ended if ended is not None else started, zero),
        container=container_of(_text(about, "fieldPath")),
        source=_text(source, "component") or _text(value, "reportingComponent") or _text(value, "reportingController"),
        host=_text(source, "host") or _text(value, "reportingInstance"),
        uid=_text(about, "uid"),
        own_name=_text(metadata, "uid") or _text(metadata, "name"),
        skew_s=floor(started) - floor(created) if started is not None and created is not None else None,
        series=bool(series),
    )


def _pod(value: Json, zero: int) -> ListedPod:
    metadata, spec, status = _map(value, "metadata"), _map(value, "spec"), _map(value, "status")
    owner = next((each for each in _maps(metadata, "ownerReferences") if each.get("controller")), {})
    told = {
        _text(each, "name"): each
        for key in ("containerStatuses", "initContainerStatuses")
        for each in _maps(status, key)
    }
    containers = [
        _container(each, told.get(_text(each, "name"), {}), init=init)
        for key, init in (("initContainers", True), ("containers", False))
        for each in _maps(spec, key)
    ]
    return ListedPod(
        namespace=_text(metadata, "namespace"),
        name=_text(metadata, "name"),
        uid=_text(metadata, "uid"),
        node=_text(spec, "nodeName"),
        phase=_text(status, "phase"),
        reason=_text(status, "reason"),
        owner=(_text(owner, "kind"), _text(owner, "name")),
        created=_span(unix(metadata.get("creationTimestamp")), zero),
        started=_span(unix(status.get("startTime")), zero),
        deleting=bool(metadata.get("deletionTimestamp")),
        containers=tuple(containers),
        pull_secrets=tuple(_text(each, "name") for each in _maps(spec, "imagePullSecrets")),
    )


def _container(spec: Json, status: Json, *, init: bool) -> ListedContainer:
    state = _map(status, "state")
    kind = next((key for key in ("waiting", "running", "terminated") if key in state), "")
    told = _map(state, kind) if kind else {}
    return ListedContainer(
        name=_text(spec, "name"),
        image=_text(spec, "image"),
        state=kind.capitalize(),
        reason=_text(told, "reason"),
        message=_text(told, "message"),
        ready=status.get("ready") is True,
        restarts=_count(status.get("restartCount")),
        image_id=_text(status, "imageID"),
        init=init,
        policy=_text(spec, "imagePullPolicy"),
    )


def _span(time: float | None, zero: int) -> Span | None:
    if time is None or abs(time - zero) > _TOO_FAR_S:
        return None
    return second(floor(time) - zero)


def _map(value: Json, key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def _maps(value: Json, key: str) -> list[Json]:
    found = value.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_COUNT else 0
