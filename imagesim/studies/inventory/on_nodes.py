"""What is known of the images on nodes: which names are where, and what stands behind them."""

from collections.abc import Iterator
from typing import NamedTuple

from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.scenario import Scenario


class OnNodes(NamedTuple):
    """Of one name, in full: the `nodes` that have it, and the digests and sizes (compressed) that it stands for."""

    nodes: frozenset[str]
    versions: tuple[str, ...]
    sizes: tuple[Bytes, ...]


def on_nodes(scenario: Scenario) -> dict[str, OnNodes]:
    """By the full name of an image what nodes have, from a dump and from what pools are given (`prepulled`)."""
    nodes: dict[str, dict[str, None]] = {}
    images: dict[str, dict[str, Image]] = {}
    for name, node, image in (*_found(scenario), *_prepulled(scenario)):
        nodes.setdefault(name, {})[node] = None
        if image is not None:
            images.setdefault(name, {})[image.digest] = image
    return {
        name: OnNodes(
            frozenset(nodes[name]),
            tuple(images.get(name, ())),
            tuple(size for each in images.get(name, {}).values() if (size := size_of(each))),
        )
        for name in nodes
    }


def size_of(image: Image) -> Bytes:
    """Compressed bytes of the layers, of the largest where an image has several platforms; 0 for nobody knows."""
    return max((manifest.layers_size for manifest in image.manifests), default=0)


def full_name(text: str) -> str:
    """The name under which containerd stores an image that a pod calls *text*; "" for no name of an image."""
    try:
        return ImageReference.parse(text).fully_qualified
    except InvalidImageName:
        return ""


def _found(scenario: Scenario) -> Iterator[tuple[str, str, Image | None]]:
    for node in scenario.starting.nodes if scenario.starting else ():
        for each in node.images:
            for name in each.names:
                yield name, node.name, each.image


def _prepulled(scenario: Scenario) -> Iterator[tuple[str, str, Image | None]]:
    for pool in scenario.pools:
        loaded = dict(pool.loaded_images)
        for text in pool.prepulled:
            for number in range(pool.count):
                yield full_name(text), pool.node_name(number), loaded.get(text)
