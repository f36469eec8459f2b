"""Random processes are written again, as a Timeline document holds them."""

from typing import Any

from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.timeline.event_table import kind_of
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.timeline_event import TimelineEvent


def write_process(process: Process) -> dict[str, Any]:
    """The process as people write it."""
    happenings = [_happening(event, process) for event in process.events]
    return {
        "name": process.name,
        **given(
            {
                "every": None if process.every_s is None else format_duration(process.every_s),
                "times": [format_duration(each) for each in process.times_s],
                "from": format_duration(process.from_s) if process.from_s else "",
                "until": "" if process.until_s is None else format_duration(process.until_s),
                "anyNodeOf": process.any_node_of,
                "anyPodOf": process.any_pod_of,
            }
        ),
        **({"do": happenings[0]} if len(happenings) == 1 else {"oneOf": happenings}),
    }


def _happening(event: TimelineEvent, process: Process) -> dict[str, Any]:
    drawn = "node" if process.any_node_of else "target" if process.any_pod_of else ""
    written = {name: value for name, value in event.write().items() if name != drawn}
    return {kind_of(event).name: written}
