"""What the kubelet will do next about a container's image, and when."""

from imagesim.engine.api.api_pod import TERMINAL
from imagesim.engine.records import PullRecord
from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.moment import Moment, StoryStep, at, step
from imagesim.results.explorers.story.pull import pulling_since
from imagesim.rules.admission.pull_policy import ALWAYS
from imagesim.rules.api.objects import Container
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.units import Seconds

_LONGEST_GAP_S: Seconds = 16.0  # 10 s x [1, 1.5), and up to a second until the ticker looks
_EVERY_SYNC = (texts.INVALID_IMAGE_NAME, texts.ERR_IMAGE_NEVER_PULL, texts.IMAGE_INSPECT_ERROR)
_BACKED_OFF = (
    texts.ERR_IMAGE_PULL,
    texts.IMAGE_PULL_BACK_OFF,
    texts.REGISTRY_UNAVAILABLE,
    texts.SIGNATURE_VALIDATION_FAILED,
)


def next_step(moment: Moment, container: Container, decisions: list[PullRecord]) -> StoryStep:
    """What comes next, as far as one can tell at that moment."""
    said, rule = _next(moment, container, decisions)
    return step("next", said, rule)


def _next(moment: Moment, container: Container, decisions: list[PullRecord]) -> tuple[str, str]:
    shown = moment.shown(container.name)
    if moment.pod.deletion_s is not None:
        return "nothing: the pod is being deleted, or gone", rules.NEXT_START
    if moment.pod.phase in TERMINAL:
        reason = f" ({moment.pod.reason})" if moment.pod.reason else ""
        return f"nothing: the pod has {moment.pod.phase}{reason}, and that is final", rules.FINAL
    if shown is None:
        return "the pod has no node yet; a scheduler has to find one", rules.NEXT_START
    if shown.state == "Running":
        asks = "asks the registry again" if container.image_pull_policy == ALWAYS else "looks on the node first"
        return f"nothing, until the container starts again; then the kubelet {asks}", rules.NEXT_START
    under_way = pulling_since(moment, container, decisions)
    if under_way is not None:
        return f"the end of the pull that began at {at(under_way)}; the pod's worker waits for it", rules.PULL_BLOCKS
    return _waiting(moment, shown.reason, decisions)


def _waiting(moment: Moment, reason: str, decisions: list[PullRecord]) -> tuple[str, str]:
    if reason in _BACKED_OFF:
        window_ends = decisions[-1].backoff_until_s if decisions else None
        earliest = max(window_ends or 0.0, moment.now)
        return f"an attempt between {at(earliest)} and {at(earliest + _LONGEST_GAP_S)}", rules.NEXT_SYNC
    if reason == texts.CRASH_LOOP_BACK_OFF:
        return "a start when the crash back-off is over; the image is looked at then", rules.CRASH
    if reason in _EVERY_SYNC:
        return "the same at every sync, 10 to 16 s apart; there is no back-off", rules.NEXT_SYNC
    if reason == "Completed":
        return "nothing: it has done its work", rules.NEXT_START
    return "another look at the next sync", rules.NEXT_SYNC
