"""Timeline events become a Timeline document again."""

from collections.abc import Iterable
from typing import Any

from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.timeline.processes.write import write_process
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.timeline_event import TimelineEvent
from imagesim.scenarios.world.document import API_VERSION


def timeline_document(
    events: Iterable[TimelineEvent], name: str = "timeline", processes: Iterable[Process] = ()
) -> list[dict[str, Any]]:
    """Return the one document that holds all *events* and *processes*."""
    written = [{"at": format_duration(event.at_s), kind_of(event).name: event.write()} for event in events]
    drawn = [write_process(process) for process in processes]
    spec = {"events": written, **({"processes": drawn} if drawn else {})}
    return [{"apiVersion": API_VERSION, "kind": "Timeline", "metadata": {"name": name}, "spec": spec}]
