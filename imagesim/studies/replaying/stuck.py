"""The containers that wait for their images: why, what the list proves of each, and when the next attempt is due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from imagesim.engine.api.api_pod import TERMINAL
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.studies.replaying.foretelling import foretold, is_pulling
from imagesim.studies.replaying.inference.due import Due
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import ListedContainer
from imagesim.studies.replaying.proofs import proofs
from imagesim.studies.replaying.reasons import Reason, reason_of
from imagesim.studies.replaying.recording.names import container_name
from imagesim.studies.replaying.recording.pulls import error_of
from imagesim.studies.replaying.recording.states import shown_reason
from imagesim.studies.replaying.series import ContainerSeries, series_of

_BACKED_OFF = (
    texts.ERR_IMAGE_PULL,
    texts.IMAGE_PULL_BACK_OFF,
    texts.REGISTRY_UNAVAILABLE,
    texts.SIGNATURE_VALIDATION_FAILED,
)
_EVERY_SYNC = (texts.INVALID_IMAGE_NAME, texts.ERR_IMAGE_NEVER_PULL, texts.IMAGE_INSPECT_ERROR)
_SAID = ": ErrImagePull: "


@dataclass(frozen=True)
class StuckContainer:
    """One row. `proofs` are sentences; `error` is the runtime's text of the last failure that is known, "" if none is.

    `next` says what comes where no back-off decides.
    """

    namespace: str
    pod: str
    node: str
    container: str
    image: str
    reason: str
    error: str
    why: Reason
    proofs: tuple[str, ...]
    next: str
    _foretell: Callable[[], Due | None] = field(compare=False, repr=False)

    @cached_property
    def due(self) -> Due | None:
        """When the next attempt is due; None where nothing is foretold. It is worked out when it is asked for."""
        return self._foretell()

    def to_json_dict(self) -> dict[str, Any]:
        """The row as plain values; the interval in seconds from the printing of the list."""
        due = self.due
        return {
            "namespace": self.namespace,
            "pod": self.pod,
            "node": self.node,
            "container": self.container,
            "image": self.image,
            "reason": self.reason,
            "error": self.error,
            "why": self.why.why,
            "why_is_certain": self.why.sure,
            "remedy": self.why.remedy,
            "proofs": list(self.proofs),
            "due_least_s": None if due is None else due.least_s,
            "due_middle_s": None if due is None else due.middle_s,
            "due_most_s": None if due is None else due.most_s,
            "due_is_certain": due is not None and due.sure,
            "next": self.next,
        }


def stuck_of(story: ListedStory) -> Iterator[StuckContainer]:
    """The containers of the pod that wait for their images; none of a pod that has ended or goes."""
    if story.pod.deleting or story.pod.gone or story.pod.phase in TERMINAL:
        return
    for container in story.pod.containers:
        series = series_of(story, container)
        state, reason = shown_reason(story, container, series)
        if state != "Waiting" or not _waits_for_image(reason, series):
            continue
        yield _stuck(story, container, series, reason)


def _waits_for_image(reason: str, series: ContainerSeries) -> bool:
    if reason in (*_BACKED_OFF, *_EVERY_SYNC):
        return True
    return reason == texts.CONTAINER_CREATING and bool(series.failed or is_pulling(series))


def _stuck(story: ListedStory, container: ListedContainer, series: ContainerSeries, reason: str) -> StuckContainer:
    error = last_error(series)
    coming = ""
    if reason in _EVERY_SYNC:
        coming = "the same at every sync, 10 to 16 s apart; there is no back-off"
    elif is_pulling(series) and not series.failures:
        coming = "the end of the pull that is under way; there was no failure before it"
    return StuckContainer(
        namespace=story.pod.namespace,
        pod=story.pod.name,
        node=story.pod.node,
        container=container_name(story.pod, container),
        image=container.image,
        reason=reason,
        error=error,
        why=reason_of(reason, error),
        proofs=tuple(proofs(story, series)),
        next=coming,
        _foretell=lambda: None if coming else foretold(story, series),
    )


def last_error(series: ContainerSeries) -> str:
    """The runtime's words about the last failure, from its event or from the waiting message; "" if neither is told."""
    latest = series.failed.latest
    if latest is not None and error_of(latest):
        return error_of(latest)
    message = series.container.message
    return message.partition(_SAID)[2] if _SAID in message else message
