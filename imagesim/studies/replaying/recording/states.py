"""The states of the containers, as far as a list tells of them: what the status says now, and what came before.

How long the state of now has lasted is known only where an event marks its begin. A waiting container has one row from
its first failure on: ErrImagePull and ImagePullBackOff take turns in it, and only the last one is told.
"""

from collections.abc import Iterator

from imagesim.engine.records import RunningRecord, StateRecord
from imagesim.rules.pods.kubelet_texts import CONTAINER_CREATING, ERR_IMAGE_PULL, IMAGE_PULL_BACK_OFF
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import ListedContainer, Span
from imagesim.studies.replaying.recording.names import container_name, digest_of, workload_of
from imagesim.studies.replaying.recording.times import Axis
from imagesim.studies.replaying.series import ContainerSeries, series_of


def created_s(story: ListedStory, axis: Axis) -> Seconds:
    """When the pod was made: as its object says, or when the first event about it came."""
    if story.pod.created is not None:
        return axis.at(story.pod.created)
    firsts = [axis.at(event.first) for event in story.events if event.first is not None]
    firsts += [axis.at(event.last) for event in story.events if event.last is not None]
    return min(firsts, default=0.0)


def shown_reason(story: ListedStory, container: ListedContainer, series: ContainerSeries) -> tuple[str, str]:
    """The state and its reason: as the status says, or as the events of a list without pods do."""
    if container.state:
        return container.state, container.reason
    started = _started(story, container)
    if series.back_off.last is not None and (started is None or series.back_off.last > started):
        last = series.failed.last or series.error_pull.last
        return "Waiting", IMAGE_PULL_BACK_OFF if last is None or series.back_off.last >= last else ERR_IMAGE_PULL
    if (series.failed or series.error_pull) and started is None:
        return "Waiting", ERR_IMAGE_PULL
    if started is not None:
        return "Running", ""
    return "Waiting", CONTAINER_CREATING


def states_of(story: ListedStory, axis: Axis) -> Iterator[StateRecord]:
    """The rows of a pod's containers."""
    workload = workload_of(story.pod)
    for container in story.pod.containers:
        series = series_of(story, container)
        state, reason = shown_reason(story, container, series)
        began = created_s(story, axis)
        since = _since(story, container, series, axis, state)
        name = container_name(story.pod, container)
        row = StateRecord(
            namespace=story.pod.namespace,
            pod=story.pod.name,
            container=name,
            node=story.pod.node,
            started_s=since,
            ended_s=gone_s(story, axis),
            state=state,
            reason=reason,
            image=container.image,
            digest=digest_of(container.image_id) if state == "Running" else "",
            message=container.message,
            workload=workload,
            exit_code=0 if state == "Terminated" and reason == "Completed" else None,
            ready=container.ready,
            started=state == "Running",
        )
        if since > began and not (state == "Waiting" and reason == CONTAINER_CREATING):
            yield row._replace(
                started_s=began, ended_s=since, state="Waiting", reason=CONTAINER_CREATING, digest="", message="",
                ready=False, started=False, exit_code=None,
            )  # fmt: skip
        yield row


def gone_s(story: ListedStory, axis: Axis) -> Seconds | None:
    """When a pod went that a list of pods does not have: with the last event about it; None of a pod that is there."""
    if not story.pod.gone:
        return None
    return max((axis.at(event.last) for event in story.events if event.last is not None), default=0.0)


def running_of(story: ListedStory, axis: Axis) -> Iterator[RunningRecord]:
    """Which version each running container has."""
    for row in states_of(story, axis):
        if row.state == "Running" and row.digest:
            yield RunningRecord(
                namespace=row.namespace,
                workload=row.workload,
                pod=row.pod,
                container=row.container,
                node=row.node,
                image=row.image,
                digest=row.digest,
                started_s=row.started_s,
                ended_s=row.ended_s,
                written_image=row.image,
            )


def _since(story: ListedStory, container: ListedContainer, series: ContainerSeries, axis: Axis, state: str) -> Seconds:
    """When the state began, as far as events tell."""
    began = created_s(story, axis)
    if state == "Running":
        started = _started(story, container)
        return began if started is None else axis.at(started)
    firsts = [each.first for each in (series.failed, series.error_pull, series.back_off) if each.first is not None]
    return max(began, min((axis.at(first) for first in firsts), default=began))


def _started(story: ListedStory, container: ListedContainer) -> Span | None:
    """When the container was started last, as an event says."""
    told = [each for each in story.events if each.reason == "Started" and each.container in ("", container.name)]
    return max((event.last for event in told if event.last is not None), default=None)
