"""A run as one JSON object: what the stage draws, in a notebook, in a file, in a page.

Its tables are columns (columns.py), and what they have in common is referred to by place: a state's node, pod and look.
A look of 0 or more is one of `looks`; -1 is the first of `versions`, -2 the second. A run of more than 60 pods or 40
nodes at once is told in `shares`, and its tables of single things are empty.
"""

from collections.abc import Sequence
from typing import Any

from imagesim.engine.records import CauseRecord, Records
from imagesim.results.cause_marks import cause_marks
from imagesim.results.palette import version_looks
from imagesim.results.result import Result
from imagesim.results.stage.columns import Columns, columns, second, texts
from imagesim.results.stage.detailed import NOTHING, detailed
from imagesim.results.stage.places import Looks, as_pulled, node_spans
from imagesim.results.stage.shares import shares
from imagesim.results.svg.canvas import RIGHT, SMALL, text_width
from imagesim.results.time_axis import time_axis
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

SCHEMA = 1
MOST_PODS, MOST_NODES = 60, 40
"""More cannot be told apart on a screen."""
_MOST_PODS_WITH_EVENTS = 300
_WIDEST_NAME, _WITHOUT_NAMES = 290.0, 90.0
_LABEL = SMALL


def run_data(result: Result, axis_end_s: Seconds | None = None, rows: str = "states") -> dict[str, Any]:
    """The object, as docs/reference.md describes it, with *rows* of pods' "states" or of nodes' "pulls".

    The axis of time ends at *axis_end_s*, if not with the run. What comes after it is left out.
    """
    scenario, records = result.scenario, result.records
    stored = sorted({row.digest for row in records.stored_images} - set(result.versions))
    known = [*result.versions, *(row.digest for row in records.states), *stored]
    versions = version_looks(known, result.version_names)
    if rows == "pulls":
        versions = as_pulled(versions, records.pulls)
    looks = Looks(versions)
    nodes = node_spans(records)
    places = {node.name: place for place, node in enumerate(nodes)}
    few = len(records.pods) <= MOST_PODS and len(nodes) <= MOST_NODES
    tables = detailed(records, places, versions, looks, rows) if few else NOTHING
    axis_end_s = records.end_s if axis_end_s is None else axis_end_s
    end_s = min(records.end_s, axis_end_s)
    left = _left(tables["rows"]) if few else _WITHOUT_NAMES
    return {
        "schema": SCHEMA,
        "title": gate.line(scenario.title or scenario.name),
        "question": gate.line(scenario.question),
        "end_s": second(end_s),
        "seed": records.seed,
        "detail": "pods" if few else "shares",
        "axis": _axis(axis_end_s, left),
        "nodes": columns(
            ("name", "created_s", "gone_s"),
            ((node.name, second(node.created_s), second(node.gone_s)) for node in nodes),
        ),
        "registries": columns(("host", "kind", "of"), records.hosts),
        **tables,
        "shares": None if few else shares(records, places, versions, looks, end_s),
        "tags": _tags(records, looks),
        "causes": columns(
            ("time_s", "ended_s", "event", "target", "label", "text"),
            (
                (second(row.time_s), second(row.ended_s), row.event, row.target, row.label, row.text)
                for row in records.causes
            ),
        ),
        "marks": _marks(records.causes, axis_end_s, left),
        "events": _events(records),
        "versions": looks.versions(),
        "looks": looks.states(),
    }


def _left(rows: Columns) -> float:
    """Where the axis begins on the sheet: names of rows stand before it."""
    names = texts(rows["name"])
    return min(_WIDEST_NAME, max((text_width(name, SMALL) for name in names), default=0.0)) + 14


def _axis(end_s: Seconds, left: float) -> dict[str, Any]:
    axis = time_axis(end_s)
    return {
        "end_s": second(end_s),
        "left": round(left, 2),
        "ticks": [[time_s, text] for time_s, text in axis.ticks],
        "title": axis.title,
    }


def _tags(records: Records, looks: Looks) -> Columns:
    rows = (
        (second(row.time_s), row.host, row.repository, row.tag, looks.of_digest.get(row.digest), row.digest)
        for row in records.tags
    )
    return columns(("time_s", "host", "repository", "tag", "version", "digest"), rows)


def _marks(causes: Sequence[CauseRecord], end_s: Seconds, left: float) -> dict[str, Any]:
    width = RIGHT - left
    marks = cause_marks(causes, 0.0, end_s, lambda text: (text_width(text, _LABEL) + 8) / width)
    return {
        "lines": list(marks.lines),
        "bands": [list(band) for band in marks.bands],
        "labels": [{**label._asdict(), "anchor": list(label.anchor)} for label in marks.labels],
        "lanes": marks.lanes,
    }


def _events(records: Records) -> Columns:
    names = ("time_s", "object", "type", "reason", "message", "count")
    if len(records.pods) > _MOST_PODS_WITH_EVENTS:
        return columns(names, ())
    rows = (
        (second(row.time_s), str(row.object), row.type, row.reason, row.message, row.count) for row in records.events
    )
    return columns(names, rows)
