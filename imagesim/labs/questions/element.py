"""An element that a script can bring to life: its data in an attribute, and inside it what is read without a script."""

import json
from typing import Any


def element(name: str, data: dict[str, Any], inside: str) -> str:
    """The element *name* with *data* as JSON in `data-is`, around *inside*, which is HTML."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    for character, entity in (("&", "&amp;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return f"<{name} data-is='{text}'>{inside}</{name}>"
