"""Secrets in the events of a Timeline document are replaced by stand-ins, each by its event's own module."""

from typing import Any

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.timeline.event_table import EVENT_KINDS

_REDACTED = [(kind.name, kind.redact) for kind in EVENT_KINDS if kind.redact is not None]


def redact_events(document: Document, value: Any) -> None:
    """Replace what is secret in *value*, which is a copy of the Timeline *document*'s own and is not checked yet."""
    spec = value.get("spec")
    events = spec.get("events") if isinstance(spec, dict) else None
    for index, event in enumerate(events if isinstance(events, list) else ()):
        for name, redact in _REDACTED if isinstance(event, dict) else ():
            if isinstance(event.get(name), dict):
                event[name] = redact(document, ("spec", "events", index, name), event[name])
