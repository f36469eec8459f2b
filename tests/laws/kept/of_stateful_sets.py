"""Laws of StatefulSets: names that stay, and OrderedReady, which does one thing after another."""

from collections.abc import Iterator

from tests.laws.kept.history import JUST_NOW_S, OwnedPod, Owner, left, moments, others_take_pods_away
from tests.laws.kept.run import Run

ORDERED_READY = "OrderedReady"


def pods_have_ordinals_of_their_set(run: Run) -> Iterator[str]:
    """Each is called as its set with an ordinal, and is made only if that is one of those that are wanted."""
    for row, owner, pod in moments(run, "StatefulSet"):
        if pod is not None and row.verb == "create":
            prefix, _, ordinal = pod.name.rpartition("-")
            if prefix != owner.name.name or int(ordinal) not in _wanted(owner):
                yield f"{row.time_s}: {pod.name} {owner.spec}"


def one_of_an_ordered_set_is_made_when_those_before_it_are_available(run: Run) -> Iterator[str]:
    for row, owner, pod in moments(run, "StatefulSet"):
        if pod is None or row.verb != "create" or owner.spec.pod_management_policy != ORDERED_READY:
            continue
        for ordinal in range(owner.spec.start_ordinal, _ordinal(pod)):
            before = _pod(owner, ordinal)
            if before is None or not _is_available(before, owner, row.time_s):
                yield f"{row.time_s}: {pod.name} is made after {before}"


def an_ordered_set_takes_away_the_highest_and_one_at_a_time(run: Run) -> Iterator[str]:
    """What goes because there are fewer replicas, or another revision: where nobody else takes pods away."""
    for row, owner, pod in moments(run, "StatefulSet"):
        if pod is None or row.verb != "delete" or owner.spec.pod_management_policy != ORDERED_READY or pod.ended:
            continue
        if others_take_pods_away(run, owner):
            return
        others = [each for each in owner.pods.values() if each is not pod]
        condemned = [each for each in others if _ordinal(each) not in _wanted(owner)]
        if any(_ordinal(each) > _ordinal(pod) for each in condemned):
            yield f"{row.time_s}: {pod.name} goes before {condemned}"
        replaced = _ordinal(pod) in _wanted(owner)
        if replaced and (len(others) + 1 < owner.spec.replicas or _waits(others, row.time_s, owner)):
            yield f"{row.time_s}: {pod.name} is replaced beside {others}"


def _waits(others: list[OwnedPod], now: float, owner: Owner) -> bool:
    return not all(_is_available(each, owner, now) for each in others)


def a_set_goes_on_until_it_waits_for_a_pod(run: Run) -> Iterator[str]:
    """At the end all ordinals have a pod, unless something has just happened or, in an ordered set, one waits."""
    for owner in left(run, "StatefulSet"):
        if run.records.end_s <= owner.changed_s + JUST_NOW_S + owner.spec.min_ready_s:
            continue
        for ordinal in _wanted(owner):
            pod = _pod(owner, ordinal)
            if pod is None or (pod.ended and not pod.deleting):
                yield f"ordinal {ordinal} has {pod}: {owner}"
            elif owner.spec.pod_management_policy == ORDERED_READY and not _is_available(pod, owner, run.records.end_s):
                break
        else:
            extra = [pod for pod in owner.pods.values() if _ordinal(pod) not in _wanted(owner)]
            if extra and not any(pod.deleting for pod in extra) and not _is_stuck(extra, owner, run.records.end_s):
                yield f"too many: {extra} {owner}"


def _is_stuck(condemned: list[OwnedPod], owner: Owner, now: float) -> bool:
    """Whether an ordered set waits for the highest of its *condemned*, which is not available, and not the first.

    processCondemned of stateful_set_control.go does so for good, whatever the others are.
    """
    unavailable = [pod for pod in sorted(condemned, key=_ordinal) if not _is_available(pod, owner, now)]
    ordered = owner.spec.pod_management_policy == ORDERED_READY
    return ordered and len(unavailable) > 1 and unavailable[-1] is max(condemned, key=_ordinal)


def _wanted(owner: Owner) -> range:
    return range(owner.spec.start_ordinal, owner.spec.start_ordinal + owner.spec.replicas)


def _ordinal(pod: OwnedPod) -> int:
    return int(pod.name.rpartition("-")[2])


def _pod(owner: Owner, ordinal: int) -> OwnedPod | None:
    return next((pod for pod in owner.pods.values() if _ordinal(pod) == ordinal), None)


def _is_available(pod: OwnedPod, owner: Owner, now: float) -> bool:
    return pod.active and pod.is_available(now, owner.spec.min_ready_s)
