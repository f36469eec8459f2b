"""The score of a node for the images of a pod that it has: the scheduler's plugin ImageLocality.

Models pkg/scheduler/framework/plugins/imagelocality/image_locality.go and the image states of
pkg/scheduler/backend/cache/cache.go, Kubernetes 1.36.3 (recorded). What counts is text: the name in the pod, with
`:latest` where it has no tag, against the names in the node's status, which are fully qualified. So `nginx:1.27` never
matches `docker.io/library/nginx:1.27`, and `name:tag@sha256:...` matches nothing at all.
"""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from imagesim.rules.api.node import ContainerImage
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.units import Bytes
from imagesim.rules.versions import KubernetesBehaviour

MAX_NODE_SCORE = 100

_MB: Bytes = 1024 * 1024
_MIN_THRESHOLD = 23 * _MB
_MAX_CONTAINER_THRESHOLD = 1000 * _MB


class ImageState(NamedTuple):
    """What the scheduler knows of a name: the size that the first node said, and how many nodes have it."""

    size: Bytes
    nodes: int


class ImageStates:
    """The names that the nodes say they have, as the scheduler's cache keeps them."""

    def __init__(self) -> None:
        self._sizes: dict[str, Bytes] = {}
        self._nodes: dict[str, set[str]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def update(self, node: str, images: Iterable[ContainerImage]) -> frozenset[str]:
        """The node says that it has *images*, none when it is gone; return the names whose state is another now."""
        listed = [(name, image.size) for image in images for name in image.names]
        names, before = frozenset(name for name, _ in listed), self._names.get(node, frozenset())
        # The order in which names are forgotten is of no effect.
        for name in before:
            self._forget(node, name)
        for name, size in listed:
            self._sizes.setdefault(name, size)
            self._nodes.setdefault(name, set()).add(node)
        self._names[node] = names
        if not names:
            del self._names[node]
        return names ^ before

    def _forget(self, node: str, name: str) -> None:
        """A name that no node has any more has no size either: the next node to say it is the first again."""
        having = self._nodes[name]
        having.discard(node)
        if not having:
            del self._nodes[name], self._sizes[name]

    def nodes_with(self, name: str) -> Set[str]:
        """The nodes that say they have that name; the set changes as they say more."""
        return self._nodes.get(name, frozenset())

    def state(self, name: str) -> ImageState | None:
        """The state of a name, the same for every node that has it; None if none has."""
        having = self._nodes.get(name)
        return ImageState(self._sizes[name], len(having)) if having else None


class AskedImages(NamedTuple):
    """The names that a pod asks for, one for each container or image volume, and by how many the score is bounded."""

    names: tuple[str, ...]
    bounded_by: int


def asked_images(spec: PodSpec, behaviour: KubernetesBehaviour) -> AskedImages:
    """Init and regular containers; image volumes as the version counts them, ephemeral containers never."""
    containers = (*spec.init_containers, *spec.containers)
    names = [normalized_image_name(each.image) for each in containers]
    bounded_by = len(containers)
    if behaviour.image_locality_counts_volumes:
        names += [normalized_image_name(volume.reference) for volume in spec.image_volumes]
    if behaviour.image_locality_bound_counts_volumes:
        bounded_by += len(spec.image_volumes)
    return AskedImages(tuple(names), bounded_by)


def normalized_image_name(name: str) -> str:
    """normalizedImageName: no colon after the last slash is no tag."""
    return name if name.rfind(":") > name.rfind("/") else f"{name}:latest"


def score(asked: AskedImages, on_node: Mapping[str, ImageState], all_nodes: int) -> int:
    """From 0 to 100 for a node that has *on_node* of the images; *all_nodes* are those of the cluster.

    An image counts by its size and by the part of all nodes that have it, so that pods do not heap on few nodes.
    """
    total = sum(_scaled(on_node[name], all_nodes) for name in asked.names if name in on_node)
    most = _MAX_CONTAINER_THRESHOLD * asked.bounded_by
    total = min(max(total, _MIN_THRESHOLD), most)
    # Go divides towards zero; nothing here is negative.
    return MAX_NODE_SCORE * (total - _MIN_THRESHOLD) // (most - _MIN_THRESHOLD)


def _scaled(state: ImageState, all_nodes: int) -> int:
    return int(float(state.size) * (float(state.nodes) / float(all_nodes)))
