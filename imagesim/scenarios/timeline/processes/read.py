"""Random processes become values: their events are read as those of the timeline are, without a time."""

from dataclasses import fields

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.quantities import format_duration
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.timeline.event_model import HappeningSpec
from imagesim.scenarios.timeline.known import Known
from imagesim.scenarios.timeline.place import EventPlace
from imagesim.scenarios.timeline.processes.model import IN_ITS_PLACE, ProcessSpec
from imagesim.scenarios.values.process import Process
from imagesim.scenarios.values.timeline_event import TimelineEvent


def read_processes(listed: list[tuple[Document, list[ProcessSpec]]], known: Known) -> tuple[Process, ...]:
    """Return the processes that each Timeline document lists, in their order.

    Raises ScenarioError for a mistake in one of their events, and for two processes of one name.
    """
    found: dict[str, Process] = {}
    for document, specs in listed:
        for index, spec in enumerate(specs):
            path: Path = ("spec", "processes", index)
            if spec.name in found:
                raise document.error("is the name of another process, too", (*path, "name"), value=spec.name)
            found[spec.name] = _read(spec, document, path, known)
    return tuple(found.values())


def _read(spec: ProcessSpec, document: Document, path: Path, known: Known) -> Process:
    place = EventPlace(document, path, known)
    pool = workload = ""
    if spec.any_node_of is not None:
        pool = place.one_of("anyNodeOf", spec.any_node_of, known.pools, "is no NodePool")
    if spec.any_pod_of is not None:
        workload = place.workload("anyPodOf", spec.any_pod_of)
    _check_times(spec, document, path)
    events = []
    for number, happening in enumerate(spec.happenings):
        at: Path = (*path, "do") if spec.do is not None else (*path, "oneOf", number)
        _check_nothing_instead(spec, happening, EventPlace(document, (*at, happening.what[0].name), known))
        events.append(_event(happening, document, at, known))
        _check_drawn(spec, events[-1], EventPlace(document, at, known))
    return Process(
        name=spec.name,
        events=tuple(events),
        every_s=spec.every,
        times_s=tuple(sorted(spec.times)),
        from_s=spec.begin,
        until_s=spec.until,
        any_node_of=pool,
        any_pod_of=workload,
    )


def _check_times(spec: ProcessSpec, document: Document, path: Path) -> None:
    """ScenarioError for a time that is written and at which nothing can happen."""
    for index, at_s in enumerate(spec.times):
        rule = ""
        if at_s < spec.begin:
            rule = f"lies before from, which is {format_duration(spec.begin)}"
        elif spec.until is not None and at_s >= spec.until:
            rule = f"is not before until, which is {format_duration(spec.until)}"
        if rule:
            hint = "remove it, or change from or until"
            raise document.error(rule, (*path, "times", index), value=format_duration(at_s), suggestion=hint)


def _event(happening: HappeningSpec, document: Document, path: Path, known: Known) -> TimelineEvent:
    kind, fields_ = happening.what
    event: TimelineEvent = kind.read(fields_, 0.0, EventPlace(document, (*path, kind.name), known))
    return event


def _check_drawn(spec: ProcessSpec, event: TimelineEvent, place: EventPlace) -> None:
    """ScenarioError where a node or pod is drawn and the event has none."""
    names = {field.name for field in fields(event)}
    if spec.any_node_of is not None and "node" not in names:
        raise place.error(
            "befalls no node, and anyNodeOf draws one", suggestion="use an event of a node, such as cordon"
        )
    if spec.any_pod_of is not None and "target" not in names:
        hint = "use restart, delete or loseSandbox"
        raise place.error("befalls no pods, and anyPodOf draws one", suggestion=hint)


def _check_nothing_instead(spec: ProcessSpec, happening: HappeningSpec, place: EventPlace) -> None:
    """ScenarioError where a node or pod is drawn and the event says itself whom it befalls."""
    drawn = "anyNodeOf" if spec.any_node_of is not None else "anyPodOf" if spec.any_pod_of is not None else ""
    fields_of = type(happening.what[1]).model_fields
    if not drawn or IN_ITS_PLACE[drawn][0] not in fields_of:
        return
    written = place.manifest()
    for name in IN_ITS_PLACE[drawn]:
        if written[name].given:
            rule = f"is said here, and {drawn} draws whom the event befalls"
            raise place.error(rule, name, value=written[name].value, suggestion=f"remove it, or {drawn}")
    if drawn == "anyPodOf" and "pods" in fields_of and written["pods"].value not in (None, 1):
        rule = "is how many pods the event befalls, and anyPodOf draws one"
        raise place.error(rule, "pods", value=written["pods"].value, suggestion="remove it")
