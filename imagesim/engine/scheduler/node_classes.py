"""What sets nodes apart for one kind of pod, besides how full they are: images, soft taints, preferences, zones.

In most clusters nothing does. Nodes are known by their places among those that fit the pod.
"""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import NamedTuple

from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.scheduling import image_locality
from imagesim.rules.scheduling.image_locality import AskedImages, ImageStates
from imagesim.rules.scheduling.node_affinity import preference
from imagesim.rules.scheduling.scores import (
    IMAGE_LOCALITY,
    NODE_AFFINITY,
    TAINT_TOLERATION,
    normalized,
    reversed_normalized,
)
from imagesim.rules.scheduling.spreading import ZONE
from imagesim.rules.scheduling.taints import intolerable


class NodeClass(NamedTuple):
    """`images` is the score for them, the next two are counted before they are normalized; `zone` is None for none."""

    images: int = 0
    intolerable: int = 0
    preferred: int = 0
    zone: str | None = None


COMMON = NodeClass()

_Names = tuple[str, ...]


class NodeClasses:
    """The classes of the nodes that have *places*, for pods with *spec* that ask for the images *asked*.

    The score of an image changes on all nodes that have it when one more has: `refresh` says where.
    `changed` names nodes that it has to look at first, and `one` says whether all nodes are of one class.
    """

    def __init__(
        self, places: Mapping[str, int], spec: PodSpec, asked: AskedImages, nodes: NodesForPods, images: ImageStates
    ) -> None:
        self._places = places
        self._asked = asked
        self._names = tuple(dict.fromkeys(asked.names))
        self._nodes = nodes
        self._images = images
        self.changed: list[str] = []
        self._has: dict[int, _Names] = {}
        self._having: dict[_Names, dict[int, None]] = {}
        self._scores: dict[_Names, int] = {}
        self._soft = self._told_apart(spec)
        for name in sorted(set().union(*map(images.nodes_with, self._names))):
            self._look_at(name)
        self._score()

    def note(self, node: str) -> None:
        """The node has got or lost an image that these pods ask for."""
        self.changed.append(node)

    def refresh(self) -> Collection[int]:
        """The places whose class may be another since the last time."""
        if not self.changed:
            return ()
        changed, self.changed = self.changed, []
        moved = {place: None for name in changed if (place := self._look_at(name)) is not None}
        for names in self._score():
            moved |= self._having[names]
        return moved

    def of(self, place: int) -> NodeClass:
        """The class of the node with that place."""
        names, soft = self._has.get(place), self._soft.get(place)
        if names is None and soft is None:
            return COMMON
        return (soft or COMMON)._replace(images=0 if names is None else self._scores[names])

    def of_all(self) -> list[NodeClass]:
        """The classes of all nodes by their places."""
        found = [COMMON] * len(self._places)
        for place in chain(self._soft, self._has):
            found[place] = self.of(place)
        return found

    def totals(self, present: Collection[NodeClass]) -> dict[NodeClass, int]:
        """What each class is worth, where the nodes that the pod fits are of those that are *present*."""
        most_taints = max(each.intolerable for each in present)
        most_preferred = max(each.preferred for each in present)
        return {
            each: TAINT_TOLERATION * reversed_normalized(each.intolerable, most_taints)
            + NODE_AFFINITY * normalized(each.preferred, most_preferred)
            + IMAGE_LOCALITY * each.images
            for each in present
        }

    def _told_apart(self, spec: PodSpec) -> dict[int, NodeClass]:
        """Nodes that are not COMMON, whatever images they have; for as long as no node changes."""
        names = self._places if spec.preferred_nodes else self._nodes.peculiar
        found = {}
        for name in names:
            place, node = self._places.get(name), self._nodes.node(name)
            if place is None or node is None:
                continue
            soft = NodeClass(
                0,
                intolerable(node.spec.taints, spec.tolerations),
                preference(spec, node.name, node.labels),
                dict(node.labels).get(ZONE),
            )
            if soft != COMMON:
                found[place] = soft
        return found

    def _look_at(self, node: str) -> int | None:
        """See which images it has now; return its place, None if the pod does not fit it."""
        place = self._places.get(node)
        if place is None:
            return None
        before = self._has.pop(place, None)
        if before is not None:
            del self._having[before][place]
        names = tuple(name for name in self._names if node in self._images.nodes_with(name))
        if names:
            self._has[place] = names
            self._having.setdefault(names, {})[place] = None
        return place

    def _score(self) -> list[_Names]:
        """Score what nodes have; return what has another score than before."""
        scores = {names: self._image_score(names) for names, having in self._having.items() if having}
        changed = [names for names, score in scores.items() if score != self._scores.get(names, 0)]
        self._scores = scores
        found = set(scores.values())
        if len(self._has) < len(self._places):
            found.add(0)
        self.one = not self._soft and len(found) <= 1
        return changed

    def _image_score(self, names: _Names) -> int:
        states = {name: state for name in names if (state := self._images.state(name)) is not None}
        return image_locality.score(self._asked, states, len(self._nodes))
