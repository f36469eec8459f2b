"""Writes down what a node holds of images, when it changes: under which names, and how much of its disk they take.

A pull that finds its image and its content here changes nothing, and costs no row. Changes of the disk at one instant
are one row.
"""

import simpy

from imagesim.engine.containerd.store.stored_image import StoredImage
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import DiskRecord, StoredImageRecord
from imagesim.rules.units import Bytes


class StoreLog:
    """The log of the node called *node*."""

    __slots__ = ("_disk", "_env", "_images", "_node", "_row")

    def __init__(self, env: simpy.Environment, node: str, records: RecordBook) -> None:
        self._env = env
        self._node = node
        self._images = records.stored_images
        self._disk = records.disk_usage
        self._row = -1

    def stored(self, name: str, stored: StoredImage) -> None:
        """The name stands for that image from now on."""
        self._write(name, stored, "stored")

    def removed(self, name: str, stored: StoredImage) -> None:
        """The image goes, with all its names, of which this is one."""
        self._write(name, stored, "removed")

    def _write(self, name: str, stored: StoredImage, verb: str) -> None:
        self._images.append(
            StoredImageRecord(
                self._env.now, self._node, name, stored.version, stored.image_id, stored.size, verb
            )
        )  # fmt: skip

    def disk(self, images: Bytes, others: Bytes, capacity: Bytes | None) -> None:
        """So much of the disk is taken from now on, by images and by what is there besides."""
        row = DiskRecord(self._env.now, self._node, images, others, capacity)
        if self._row >= 0 and self._disk[self._row].time_s == row.time_s:
            self._disk[self._row] = row
            return
        self._row = len(self._disk)
        self._disk.append(row)
