"""One list of what was seen: the same event told twice becomes one, and events are given to their pods and containers.

A list may hold an event several times (two pastes, a watch, an event and its copy in the other version of the API), and
may lack pods. What is not told is left open, not made up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from imagesim.rules.client_go.event_correlator import COMBINED
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.replaying.listed import Listed, ListedContainer, ListedEvent, ListedPod

_IMAGE = re.compile(r'(?i)(?:pulling image|pull image|pulled image|container image) "((?:[^"\\]|\\.){1,4096})"')
_PULL_ERRORS = ("Error: ErrImagePull", "Error: ImagePullBackOff")


@dataclass(slots=True)
class ListedStory:
    """A pod with the events about it, each once."""

    pod: ListedPod
    events: list[ListedEvent] = field(default_factory=list)


def joined(seen: Listed) -> list[ListedStory]:
    """The pods in the order in which they were seen, with their events; notes about doublets go to *seen*."""
    stories: dict[tuple[str, str], ListedStory] = {}
    for pod in _once(seen):
        stories[pod.namespace, pod.name] = ListedStory(pod)
    events, doublets = _without_doublets(event for event in seen.events if event.kind in ("Pod", ""))
    for event in events:
        story = _story_of(stories, event)
        story.events.append(event)
    if doublets:
        seen.notes.append(f"Told more than once, and counted once: {doublets} events.")
    gone = _mark_gone(stories, seen)
    if gone:
        seen.notes.append(
            f"There are events about {counted(gone, 'pod')} that the list of pods does not have; they count as gone."
        )
    for story in stories.values():
        story.pod = _with_containers(story.pod, story.events)
        story.events = [_of_container(event, story) for event in story.events]
    return list(stories.values())


def _mark_gone(stories: dict[tuple[str, str], ListedStory], seen: Listed) -> int:
    """Mark the pods that a list of pods does not have, where there is one, and say how many they are."""
    if not seen.pods or any(pod.described for pod in seen.pods):
        return 0
    known = {(pod.namespace, pod.name) for pod in seen.pods}
    gone = [story for key, story in stories.items() if key not in known]
    for story in gone:
        story.pod = replace(story.pod, gone=True)
    return len(gone)


def image_of(event: ListedEvent) -> str:
    """The image that an event names, as typed in the pod; "" if it names none."""
    found = _IMAGE.search(event.said)
    return found[1].replace('\\"', '"') if found else ""


def _once(seen: Listed) -> Iterable[ListedPod]:
    """Each pod once: a description tells more of its containers' states, an object more of the rest."""
    found: dict[tuple[str, str], ListedPod] = {}
    for pod in seen.pods:
        before = found.get((pod.namespace, pod.name))
        found[pod.namespace, pod.name] = pod if before is None else _both(before, pod)
    return found.values()


def _both(one: ListedPod, other: ListedPod) -> ListedPod:
    described, plain = (one, other) if one.described else (other, one)
    return replace(
        plain,
        node=plain.node or described.node,
        containers=described.containers or plain.containers,
        described=described.described,
        events_shown=one.events_shown or other.events_shown,
    )


def _story_of(stories: dict[tuple[str, str], ListedStory], event: ListedEvent) -> ListedStory:
    key = event.namespace, event.name
    if key in stories:
        return stories[key]
    alike = [name for name in stories if name[1] == event.name and "" in (name[0], event.namespace)]
    if alike:
        return stories[alike[0]]
    pod = ListedPod(namespace=event.namespace, name=event.name, uid=event.uid)
    return stories.setdefault(key, ListedStory(pod))


def _without_doublets(events: Iterable[ListedEvent]) -> tuple[list[ListedEvent], int]:
    """Each event once, with the highest of its counts: who tells it again tells of the same, or of a later state."""
    found: dict[tuple[str, ...], ListedEvent] = {}
    doublets = 0
    for event in events:
        message = COMBINED if event.combined else event.message
        key = event.namespace, event.name, event.uid, event.container, event.reason, message, event.type
        before = found.get(key)
        if before is not None:
            doublets += 1
        if before is None or _later(before, event):
            found[key] = event
    return list(found.values()), doublets


def _later(before: ListedEvent, event: ListedEvent) -> bool:
    if before.count != event.count:
        return event.count > before.count
    return event.last is not None and (before.last is None or event.last > before.last)


def _with_containers(pod: ListedPod, events: Iterable[ListedEvent]) -> ListedPod:
    """The pod, with a container for each that only the events know, and its node where they name it."""
    known = list(pod.containers)
    for event in events:
        image = image_of(event)
        if event.container and all(each.name != event.container for each in known):
            known.append(ListedContainer(event.container, image))
        elif image and not event.container and all(each.image != image for each in known):
            known.append(ListedContainer("", image))
    images = {event.container: image for event in events if event.container and (image := image_of(event))}
    known = [each if each.image else each._replace(image=images.get(each.name, "")) for each in known]
    hosts = [event.host for event in events if event.source == "kubelet" and event.host]
    return replace(pod, containers=tuple(known), node=pod.node or (hosts[0] if hosts else ""))


def _of_container(event: ListedEvent, story: ListedStory) -> ListedEvent:
    """The event with its container, where its image or the company it keeps says which that is."""
    if event.container or event.source == "default-scheduler":
        return event
    image = image_of(event)
    if image:
        named = [each.name for each in story.pod.containers if each.image == image]
        return event._replace(container=named[0]) if named else event
    if event.said not in _PULL_ERRORS:
        return event
    failing = [each for each in story.events if image_of(each) and _goes_with(event, each)]
    images = {image_of(each): each for each in failing}
    if not images:
        return event
    nearest = min(images.values(), key=lambda each: _apart(event, each))
    named = [each.name for each in story.pod.containers if each.image == image_of(nearest)]
    return event._replace(container=nearest.container or (named[0] if named else ""))


def _goes_with(error: ListedEvent, event: ListedEvent) -> bool:
    """Whether `Error: ErrImagePull` follows such an event, or `Error: ImagePullBackOff`."""
    if error.said == _PULL_ERRORS[0]:
        return event.reason == "Failed" and event.said.startswith("Failed to pull image")
    return event.reason == "BackOff"


def _apart(one: ListedEvent, other: ListedEvent) -> tuple[float, int]:
    between = abs(one.last.middle - other.last.middle) if one.last and other.last else 0.0
    return between, abs(one.count - other.count)
