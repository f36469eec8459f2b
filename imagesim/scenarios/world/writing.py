"""What all written world documents share: their head, speeds and durations."""

from collections.abc import Mapping
from typing import Any

from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_duration, format_speed
from imagesim.scenarios.world.document import API_VERSION

Document = dict[str, Any]


def world_document(kind: str, name: str, spec: Mapping[str, Any]) -> Document:
    """A world document; what is empty in *spec* is left out."""
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": given(spec)}


def speed_text(speed: BytesPerSecond | None) -> str:
    """A speed as it reads back."""
    return "unlimited" if speed is None else format_speed(speed)


def duration_range_text(span: tuple[Seconds, Seconds]) -> str | list[str]:
    """A range of durations as it reads back: one duration where it is no wider."""
    least, most = map(format_duration, span)
    return least if least == most else [least, most]


def duration_text(seconds: Seconds | None) -> str | None:
    """A duration as it reads back, None for none."""
    return None if seconds is None else format_duration(seconds)
