"""When the kubelet collects images, and the words in which it says that it could not.

Models pkg/kubelet/images/image_gc_manager.go and pkg/kubelet/apis/config/v1beta1/defaults.go, 1.32 to 1.36 (1.32 and
1.36 recorded). Only the text about too little space changed, in 1.35.
"""

from dataclasses import dataclass
from typing import NamedTuple

from imagesim.rules.golang.errors import aggregate
from imagesim.rules.golang.text import duration
from imagesim.rules.units import Bytes, Seconds

EVERYTHING: Bytes = 2**63 - 1  # DeleteUnusedImages asks for the largest int64, and its error says so


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageGCPolicy:
    """imageGCHighThresholdPercent, imageGCLowThresholdPercent, imageMinimumGCAge and imageMaximumGCAge (0: off).

    A percentage that makes no sense is a ValueError with the text with which the kubelet refuses to start.
    """

    high_threshold_percent: int = 85
    low_threshold_percent: int = 80
    min_age: Seconds = 120.0
    max_age: Seconds = 0.0

    def __post_init__(self) -> None:
        high, low = self.high_threshold_percent, self.low_threshold_percent
        if not 0 <= high <= 100:
            raise ValueError(f"invalid HighThresholdPercent {high}, must be in range [0-100]")
        if not 0 <= low <= 100:
            raise ValueError(f"invalid LowThresholdPercent {low}, must be in range [0-100]")
        if low > high:
            raise ValueError(f"LowThresholdPercent {low} can not be higher than HighThresholdPercent {high}")

    @property
    def enabled(self) -> bool:
        """The kubelet does not even start the collector if no disk is too full for it and no image too old."""
        return self.high_threshold_percent < 100 or self.max_age > 0

    def calls_for(self, usage: "ImageFsUsage") -> bool:
        """Is the disk full enough to collect? At exactly the high threshold it is."""
        return usage.percent >= self.high_threshold_percent

    def amount_to_free(self, usage: "ImageFsUsage") -> Bytes:
        """The bytes down to the low threshold; it may be 0 or less, and one image is removed all the same."""
        return usage.capacity * (100 - self.low_threshold_percent) // 100 - usage.available


class ImageFsUsage(NamedTuple):
    """The file system that holds the images, in bytes: all files on it count, not only images."""

    capacity: Bytes
    available: Bytes

    @property
    def percent(self) -> int:
        """What is used: 100 less the available percent *rounded down*, so 15.9 % available is 85 % used."""
        return 100 - self.available * 100 // self.capacity


def invalid_capacity(capacity: Bytes) -> str:
    """The file system says that it has no size."""
    return f"invalid capacity {capacity} on image filesystem"


def old_images_left(max_age: Seconds, errors: list[str]) -> str:
    """The runtime would not remove images that were older than *max_age*."""
    return (
        f"wanted to free images older than {duration(max_age)}, "
        f"encountered errors in image deletion: {aggregate(errors)}"
    )


def removals_failed(wanted: Bytes, freed: Bytes, errors: list[str]) -> str:
    """The runtime would not remove some images; said even if enough was freed by others."""
    return (
        f"wanted to free {wanted} bytes, but freed {freed} bytes space "
        f"with errors in image deletion: {aggregate(errors)}"
    )


def too_little_freed(explains: bool, usage: ImageFsUsage, wanted: Bytes, freed: Bytes) -> str:
    """Not enough could go. From 1.35 the text *explains* how full the disk is and what to look for."""
    if not explains:
        return (
            f"Failed to garbage collect required amount of images. Attempted to free {wanted} bytes, "
            f"but only found {freed} bytes eligible to free."
        )
    return (
        f"Insufficient free disk space on the node's image filesystem ({usage.percent}% of {_size(usage.capacity)} "
        f"used). Failed to free sufficient space by deleting unused images (freed {freed} bytes). "
        "Investigate disk usage, as it could be used by active images, logs, volumes, or other data."
    )


def _size(size: Bytes) -> str:
    """Bytes in the largest unit up to TiB, with one decimal except for plain bytes."""
    value, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{size} B" if unit == "B" else f"{value:.1f} {unit}"
