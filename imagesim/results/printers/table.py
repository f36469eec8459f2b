"""A Table (meta.k8s.io/v1): what the API server answers to a client that asks for something to print."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

Cell = str | int | None
Document = dict[str, Any]


class Column(NamedTuple):
    """A column: kubectl prints those of priority 0, and with `-o wide` all. `format` is "name" for names."""

    name: str
    type: str = "string"
    format: str = ""
    description: str = ""
    priority: int = 0


class TableRow(NamedTuple):
    """The cells of one object, and the object."""

    cells: Sequence[Cell]
    object: Document


class Table(NamedTuple):
    """Rows in the order in which they are printed. `resource_version` is that of the list."""

    columns: Sequence[Column]
    rows: Sequence[TableRow]
    resource_version: str = ""

    def document(self, include: Literal["None", "Metadata", "Object"] = "Metadata") -> Document:
        """As the API writes it; each row has its object, that object's metadata, or nothing."""
        return {
            "kind": "Table",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": {"resourceVersion": self.resource_version},
            "columnDefinitions": [column._asdict() for column in self.columns],
            "rows": [_row(row, include) for row in self.rows],
        }


def _row(row: TableRow, include: str) -> Document:
    if include == "None":
        return {"cells": list(row.cells)}
    if include == "Object":
        return {"cells": list(row.cells), "object": row.object}
    partial = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": row.object["metadata"]}
    return {"cells": list(row.cells), "object": partial}
