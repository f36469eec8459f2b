"""What all written world documents share: their head, and what may be left out of them."""

from collections.abc import Mapping
from typing import Any

from imagesim.rules.units import BytesPerSecond, Seconds
from imagesim.scenarios.reading.quantities import format_duration, format_speed
from imagesim.scenarios.world.models import API_VERSION

Document = dict[str, Any]


def world_document(kind: str, name: str, spec: Mapping[str, Any]) -> Document:
    """A world document; what is empty in *spec* is left out."""
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": given(spec)}


def given(fields: Mapping[str, Any]) -> Document:
    """Leave out what is empty; zero and false are not."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def changed(fields: Mapping[str, tuple[Any, Any]]) -> Document:
    """Of fields with their values and defaults, those that are not the default."""
    return {name: value for name, (value, default) in fields.items() if value != default}


def speed_text(speed: BytesPerSecond | None) -> str:
    """A speed as it reads back."""
    return "unlimited" if speed is None else format_speed(speed)


def duration_text(seconds: Seconds | None) -> str | None:
    """A duration as it reads back, None for none."""
    return None if seconds is None else format_duration(seconds)
