"""The images that a Node says it has (`status.images`), at any moment of a run.

They are those that are on the node at that moment. A kubelet lists them every 30 s and writes its status every 10 s, so
what a real node says may be up to 40 s older: no record is written when a simulated kubelet reports them.
"""

from collections.abc import Iterable, Mapping

from imagesim.engine.records import Records
from imagesim.results.measures.node_images import ImageOnNode, node_images
from imagesim.rules.api.node import ContainerImage
from imagesim.rules.images.node_status import MAX_IMAGES, HeldImage, status_images
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds


class NodeImages:
    """What was on the nodes of a run. *most* is nodeStatusMaxImages by pool, 50 where it is not given."""

    def __init__(self, records: Records, most: Mapping[str, int]) -> None:
        self._most = most
        self._rows: dict[str, list[ImageOnNode]] = {}
        for row in node_images(records):
            self._rows.setdefault(row.node, []).append(row)

    def at(self, node: str, pool: str, time_s: Seconds) -> tuple[ContainerImage, ...]:
        """What the kubelet of *node* says it has: the largest images first, each with its names."""
        there = [row for row in self._rows.get(node, ()) if _is_there(row, time_s)]
        by_id: dict[str, list[ImageOnNode]] = {}
        for row in there:
            by_id.setdefault(row.image_id, []).append(row)
        held = (_held(image_id, rows) for image_id, rows in by_id.items())
        return status_images(held, self._most.get(pool, MAX_IMAGES))


def _is_there(row: ImageOnNode, time_s: Seconds) -> bool:
    return row.started_s <= time_s and (row.ended_s is None or time_s < row.ended_s)


def _held(image_id: str, rows: Iterable[ImageOnNode]) -> HeldImage:
    """repoDigests and repoTags of an image: each of its names, and its digest in each of their repositories."""
    rows = list(rows)
    digests = dict.fromkeys(f"{_repository(row.image)}@{row.digest}" for row in rows)
    tags = dict.fromkeys(row.image for row in rows if "@" not in row.image)
    return HeldImage(image_id, tuple(digests), tuple(tags), rows[0].size_bytes)


def _repository(name: str) -> str:
    return ImageReference.parse(name).repository
