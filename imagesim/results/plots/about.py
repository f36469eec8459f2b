"""What a plot asks of a table: its rows, the pods in it, and what it knows of its run (`frame.attrs`)."""

import re
from collections import Counter, namedtuple
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from imagesim.engine.records import CauseRecord
from imagesim.results.palette import Look, version_looks
from imagesim.rules.units import Seconds

_NUMBER = re.compile(r"-\d+$")
Key = tuple[str, str, str]
"""Namespace, pod, container."""


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows, with the columns as attributes."""
    # What itertuples gives, without its slow walk over columns of text.
    row = namedtuple("row", list(frame.columns), rename=True)  # type: ignore[misc]  # the columns are the table's
    return map(row._make, zip(*(values(frame[column]) for column in frame.columns), strict=True))


def values(column: "pd.Series[Any]") -> list[Any]:
    """A column's cells as plain values, which is quicker to go through than the column."""
    cells: list[Any] = column.to_numpy().tolist()
    return cells


def end_of(frame: pd.DataFrame, end_s: Seconds | None, *columns: str) -> Seconds:
    """*end_s*, or what the table knows, or the latest time in *columns*."""
    if end_s is not None:
        return end_s
    known = frame.attrs.get("end_s")
    if known is not None:
        return float(known)
    latest = frame[list(columns)].max().max()
    return 0.0 if pd.isna(latest) else float(latest)


def looks_of(frame: pd.DataFrame, versions: Sequence[str] | None, digests: "pd.Series[str]") -> dict[str, Look]:
    """A look for every one of *digests*, in the order of *versions*, or of what the table knows, or of the rows."""
    known = frame.attrs.get("versions", ()) if versions is None else versions
    # Millions of rows have a handful of digests.
    return version_looks([*known, *digests.unique()], frame.attrs.get("names"))


def causes_of(frame: pd.DataFrame, causes: pd.DataFrame | None) -> list[CauseRecord]:
    """The rows of the table *causes*, or what *frame* knows."""
    if causes is None:
        return [CauseRecord._make(row) for row in frame.attrs.get("causes", ())]
    rows = (CauseRecord(*row) for row in zip(*(values(causes[column]) for column in CauseRecord._fields), strict=True))
    return [row._replace(ended_s=None) if pd.isna(row.ended_s) else row for row in rows]


def keys_of(frame: pd.DataFrame) -> Iterator[Key]:
    """Of each row the container that it is about."""
    return zip(values(frame.namespace), values(frame.pod), values(frame.container), strict=True)


def pool_of(node: str) -> str:
    """The pool of a node, which is called by its pool and a number."""
    return _NUMBER.sub("", node)


def places_of(frame: pd.DataFrame, keys: Iterable[Key]) -> list[str]:
    """Where each of *keys* is: its namespace where *frame* has several, its node where that is of one of several pools.

    "" where neither tells one from another.
    """
    nodes = {key: node for key, node in zip(keys_of(frame), values(frame.node), strict=True) if node}
    pools = len({pool_of(node) for node in nodes.values() if _NUMBER.search(node)}) > 1
    namespaces = frame.namespace.nunique() > 1
    told = nodes if pools else {}
    return [_place(key[0] if namespaces else "", told.get(key, "")) for key in keys]


def _place(namespace: str, node: str) -> str:
    return " ".join([f"in {namespace}"] * bool(namespace) + [f"on {node}"] * bool(node))


def count_of(frame: pd.DataFrame, *columns: str) -> int:
    """How many different rows there are in *columns*, of which the first is a namespace."""
    # Of one namespace, as most tables are, a column need not be held against another one.
    several = [name for name in columns if frame[name].nunique() > 1]
    return frame[several[0]].nunique() if len(several) == 1 else len(frame[list(columns)].drop_duplicates())


def pod_rows(frame: pd.DataFrame, time: str) -> dict[Key, str]:
    """The rows of a picture and their names, pods in the order in which they first appear in the column *time*.

    A pod is named alone, or with the container where it has several; those stand side by side.
    """
    ordered = frame.sort_values(time, kind="stable")
    keys = list(dict.fromkeys(keys_of(ordered)))
    containers = Counter((namespace, pod) for namespace, pod, _ in keys)
    first = {key[:2]: place for place, key in reversed(list(enumerate(keys)))}
    keys.sort(key=lambda key: (first[key[:2]], key[2]))
    return {
        (namespace, pod, container): pod if containers[namespace, pod] == 1 else f"{pod}/{container}"
        for namespace, pod, container in keys
    }
