"""What kubectl can show of an incident at the alarm: events, what pods run, what nodes say."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from imagesim.engine.records import EventRecord, Records, StateRecord
from imagesim.labs.incidents.scene import Scene
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds


class Sight(NamedTuple):
    """Something that was to be seen, since when, of which object, in kubectl's words. `beside` are lines with it."""

    time_s: Seconds
    object: str
    text: str
    beside: tuple[str, ...] = ()


class Seen:
    """What was to be seen of `scene` by the end of `records`, which is the alarm."""

    def __init__(self, records: Records, scene: Scene) -> None:
        self.scene = scene
        self._records = records

    def of_pods(self, *words: str, reason: str = "") -> Sight | None:
        """The first event of the app's pods since the roll-out that has this reason and all of these words."""
        return next((_sight(each) for each in self._events("Pod") if _fits(each, words, reason)), None)

    def of_nodes(self, reason: str) -> Sight | None:
        """The first event of a node that has this reason."""
        return next((_sight(each) for each in self._events("Node") if each.reason == reason), None)

    def old_build_after(self, *words: str) -> Sight | None:
        """The first pod with such an event since the roll-out that ran another build than the newest one then."""
        for event in self._events("Pod"):
            old = self._on_an_old_build.get(event.object.name)
            if old is not None and _fits(event, words, "Pulled"):
                beside = (f"Image ID:  {old}", f"new build: {self.scene.newest}")
                return _sight(event)._replace(beside=beside)
        return None

    @property
    def asked_for(self) -> ImageReference:
        """The image that the newest pods name."""
        return ImageReference.parse(self._states[-1].image)

    @property
    def ran(self) -> ImageReference:
        """The image that the first pods named."""
        return ImageReference.parse(self._states[0].image)

    def _events(self, kind: str) -> Iterator[EventRecord]:
        for event in self._records.events:
            if event.object.kind != kind:
                continue
            if kind == "Node" or (self._is_the_apps(event.namespace, event.object.name) and self._is_late(event)):
                yield event

    def _is_late(self, event: EventRecord) -> bool:
        return event.time_s >= self.scene.begins_s

    def _is_the_apps(self, namespace: str, pod: str) -> bool:
        return namespace == self.scene.namespace and pod.startswith(f"{self.scene.app}-")

    @cached_property
    def _states(self) -> list[StateRecord]:
        mine = [row for row in self._records.states if self._is_the_apps(row.namespace, row.pod)]
        return sorted(mine, key=lambda row: row.started_s)

    @cached_property
    def _on_an_old_build(self) -> dict[str, str]:
        """Pods that began after a push over the very name that they have, with the digest that they run instead."""
        moved = {f"{row.host}/{row.repository}:{row.tag}" for row in self._records.tags if row.time_s > 0}
        return {
            row.pod: row.digest
            for row in self._states
            if row.state == "Running"
            and row.started_s >= self.scene.begins_s
            and row.image in moved
            and row.digest != self.scene.newest
        }


def _fits(event: EventRecord, words: tuple[str, ...], reason: str) -> bool:
    return reason in ("", event.reason) and all(word in event.message for word in words)


def _sight(event: EventRecord) -> Sight:
    return Sight(event.time_s, f"{event.object.kind}/{event.object.name}", f"{event.reason}: {event.message}")
