"""Which pods a disturbance left without their images: at its end they were failing, pulling, or queued.

- "failing": of one of its containers, the last pull of an image that the disturbance is about had failed; or such an
  image is the sandbox image that its node lacked.
- "pulling": a pull of such an image had been handed to the runtime before the end and was not over: a registry that was
  silent has taken a request, and answers it when it is back, or never.
- "queued": a pull of such an image had been decided and waited for the puller; or of any image, behind one of those on
  its node that the runtime was at.

What a disturbance of a node leaves failing stands in imagesim.results.measures.on_nodes.

A pod is told once, by the first of the three. One that the API showed Ready at the end was not waiting for its pull.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from imagesim.engine.records import Disturbance
from imagesim.results.measures.disturbances import Ends
from imagesim.results.measures.on_nodes import left_on_nodes
from imagesim.results.measures.pod_history import PodHistory
from imagesim.rules.units import Seconds

FAILING, PULLING, QUEUED = "failing", "pulling", "queued"


class Affected(NamedTuple):
    """A pod, and what it was doing when the disturbance ended."""

    history: PodHistory
    was: str


class _Asked(NamedTuple):
    """A pull that was decided at `queued_s`; what has not happened within the run comes at infinity."""

    image: str
    node: str
    queued_s: Seconds
    started_s: Seconds
    ended_s: Seconds


def affected(histories: Sequence[PodHistory], ended: Sequence[Disturbance]) -> list[list[Affected]]:
    """For each disturbance the pods that it left so, in the order of the *histories*."""
    ends = Ends(ended)
    found: list[dict[int, str]] = [{} for _ in ended]
    blocked: dict[tuple[int, str], None] = {}
    for number, history in enumerate(histories):
        for place in _failed_at(history, ends):
            found[place][number] = FAILING
        for place, pull in _under_way(history, ends):
            if pull.started_s <= ended[place].ended_s:
                blocked[place, pull.node] = None
                found[place].setdefault(number, PULLING)
                if found[place][number] == QUEUED:
                    found[place][number] = PULLING
            else:
                found[place].setdefault(number, QUEUED)
    for number, place in _behind(histories, blocked, ended):
        found[place].setdefault(number, QUEUED)
    for place, number in left_on_nodes(histories, ended):
        found[place][number] = FAILING
    return [
        [Affected(histories[number], was) for number, was in sorted(pods.items()) if about(histories[number])]
        for pods, about in zip(found, map(_about, ended), strict=True)
    ]


def _about(disturbance: Disturbance) -> Callable[[PodHistory], bool]:
    """Whether a pod is one that *disturbance* is about: of a Secret, those that needed it at its end."""
    if not disturbance.secret:
        return lambda _: True
    namespace, names = disturbance.secret.partition("/")[0], frozenset(disturbance.pods)
    return lambda history: (
        history.pod.namespace == namespace and history.pod.pod in names and history.pod.there_at(disturbance.ended_s)
    )


def _gone_s(history: PodHistory) -> Seconds:
    return math.inf if history.pod.deleted_s is None else history.pod.deleted_s


def _failed_at(history: PodHistory, ends: Ends) -> Iterator[int]:
    """The places of the disturbances at whose ends the pod was there and failing because of them."""
    for image, begin, end in _failing(history):
        yield from ends.within(image, begin, min(end, _gone_s(history)))


def _failing(history: PodHistory) -> Iterator[tuple[str, Seconds, Seconds]]:
    """The times in which the last pull of a container that had ended by then had failed, and the image."""
    following: dict[str, Seconds] = {}
    for pull in sorted(history.pulls, key=lambda pull: pull.ended_s)[::-1]:
        if pull.outcome == "Failed":
            yield pull.image, pull.ended_s, following.get(pull.container, math.inf)
        following[pull.container] = pull.ended_s
    if history.sandbox_failures:
        first = history.sandbox_failures[0]
        yield first.image, first.time_s, history.sandbox_s


def _asked(history: PodHistory) -> Iterator[_Asked]:
    for pull in history.pulls:
        if pull.ended_s > pull.queued_s:
            yield _Asked(pull.image, pull.node, pull.queued_s, pull.started_s, pull.ended_s)
    for row in history.unfinished:
        started_s = math.inf if row.started_s is None else row.started_s
        yield _Asked(row.image, row.node, row.queued_s, started_s, math.inf)


def _under_way(history: PodHistory, ends: Ends) -> Iterator[tuple[int, _Asked]]:
    """The places of the disturbances at whose ends a pull of an image that they are about was decided and not over."""
    for pull in _asked(history):
        begin, end = math.nextafter(pull.queued_s, math.inf), min(pull.ended_s, _gone_s(history))
        for place, ended_s in ends.moments_within(pull.image, begin, end):
            if not history.ready_at(ended_s):
                yield place, pull


def _behind(
    histories: Sequence[PodHistory], blocked: dict[tuple[int, str], None], ended: Sequence[Disturbance]
) -> Iterator[tuple[int, int]]:
    """The pods, by number, that waited in the queue of a node that a disturbance has *blocked*, when it ended."""
    on_node: dict[str, list[tuple[Seconds, int]]] = {}
    for place, node in blocked:
        on_node.setdefault(node, []).append((ended[place].ended_s, place))
    for moments in on_node.values():
        moments.sort()
    if not on_node:
        return
    for number, history in enumerate(histories):
        for pull in _asked(history):
            moments = on_node.get(pull.node, [])
            first = bisect_right(moments, (pull.queued_s, len(ended)))
            for ended_s, place in moments[first : bisect_left(moments, (min(pull.started_s, _gone_s(history)), -1))]:
                if not history.ready_at(ended_s):
                    yield number, place
