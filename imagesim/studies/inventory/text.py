"""The inventory as text, as a JSON document and as the lines of a CSV file."""

import csv
import io
from collections.abc import Iterable

from imagesim.results.report.kubectl_format import columns
from imagesim.results.sizes import size
from imagesim.rules.shown import gate
from imagesim.studies.inventory.inventory import Inventory, InventoryRow

_HEAD = ("REGISTRY", "REPOSITORY", "TAG", "POLICY", "PODS", "NODES", "SIZE", "VERSIONS", "CAN MOVE", "USED BY")
_USERS, _DIGEST = 2, 19


def text(found: Inventory, *, wide: bool = False) -> gate.Shown:
    """The rows as kubectl lays out columns; *wide* has whole digests and all users."""
    return columns([_HEAD, *(_cells(row, found.of_nodes, wide=wide) for row in found.rows)])


def to_json_dict(found: Inventory) -> dict[str, object]:
    """The document of `--json`."""
    return {"schema": 1, "of_nodes": found.of_nodes, "images": [row._asdict() for row in found.rows]}


def csv_lines(found: Inventory) -> gate.Shown:
    """A line for each image below the names of the columns; what has several values has them apart by spaces."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(InventoryRow._fields)
    for row in found.rows:
        writer.writerow([" ".join(cell) if isinstance(cell, tuple) else cell for cell in row])
    return gate.data(lines.getvalue().rstrip("\n"))


def _cells(row: InventoryRow, of_nodes: int | None, *, wide: bool) -> list[str]:
    digest = row.digest if wide else row.digest[:_DIGEST]
    return [
        row.registry or "<not a name>",
        row.repository,
        "@".join(part for part in (row.tag, digest) if part) or "-",
        ",".join(row.policies),
        _pods(row),
        "?" if row.nodes is None else f"{row.nodes} of {of_nodes}",
        "?" if row.size_bytes is None else size(row.size_bytes),
        ",".join(row.versions) or "?" if wide else str(len(row.versions) or "?"),
        "no" if row.pinned else "yes",
        _listed(row.users, None if wide else _USERS),
    ]


def _pods(row: InventoryRow) -> str:
    parts = [str(row.pods)] if row.pods or not row.each_node else []
    return " + ".join([*parts, *(["each node"] if row.each_node else [])])


def _listed(users: Iterable[str], most: int | None) -> str:
    names = list(users)
    more = 0 if most is None else max(0, len(names) - most)
    return ", ".join(names[:most]) + (f" and {more} more" if more else "")
