"""What a checker is made of: the type of a row, the exclusion, and a text for what differs."""

from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
"""One recorded row, as JSON gave it."""

Check = Callable[[Row], str | None]
"""Checks one row: None or "" when imagesim agrees, else what differs."""


class Excluded(Exception):
    """Raised by a checker for a row that cannot be compared; its text is the reason, the same for alike rows."""


def differences(expected: Mapping[str, object], got: Mapping[str, object]) -> str:
    """What differs between two mappings, key by key; "" if nothing does. A key missing in *got* is a difference."""
    absent = object()
    return "; ".join(
        f"{key}: recorded {value!r}, got {got[key]!r}" if key in got else f"{key}: recorded {value!r}, got nothing"
        for key, value in expected.items()
        if got.get(key, absent) != value
    )
