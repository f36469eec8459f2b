"""How full the disk of each node was of images: at the end, at most, and how little was free.

Exact at every change. A download takes the place of all that it will bring when it begins, and a layer that is unpacked
that of all its files, so the most may be more than was ever written.
"""

from typing import NamedTuple

from imagesim.engine.records import DiskRecord, Records
from imagesim.rules.units import Bytes, Seconds


class NodeDisk(NamedTuple):
    """The disk of one node. `high_water_bytes` is the most that images took, at first at `high_water_s`.

    `image_bytes` and `free_bytes` are those of the end; `free_bytes`, `least_free_bytes` and `capacity_bytes` are None
    where the disk has no end.
    """

    node: str
    image_bytes: Bytes
    high_water_bytes: Bytes
    high_water_s: Seconds
    free_bytes: Bytes | None
    least_free_bytes: Bytes | None
    capacity_bytes: Bytes | None


def disks(records: Records) -> list[NodeDisk]:
    """A row per node that ever was, in the order in which they came."""
    rows: dict[str, list[DiskRecord]] = {}
    for row in records.disk_usage:
        rows.setdefault(row.node, []).append(row)
    return [_of(node, changes) for node, changes in rows.items()]


def _of(node: str, changes: list[DiskRecord]) -> NodeDisk:
    last, most = changes[-1], max(changes, key=lambda row: row.image_bytes)
    free = [row.free_bytes for row in changes if row.free_bytes is not None]
    return NodeDisk(
        node=node,
        image_bytes=last.image_bytes,
        high_water_bytes=most.image_bytes,
        high_water_s=most.time_s,
        free_bytes=last.free_bytes,
        least_free_bytes=min(free, default=None),
        capacity_bytes=last.capacity_bytes,
    )
