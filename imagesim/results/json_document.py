"""A run as one JSON document, with the keys schema (1), summary, assumptions, not_modelled, missing_pods and tables.

`tables` holds the rows of each by name. A row is an object with the table's columns as keys. JSON has neither NaN nor
infinity: what has not happened is null.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from imagesim.engine.assumptions import ASSUMPTIONS
from imagesim.engine.records import Records
from imagesim.results.measures.availability import availability
from imagesim.results.measures.disks import disks
from imagesim.results.measures.host_costs import host_costs
from imagesim.results.measures.node_images import node_images
from imagesim.results.measures.push_reach import push_reach
from imagesim.results.measures.ready_times import ready_times
from imagesim.results.measures.recovery import recovery
from imagesim.results.measures.summary import summary
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.results.measures.version_mix import mixed_intervals, version_mix
from imagesim.results.measures.version_times import mixed_times, version_times
from imagesim.results.object_rows import object_rows
from imagesim.results.published_names import published
from imagesim.scenarios.values.missing_pods import MissingPods
from imagesim.scenarios.values.scenario import Scenario

SCHEMA = 1
_AS_IT_IS = frozenset((str, int, bool))
"""Of most cells, the types: JSON and the tables have them alike."""


def json_document(scenario: Scenario, records: Records) -> dict[str, Any]:
    """The document as plain values, ready for `json.dumps(..., allow_nan=False)`."""
    tables = {name: _rows(rows) for name, rows in all_rows(records).items()}
    return {**json_summary(scenario, records), "tables": tables}


def json_summary(scenario: Scenario, records: Records) -> dict[str, Any]:
    """The document without its tables."""
    return {
        "schema": SCHEMA,
        "summary": _plain(summary(records)),
        "assumptions": [*scenario.assumptions, *ASSUMPTIONS],
        "not_modelled": list(scenario.not_modelled),
        "missing_pods": [_missing(each) for each in scenario.missing_pods],
    }


def _missing(missing: MissingPods) -> dict[str, Any]:
    return {
        "kind": missing.kind,
        "namespace": missing.namespace,
        "name": missing.name,
        "pods": missing.pods,
        "images": list(missing.images),
        "why": missing.why,
    }


def all_rows(records: Records) -> dict[str, Sequence[Any]]:
    """The rows of every table, by the table's name."""
    return {
        "pulls": records.pulls,
        "unfinished_pulls": records.unfinished_pulls,
        "pods": records.pods,
        "states": records.states,
        "running": records.running,
        "events": records.events,
        "requests": records.requests,
        "hosts": records.hosts,
        "budgets": records.budgets,
        "tags": records.tags,
        "removed_images": records.removed_images,
        "stored_images": records.stored_images,
        "disk_usage": records.disk_usage,
        "causes": records.causes,
        "objects": object_rows(records),
        "version_mix": version_mix(records),
        "mixed_intervals": mixed_intervals(records),
        "recovery": recovery(records),
        "unauthorised": unauthorised(records),
        "node_images": node_images(records),
        "disks": disks(records),
        "costs": host_costs(records),
        "version_times": version_times(records),
        "mixed_times": mixed_times(records),
        "pushes": push_reach(records),
        "ready_times": ready_times(records),
        "availability": availability(records),
    }


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            name: value if type(value) in _AS_IT_IS else _plain(published(name, value))
            for name, value in zip(row._fields, row, strict=True)
        }
        for row in rows
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
