"""The events of a Timeline document as they are written, before anybody has checked it."""

from collections.abc import Iterator
from typing import Any

from imagesim.scenarios.reading.yaml_values import Path


def written_events(value: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The events of the document *value* with their paths, and those of its processes."""
    spec = value.get("spec")
    if not isinstance(spec, dict):
        return
    yield from ((("spec", "events", index), event) for index, event in _listed(spec.get("events")))
    for index, process in _listed(spec.get("processes")):
        if isinstance(process, dict):
            path: Path = ("spec", "processes", index)
            yield (*path, "do"), process.get("do")
            yield from (((*path, "oneOf", number), event) for number, event in _listed(process.get("oneOf")))


def _listed(value: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else iter(())
