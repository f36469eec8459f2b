"""Secrets in the events of a Timeline document are replaced by stand-ins, each by its event's own module."""

from collections.abc import Iterator
from typing import Any

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.event_table import EVENT_KINDS

_REDACTED = [(kind.name, kind.redact) for kind in EVENT_KINDS if kind.redact is not None]


def redact_events(document: Document, value: Any) -> None:
    """Replace what is secret in *value*, which is a copy of the Timeline *document*'s own and is not checked yet."""
    spec = value.get("spec")
    for path, event in _events(spec if isinstance(spec, dict) else {}):
        for name, redact in _REDACTED if isinstance(event, dict) else ():
            if isinstance(event.get(name), dict):
                event[name] = redact(document, (*path, name), event[name])


def _events(spec: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The events with their paths, and those of the processes."""
    yield from ((("spec", "events", index), event) for index, event in _listed(spec.get("events")))
    for index, process in _listed(spec.get("processes")):
        if isinstance(process, dict):
            path: Path = ("spec", "processes", index)
            yield (*path, "do"), process.get("do")
            yield from (((*path, "oneOf", number), event) for number, event in _listed(process.get("oneOf")))


def _listed(value: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else iter(())
