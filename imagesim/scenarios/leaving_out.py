"""What may be left out of a document that is written."""

from collections.abc import Mapping
from typing import Any


def given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; zero and false are not."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def changed(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Of fields with their values and defaults, those that are not the default."""
    return {name: value for name, (value, default) in fields.items() if value != default}
