"""Tables as kubectl prints them for people.

Models k8s.io/cli-runtime/pkg/printers/tableprinter.go and kubectl's get.go: only columns of priority 0 unless wide,
names with their kinds where several kinds were asked for, a column for the namespace with -A, labels on demand.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from imagesim.results.printers.table import Cell, Table, TableRow
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.api.kinds import Kind
from imagesim.rules.printers.cells import labels_text
from imagesim.rules.shown import gate


class Layout(NamedTuple):
    """What is printed of a Table beside its cells. `label_columns` are the labels that have a column of their own."""

    wide: bool = False
    namespaces: bool = False
    kinds: bool = False
    labels: bool = False
    label_columns: tuple[str, ...] = ()
    headers: bool = True


def printed(table: Table, kind: Kind, layout: Layout, before: Sequence[Sequence[str]] = ()) -> gate.Shown:
    """The Table as text. *before* are cells that stand before those of each row, with their heads first."""
    rows = [_head(table, kind, layout), *(_cells(table, row, kind, layout) for row in table.rows)]
    if before:
        rows = [[*cells, *row] for cells, row in zip(before, rows, strict=True)]
    return columns(rows if layout.headers else rows[1:])


def _head(table: Table, kind: Kind, layout: Layout) -> list[str]:
    head = ["NAMESPACE"] if layout.namespaces and kind.namespaced else []
    head += [column.name.upper() for column in table.columns if layout.wide or not column.priority]
    head += [key.rpartition("/")[2].upper() for key in layout.label_columns]
    return [*head, "LABELS"] if layout.labels else head


def _cells(table: Table, row: TableRow, kind: Kind, layout: Layout) -> list[str]:
    metadata: dict[str, Any] = row.object["metadata"]
    labels = metadata.get("labels") or {}
    cells = [metadata.get("namespace", "")] if layout.namespaces and kind.namespaced else []
    for column, cell in zip(table.columns, row.cells, strict=True):
        if layout.wide or not column.priority:
            text = _text(cell)
            prefix = kind.prefix if layout.kinds and column.format == "name" and not column.priority else ""
            cells.append(f"{prefix}{text}")
    cells += [labels.get(key, "") for key in layout.label_columns]
    return [*cells, labels_text(labels)] if layout.labels else cells


def _text(cell: Cell) -> str:
    """A cell on one line: what stands after its first line is cut off."""
    text = "" if cell is None else str(cell)
    lines = text.splitlines()
    return text if len(lines) < 2 else f"{lines[0]}..."
