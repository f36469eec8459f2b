"""The events at the end of a description (DescribeEvents)."""

from collections.abc import Sequence

from imagesim.engine.api.stored_events import StoredEvent
from imagesim.results.describers.writer import NONE, Viewpoint, Writer
from imagesim.rules.golang.text import trim_space
from imagesim.rules.printers.durations import event_age


def describe_events(events: Sequence[StoredEvent], view: Viewpoint, writer: Writer) -> None:
    """A line for each, in the order of their last updates."""
    if not events:
        writer.field("Events", NONE)
        return
    writer.flush()
    writer.line("Events:")
    writer.line("Type", "Reason", "Age", "From", "Message", level=1)
    writer.line("----", "------", "----", "----", "-------", level=1)
    for event in events:
        age = event_age(event.first_s // 1, event.last_s // 1, event.times, view.now)  # the API has whole seconds
        part = f"{event.field_path}: " if event.field_path and view.parts else ""
        writer.line(event.type, event.reason, age, event.source, part + trim_space(event.message), level=1)
