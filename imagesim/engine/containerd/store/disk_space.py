"""The file system under containerd's root: how much of it is free.

Space is taken when a download or an unpacking begins, not byte by byte. A download that could not have all that it
needs goes on with what it got, and fails once nobody writes any more to space that was taken: then the disk is full.
"""

from collections.abc import Callable, Generator
from typing import Any

import simpy

from imagesim.rules.images.gc_policy import ImageFsUsage
from imagesim.rules.units import Bytes
from imagesim.scenarios.values.node_runtime import Disk


class DiskSpace:
    """A node's disk; None is one without end. *note* is told what images and others take of it, and its capacity."""

    def __init__(self, disk: Disk | None, note: Callable[[Bytes, Bytes, Bytes | None], None] | None = None) -> None:
        self._disk = disk
        self._note = note
        self.images: Bytes = 0
        """Bytes of images: compressed blobs, what is on its way, and unpacked layers."""
        self.on_taken: Callable[[], None] = _nobody_cares
        """Called when space of a limited disk was taken, so that nobody has to look again and again."""
        self._others: Bytes = 0 if disk is None else disk.used
        self._writers = 0
        self._waiting: list[simpy.Event] = []

    def take(self, wanted: Bytes) -> Bytes:
        """Take *wanted* bytes, or what is left; how many it were."""
        if self._disk is not None:
            wanted = max(0, min(wanted, self._disk.capacity - self._others - self.images))
        self.hold(wanted)
        if self._disk is not None:
            self.on_taken()
        return wanted

    def take_for_others(self, wanted: Bytes) -> Bytes:
        """Other data than images take *wanted* bytes, or what is left, or give back as many; how many it were."""
        if self._disk is None:
            return 0
        wanted = min(wanted, self.usage().available)
        self._others += wanted
        self.write_down()
        self.on_taken()
        return wanted

    def give_back(self, size: Bytes) -> None:
        """Bytes that are free again."""
        self.hold(-size)

    def hold(self, more: Bytes) -> None:
        """So much *more* is there, whether or not there is room for it; less if that is negative."""
        if more:
            self.images += more
            self.write_down()

    def write_down(self) -> None:
        """Note what is taken now."""
        if self._note is not None:
            disk = self._disk
            self._note(self.images, *((0, None) if disk is None else (self._others, disk.capacity)))

    def begin_writing(self) -> None:
        """Somebody begins to fill the space that it took."""
        self._writers += 1

    def end_writing(self) -> None:
        """It has filled it, or has given it up."""
        self._writers -= 1
        waiting, self._waiting = self._waiting, []
        for event in waiting:
            event.succeed()

    def has_room(self, env: simpy.Environment) -> Generator[simpy.Event, Any, bool]:
        """Wait while the disk is full only of what is still to be written; whether there is room then."""
        while not self.usage().available:
            if not self._writers:
                return False
            event = env.event()
            self._waiting.append(event)
            yield event
        return True

    @property
    def limited(self) -> bool:
        """Whether the disk can be full at all."""
        return self._disk is not None

    def usage(self) -> ImageFsUsage:
        """What a kubelet sees of it. A disk without end is never used at all."""
        if self._disk is None:
            return ImageFsUsage(2**62, 2**62)
        return ImageFsUsage(self._disk.capacity, max(0, self._disk.capacity - self._others - self.images))


def _nobody_cares() -> None:
    """A node without a kubelet that watches its disk."""
