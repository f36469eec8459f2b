"""Which images were on which node, under which name, from when to when.

A row is one name and the image that it stood for. A name that comes to stand for another image ends the row; where that
was the last name of the image, it stays on the node under its digest, which is a row of its own. An image that is
removed loses all its names at once. What is on a node that goes has gone with it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from imagesim.engine.records import Records, StoredImageRecord
from imagesim.results.measures.node_turns import node_turns
from imagesim.rules.units import Bytes, Seconds


class ImageOnNode(NamedTuple):
    """From `started_s` on `image` stood for `digest` on the node; `ended_s` is None while it does at the end.

    `size_bytes` is the size that the runtime reports: compressed layers, shared ones in full.
    """

    node: str
    image: str
    digest: str
    image_id: str
    size_bytes: Bytes
    started_s: Seconds
    ended_s: Seconds | None


def node_images(records: Records) -> list[ImageOnNode]:
    """The rows in order of their start."""
    found: list[ImageOnNode] = []
    held: dict[str, dict[str, StoredImageRecord]] = {}  # by node and name; `time_s` is since when
    gone: set[str] = set()
    for time_s, row, node in _in_order(records):
        on_node = held.setdefault(node, {})
        if row is None:
            gone.symmetric_difference_update({node})
            found += [_over(each, time_s) for each in on_node.values()]
            on_node.clear()
        elif node not in gone:
            found += _changed(on_node, row)
    found += [_over(row, None) for on_node in held.values() for row in on_node.values()]
    return sorted(found, key=lambda each: (each.started_s, each.node, each.image))


def _in_order(records: Records) -> Iterator[tuple[Seconds, StoredImageRecord | None, str]]:
    """Changes of images, and (without a row) nodes that go or that are there once more."""
    turns = [(time_s, None, node) for time_s, node in node_turns(records)]
    rows = [(row.time_s, row, row.node) for row in records.stored_images]
    # Stable: what a node loses or brings at the very moment comes after the node's own going or coming.
    return iter(sorted([*turns, *rows], key=lambda each: each[0]))


def _changed(held: dict[str, StoredImageRecord], row: StoredImageRecord) -> Iterator[ImageOnNode]:
    if row.verb == "removed":
        for name in [name for name, each in held.items() if each.image_id == row.image_id]:
            yield _over(held.pop(name), row.time_s)
        return
    before = held.pop(row.image, None)
    if before is not None:
        yield _over(before, row.time_s)
        if "@" not in before.image and not any(each.digest == before.digest for each in held.values()):
            name = f"{_repository(before.image)}@{before.digest}"
            held[name] = before._replace(time_s=row.time_s, image=name)
    under_digest = held.pop(f"{_repository(row.image)}@{row.digest}", None)
    if under_digest is not None:
        yield _over(under_digest, row.time_s)
    held[row.image] = row


def _repository(name: str) -> str:
    name = name.partition("@")[0]
    path, _, last = name.rpartition("/")
    return f"{path}/{last.partition(':')[0]}"


def _over(row: StoredImageRecord, ended_s: Seconds | None) -> ImageOnNode:
    return ImageOnNode(row.node, row.image, row.digest, row.image_id, row.size_bytes, row.time_s, ended_s)
