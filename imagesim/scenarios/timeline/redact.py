"""Secrets in the events of a Timeline document are replaced by stand-ins, each by its event's own module."""

from typing import Any

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.timeline.event_table import EVENT_KINDS
from imagesim.scenarios.timeline.written_events import written_events

_REDACTED = [(kind.name, kind.redact) for kind in EVENT_KINDS if kind.redact is not None]


def redact_events(document: Document, value: Any) -> None:
    """Replace what is secret in *value*, which is a copy of the Timeline *document*'s own and is not checked yet."""
    for path, event in written_events(value):
        for name, redact in _REDACTED if isinstance(event, dict) else ():
            if isinstance(event.get(name), dict):
                event[name] = redact(document, (*path, name), event[name])
