"""`kubectl get -w` of a run: every change of what is watched, with its time."""

from collections.abc import Sequence
from typing import Any

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.get import HUMAN, Printout, Wanted
from imagesim.results.kubectl.human import printed
from imagesim.results.kubectl.machine import written
from imagesim.results.kubectl.selecting import Chosen, filtered, not_found
from imagesim.results.printers.printers import columns, table
from imagesim.results.printers.table import Table
from imagesim.rules.golang.text import duration
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.resources import requests
from imagesim.rules.shown import gate

_UNSORTED = "warning: --watch requested, --sort-by will be ignored for watch events received"
"""pkg/cmd/get/get.go of kubectl, Complete."""


def watch(objects: ApiObjects, arguments: Sequence[str], chosen: Chosen, wanted: Wanted) -> Printout:
    """What `kubectl get -w` prints from the start of the run to its end, each line with its time before it.

    A line for every change, and ages as they were then; what is written to an object in one instant is one change.
    A name that no object ever had is not found. KubectlError as `get`.
    """
    asked = requests(arguments)
    if len(asked) != 1:
        raise KubectlError("error: you may only specify a single resource type")
    kind, names = asked[0]
    found = [
        event
        for event in objects.changes(kind)
        if _is_watched(event.document, names, chosen) and list(filtered([event.document], kind, chosen))
    ]
    there = {event.document["metadata"]["name"] for event in found}
    missing = [not_found(kind, name) for name in names if name not in there]
    beside = (*([_UNSORTED] if wanted.sort_by else []), *missing)
    if wanted.output not in HUMAN:
        texts = [written(wanted.output, [event.document], one=True, headers=False) for event in found]
        between = [gate.line("---")] if wanted.output == "yaml" else []
        parts = [part for text in texts for part in (*between, text)]
        return Printout(gate.stacked(parts[len(between) :]), beside, bool(missing))
    layout = wanted.layout._replace(wide=wanted.output == "wide", namespaces=chosen.namespace is None)
    rows = [row for event in found for row in table(kind, [event.document], event.time_s, objects.calendar).rows]
    times = [["TIME"], *([duration(event.time_s)] for event in found)]
    if not rows:
        return Printout(gate.NOTHING, beside, bool(missing))
    return Printout(printed(Table(columns(kind), rows), kind, layout, before=times), beside, bool(missing))


def _is_watched(document: dict[str, Any], names: tuple[str, ...], chosen: Chosen) -> bool:
    metadata = document["metadata"]
    return chosen.namespace in (None, metadata.get("namespace", chosen.namespace)) and (
        not names or metadata["name"] in names
    )
