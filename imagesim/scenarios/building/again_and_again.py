"""How often what comes again and again may come in one run: a period of 1ms is a mistake of typing, and takes hours."""

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.world_documents import World

MOST_TIMES = 10_000
"""So often a process may happen in a run, and a rule of retention be looked at."""


def check_periods(world: World, processes: tuple[Process, ...], duration_s: Seconds) -> None:
    """ScenarioError for a process that would happen more often in so long a run, and for such a retention."""
    for process in processes:
        span_s = process.ends_s(duration_s) - process.from_s
        if len(process.times_s) > MOST_TIMES or _too_often(span_s, process.every_s):
            rule = f"the process {process.name} would happen more than {MOST_TIMES:,} times in it"
            document, _ = world.simulation
            raise document.error(rule, ("spec", "duration"), suggestion="write a longer every, or until")
    for document, model in world.registries:
        for index, retention in enumerate(model.spec.retention):
            if _too_often(duration_s, retention.every):
                rule = f"makes more than {MOST_TIMES:,} looks at the registry in a run of {format_duration(duration_s)}"
                path = ("spec", "retention", index, "every")
                written = format_duration(retention.every)
                raise document.error(rule, path, value=written, suggestion="write a longer every, or a shorter run")


def _too_often(span_s: Seconds, every_s: Seconds | None) -> bool:
    return every_s is not None and span_s > MOST_TIMES * every_s
