"""The image GC manager of one kubelet: which images it removes, in which order, how many, and what it says.

Models realImageGCManager of pkg/kubelet/images/image_gc_manager.go, 1.32 to 1.36 (1.32 and 1.36 recorded). The rules:

- Candidates are images that no container uses and that are not pinned. Longest unused first; an image that was never
  seen in use comes before all others. Ties go by when the kubelet first saw the image, then by the runtime's order.
- By age first: an image unused for longer than the maximum age goes, whatever its minimum age. One never seen in use
  counts as infinitely old, so it goes at once, even if pulled a second ago. Not before the kubelet has itself run
  longer than the maximum age. A removal error ends the collection here.
- By space: if the disk is at or above the high threshold, until the sum of the removed images' CRI sizes reaches the
  amount down to the low threshold. An image that the kubelet first saw less than the minimum age ago stays.
- All it knows is in memory: to a restarted kubelet every image is new and was never used.

A collection by space (or `delete_unused_images`, the eviction manager's) without a removal error also names the images
whose pull records are kept, in `kept`. Those are only the ones it looked at and left: not the images in use, the pinned
ones, nor those it no longer reached. This looks like an upstream defect, and it is what 1.33 to 1.36 do.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from imagesim.rules.golang.time import nanoseconds
from imagesim.rules.images.gc_policy import (
    EVERYTHING,
    ImageFsUsage,
    ImageGCPolicy,
    invalid_capacity,
    old_images_left,
    removals_failed,
    too_little_freed,
)
from imagesim.rules.units import Bytes, Seconds

FREE_DISK_SPACE_FAILED = "FreeDiskSpaceFailed"
INVALID_DISK_CAPACITY = "InvalidDiskCapacity"

Event = tuple[str, str, str]
"""Type, reason, message; on the Node object."""

Remove = Callable[[str], str]
"""Asks the runtime to remove the image with this ID; "" or the runtime's error."""


class NodeImage(NamedTuple):
    """An image as the runtime lists it: `size` is the CRI size (compressed, shared layers counted in full)."""

    id: str
    size: Bytes
    pinned: bool = False


@dataclass(slots=True)
class ImageRecord:
    """What the manager remembers of an image; `last_used` is None if it was never seen in use."""

    first_detected: Seconds
    last_used: Seconds | None = None
    size: Bytes = 0
    pinned: bool = False


@dataclass(slots=True)
class Collection:
    """What one collection did. `attempts` holds the images in the order of removal, also those that failed.

    `kept` is None if the pull records are left alone, else the images whose records stay.
    """

    deleted_by_age: list[str] = field(default_factory=list)
    deleted_by_space: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    freed_by_space: Bytes = 0
    error: str = ""
    events: list[Event] = field(default_factory=list)
    kept: list[str] | None = None


class ImageGCManager:
    """The collector of a kubelet that began at *began*. `shortfall_explains` chooses the text of 1.35 and later."""

    def __init__(self, policy: ImageGCPolicy, *, shortfall_explains: bool, began: Seconds = 0.0) -> None:
        self._policy = policy
        self._shortfall_explains = shortfall_explains
        self._began = began
        self.records: dict[str, ImageRecord] = {}

    def detect_images(self, now: Seconds, images: Iterable[NodeImage], in_use: Set[str]) -> None:
        """Note what the runtime lists: new images are first seen now, those *in_use* last used now.

        The kubelet does this every 5 minutes and at the start of every collection. A container that has exited still
        uses its image until it is itself collected.
        """
        present: dict[str, ImageRecord] = {}
        for image in images:
            record = present[image.id] = self.records.get(image.id) or ImageRecord(first_detected=now)
            record.size, record.pinned = image.size, image.pinned
            if image.id in in_use:
                record.last_used = now
        self.records = present

    def garbage_collect(
        self, now: Seconds, images: Iterable[NodeImage], in_use: Set[str], usage: ImageFsUsage | str, remove: Remove
    ) -> Collection:
        """The collection of every 5 minutes. *usage* is a text if the file system's size could not be had."""
        collection = Collection()
        self.detect_images(now, images, in_use)
        candidates = self._free_old_images(now, self._candidates(in_use), remove, collection)
        if collection.error:
            return collection
        if isinstance(usage, str):
            collection.error = usage
            return collection
        if usage.capacity == 0:
            return self._complain(collection, INVALID_DISK_CAPACITY, invalid_capacity(usage.capacity))
        usage = usage._replace(available=min(usage.available, usage.capacity))
        if not self._policy.calls_for(usage):
            return collection
        wanted = self._policy.amount_to_free(usage)
        self._free_space(now, wanted, candidates, remove, collection)
        if not collection.error and collection.freed_by_space < wanted:
            text = too_little_freed(self._shortfall_explains, usage, wanted, collection.freed_by_space)
            return self._complain(collection, FREE_DISK_SPACE_FAILED, text)
        return collection

    def delete_unused_images(
        self, now: Seconds, images: Iterable[NodeImage], in_use: Set[str], remove: Remove
    ) -> Collection:
        """What eviction does under disk pressure: every unused image goes that is not pinned or too young."""
        collection = Collection()
        self.detect_images(now, images, in_use)
        self._free_space(now, EVERYTHING, self._candidates(in_use), remove, collection)
        return collection

    def _candidates(self, in_use: Set[str]) -> list[str]:
        unused = [id for id, record in self.records.items() if id not in in_use and not record.pinned]
        return sorted(unused, key=self._unused_since)

    def _unused_since(self, image: str) -> tuple[bool, Seconds, Seconds]:
        record = self.records[image]
        return record.last_used is not None, record.last_used or 0.0, record.first_detected

    def _free_old_images(
        self, now: Seconds, candidates: list[str], remove: Remove, collection: Collection
    ) -> list[str]:
        """Remove what is too old; the candidates that are left."""
        max_age = nanoseconds(self._policy.max_age)
        if max_age == 0 or _elapsed(self._began, now) <= max_age:
            return candidates
        left, errors = [], []
        for image in candidates:
            last_used = self.records[image].last_used
            if last_used is not None and _elapsed(last_used, now) <= max_age:
                left.append(image)
            elif error := self._remove(image, remove, collection):
                errors.append(error)
            else:
                collection.deleted_by_age.append(image)
        if errors:
            collection.error = old_images_left(self._policy.max_age, errors)
        return left

    def _free_space(
        self, now: Seconds, wanted: Bytes, candidates: list[str], remove: Remove, collection: Collection
    ) -> None:
        kept, errors = [], []
        for image in candidates:
            record = self.records[image]
            just_used = record.last_used is not None and record.last_used >= now
            if just_used or _elapsed(record.first_detected, now) < nanoseconds(self._policy.min_age):
                kept.append(image)
                continue
            if error := self._remove(image, remove, collection):
                errors.append(error)
                continue
            collection.deleted_by_space.append(image)
            collection.freed_by_space += record.size
            if collection.freed_by_space >= wanted:
                break
        if errors:
            collection.error = removals_failed(wanted, collection.freed_by_space, errors)
        else:
            collection.kept = kept

    def _remove(self, image: str, remove: Remove, collection: Collection) -> str:
        collection.attempts.append(image)
        error = remove(image)
        if not error:
            del self.records[image]
        return error

    @staticmethod
    def _complain(collection: Collection, reason: str, text: str) -> Collection:
        collection.error = text
        collection.events.append(("Warning", reason, text))
        return collection


def _elapsed(since: Seconds, now: Seconds) -> int:
    return nanoseconds(now) - nanoseconds(since)
