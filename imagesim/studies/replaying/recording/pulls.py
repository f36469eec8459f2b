"""The pulls that a list tells of: of each container the first and the last attempt, what came of them, and why.

An event that came again and again has two times, so attempts between the first and the last have none. They are not
made up: the numbers of the attempts show the gap.
"""

import re
from collections.abc import Iterator

from imagesim.engine.records import PullRecord, UnfinishedPullRecord
from imagesim.rules.golang.duration import DurationError, parse_duration
from imagesim.rules.golang.time import NANOSECONDS
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.foretelling import end_would_be_told, is_pulling
from imagesim.studies.replaying.inference.windows import steady_from, window_s
from imagesim.studies.replaying.joining import ListedStory, image_of
from imagesim.studies.replaying.listed import ListedContainer, ListedEvent, Span
from imagesim.studies.replaying.recording.names import container_name
from imagesim.studies.replaying.recording.times import Axis
from imagesim.studies.replaying.series import ContainerSeries, series_of

_PULLED = re.compile(r" in ([0-9.a-zµμ]{1,40})(?: \(([0-9.a-zµμ]{1,40}) including waiting\))?")
_SIZE = re.compile(r"Image size: (\d{1,18}) bytes")


def error_of(event: ListedEvent) -> str:
    """The runtime's words in `Failed to pull image "X": WORDS`."""
    return event.said.partition('": ')[2]


def pulls_of(story: ListedStory, axis: Axis) -> Iterator[PullRecord]:
    """The rows for the containers of a pod; their numbers are given later."""
    for container in story.pod.containers:
        series = series_of(story, container)
        yield from _failed(story, container, series, axis)
        yield from _pulled(story, container, series, axis)


def unfinished_of(story: ListedStory, axis: Axis) -> Iterator[UnfinishedPullRecord]:
    """The pulls that were under way when the list was printed, as far as it tells."""
    for container in story.pod.containers:
        series = series_of(story, container)
        if is_pulling(series) and series.pulling.last is not None and end_would_be_told(story):
            yield UnfinishedPullRecord(
                node=story.pod.node,
                namespace=story.pod.namespace,
                pod=story.pod.name,
                container=container_name(story.pod, container),
                image=container.image,
                policy=container.policy,
                attempt=series.pulling.count,
                queued_s=axis.at(series.pulling.last),
                started_s=None,
                bytes_fetched=0,
                bytes_reused=0,
                layers_fetched=0,
                layers_reused=0,
                requests=0,
            )


def _failed(
    story: ListedStory, container: ListedContainer, series: ContainerSeries, axis: Axis
) -> Iterator[PullRecord]:
    failed = series.failed
    latest = failed.latest
    if not failed or latest is None or failed.last is None:
        return
    error, begun = error_of(latest), series.pulling
    if failed.count > 1 and failed.first is not None and failed.first != failed.last:
        first = min(failed.events, key=lambda event: event.first or Span(0, 0))
        start = begun.first if begun.first is not None and begun.first <= failed.first else failed.first
        yield _row(story, container, (start, failed.first), 1, "Failed", error_of(first), axis)
    same = begun.last is not None and begun.last <= failed.last and begun.count == failed.count
    start = begun.last if same and begun.last is not None else failed.last
    yield _row(story, container, (start, failed.last), max(1, failed.count), "Failed", error, axis)


def _pulled(
    story: ListedStory, container: ListedContainer, series: ContainerSeries, axis: Axis
) -> Iterator[PullRecord]:
    for event in series.pulled.events:
        if event.last is None or (image_of(event) and container.image and image_of(event) != container.image):
            continue
        present = "already present on machine" in event.message
        row = _row(story, container, (event.last, event.last), 0 if present else 1, "AlreadyPresent", "", axis)
        if present:
            yield row
            continue
        took, waited, size = _how(event)
        yield row._replace(
            outcome="Pulled",
            queued_s=max(0.0, row.ended_s - max(took, waited)),
            started_s=max(0.0, row.ended_s - took),
            bytes_fetched=size,
        )


def _how(event: ListedEvent) -> tuple[Seconds, Seconds, int]:
    """How long the pull took, how long with its waiting, and how large the image is, as the message says."""
    found, size = _PULLED.search(event.message), _SIZE.search(event.message)
    took, waited = (_seconds(found[1]), _seconds(found[2] or found[1])) if found else (0.0, 0.0)
    return took, waited, int(size[1]) if size else 0


def _seconds(text: str) -> Seconds:
    try:
        return parse_duration(text) / NANOSECONDS
    except DurationError:
        return 0.0


def _row(
    story: ListedStory,
    container: ListedContainer,
    spans: tuple[Span, Span],
    attempt: int,
    outcome: str,
    error: str,
    axis: Axis,
) -> PullRecord:
    begun_s, ended_s = axis.at(spans[0]), axis.at(spans[1])
    failed = outcome == "Failed"
    return PullRecord(
        pull_id=0,
        node=story.pod.node,
        namespace=story.pod.namespace,
        pod=story.pod.name,
        container=container_name(story.pod, container),
        image=container.image,
        policy=container.policy,
        attempt=attempt,
        digest="",
        platform="",
        queued_s=begun_s,
        started_s=begun_s,
        ended_s=max(begun_s, ended_s),
        bytes_fetched=0,
        bytes_reused=0,
        layers_fetched=0,
        layers_reused=0,
        requests=0,
        outcome=outcome,
        error=error,
        credential="",
        backoff_until_s=ended_s + window_s(min(attempt, steady_from())) if failed else None,
    )
