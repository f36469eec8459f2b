"""All the records of a replay, put together."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeVar

from imagesim.engine.object_history import ObjectHistory
from imagesim.engine.records import EventRecord, PodRecord, PullRecord, Records
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.pods.kubelet_texts import NORMAL, WARNING
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import Listed, ListedEvent
from imagesim.studies.replaying.recording.names import container_name, workload_of
from imagesim.studies.replaying.recording.objects import ReplayedObjects
from imagesim.studies.replaying.recording.pulls import pulls_of, unfinished_of
from imagesim.studies.replaying.recording.states import created_s, gone_s, running_of, states_of
from imagesim.studies.replaying.recording.times import Axis

_TURNS = (
    "Scheduled", "Pulling", "Pulled", "Failed Failed to pull", "Failed Error: ErrImagePull", "BackOff",
    "Failed Error: ImagePullBackOff", "Created", "Started",
)  # fmt: skip
Row = TypeVar("Row")

_PATHS = {True: "spec.initContainers{%s}", False: "spec.containers{%s}"}


def records_of(seen: Listed, stories: list[ListedStory], axis: Axis, specs: dict[tuple[str, str], PodSpec]) -> Records:
    """The records. *specs* are those of the pods that are known well enough to have one, by namespace and name."""
    others = [event for event in seen.events if event.kind not in ("Pod", "")]
    events = [row for story in stories for event in story.events for row in _event_rows(event, story, axis)]
    events += [row for event in others for row in _event_rows(event, None, axis)]
    pods = [_pod_record(story, axis, place) for place, story in enumerate(stories, start=1)]
    return Records(
        end_s=axis.end_s,
        pulls=_numbered(row for story in stories for row in pulls_of(story, axis)),
        unfinished_pulls=tuple(row for story in stories for row in unfinished_of(story, axis)),
        pods=tuple(sorted(pods, key=attrgetter("created_s"))),
        states=_sorted((row for story in stories for row in states_of(story, axis)), "started_s"),
        events=tuple(sorted(events, key=lambda row: (row.time_s, _turn(row)))),
        running=_sorted((row for story in stories for row in running_of(story, axis)), "started_s"),
        objects=_objects(pods, specs),
    )


def _sorted(rows: Iterable[Row], by: str) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=attrgetter(by)))


def _numbered(rows: Iterable[PullRecord]) -> tuple[PullRecord, ...]:
    ordered = sorted(rows, key=attrgetter("ended_s", "namespace", "pod", "container", "attempt"))
    return tuple(row._replace(pull_id=number) for number, row in enumerate(ordered, start=1))


def _event_rows(event: ListedEvent, story: ListedStory | None, axis: Axis) -> Iterator[EventRecord]:
    """A row for the first time and one for the last, which has the count."""
    last = event.last or event.first
    if last is None:
        return
    path = _path(event, story) if story is not None else ""
    namespace = (story.pod.namespace if story is not None else event.namespace) or "default"
    name = ObjectName(event.kind or "Pod", "" if event.kind == "Node" else namespace, event.name)
    row = EventRecord(
        axis.at(last),
        namespace,
        name,
        WARNING if event.type == WARNING else NORMAL,
        event.reason,
        event.message,
        max(1, event.count),
        path,
    )
    if event.count > 1 and event.first is not None and event.first != last:
        yield row._replace(time_s=min(axis.at(event.first), row.time_s), count=1)
    yield row


def _turn(row: EventRecord) -> int:
    """In which order a sync says what has the same second."""
    return next((turn for turn, begin in enumerate(_TURNS) if f"{row.reason} {row.message}".startswith(begin)), 0)


def _path(event: ListedEvent, story: ListedStory) -> str:
    if not event.container:
        return ""
    init = any(each.init for each in story.pod.containers if each.name == event.container)
    return _PATHS[init] % event.container


def _pod_record(story: ListedStory, axis: Axis, place: int) -> PodRecord:
    pod = story.pod
    scheduled = [event for event in story.events if event.reason == "Scheduled" and event.last is not None]
    began = created_s(story, axis)
    bound: Seconds | None = began if pod.node else None
    if scheduled and scheduled[-1].last is not None:
        bound = max(began, axis.at(scheduled[-1].last))
    states = list(states_of(story, axis))
    own = states[-1:] if story.pod.gone else [row for row in states if row.ended_s is None]
    ready = bool(own) and all(each.ready for each in pod.containers if not each.init) and bool(pod.containers)
    return PodRecord(
        namespace=pod.namespace or "default",
        pod=pod.name,
        uid=pod.uid or f"not-told-{place}",
        workload=workload_of(pod),
        node=pod.node,
        created_s=began,
        scheduled_s=bound,
        ready_s=max((row.started_s for row in own), default=began) if ready else None,
        deleted_s=gone_s(story, axis),
        phase=pod.phase or ("Running" if own and all(row.state == "Running" for row in own) else "Pending"),
        restarts=sum(each.restarts for each in pod.containers if not each.init),
        deletion_s=axis.end_s if pod.deleting else gone_s(story, axis),
        init_containers=tuple(container_name(pod, each) for each in pod.containers if each.init),
        containers=tuple(container_name(pod, each) for each in pod.containers if not each.init),
        reason=pod.reason,
    )


def _objects(pods: list[PodRecord], specs: dict[tuple[str, str], PodSpec]) -> ObjectHistory:
    history = ReplayedObjects()
    for node in sorted({pod.node for pod in pods if pod.node}):
        history.create_node(node)
    for record in sorted(pods, key=attrgetter("created_s")):
        spec = specs.get((record.namespace, record.pod))
        if spec is not None:
            history.create_pod(record, spec)
    return history.close()
