"""fillDisk: other data fill disks of nodes, for a while or for good."""

import math
from functools import partial

from imagesim.engine.containerd.store.disk_space import DiskSpace
from imagesim.engine.fate.reach import Reach
from imagesim.rules.units import Bytes
from imagesim.scenarios.timeline.events.nodes.fill_disk import FillDisk


def carry_out(event: FillDisk, reach: Reach) -> None:
    """Take the space, as far as it is there, and give it back when its time is over."""
    there = reach.nodes.named(event.node, event.pool)
    taken = 0
    for kubelet in there:
        kubelet.wake_pods()
        disk = kubelet.runtime.disk
        size = disk.take_for_others(_wanted(event, disk))
        taken += size
        if size and not math.isinf(event.for_s):
            reach.at(reach.env.now + event.for_s, partial(_empty, disk, size))
    if not taken:
        reach.in_vain(event, "the disk was as full already" if there else "there was no such node")


def _empty(disk: DiskSpace, size: Bytes) -> None:
    disk.take_for_others(-size)


def _wanted(event: FillDisk, disk: DiskSpace) -> Bytes:
    if event.percent is None:
        return event.add
    capacity, available = disk.usage()[:2]
    return max(0, event.percent * capacity // 100 - (capacity - available))
