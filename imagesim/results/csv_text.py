"""Rows -> the text of a CSV file, as pandas writes the table of the same rows, and without pandas.

A line per row below the names of the columns; what has not happened is an empty cell, times have a decimal point, yes
and no are True and False. A text is quoted where it holds a comma, a quote or the end of a line.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable
from typing import Any

from imagesim.results.table_columns import ROW_TYPES, TableColumn, columns, plain


def csv_text(name: str, rows: Iterable[tuple[Any, ...]]) -> str:
    """The table *name* ("pulls", "version_mix", ...) of *rows* of its row type, with `\\n` at the ends of lines."""
    of = columns(ROW_TYPES[name])
    cells = [(place, _cell(column)) for place, column in enumerate(of)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in of])
    writer.writerows([cell(row[place]) for place, cell in cells] for row in rows)
    return text.getvalue()


def _cell(column: TableColumn) -> Callable[[Any], object]:
    if column.dtype == "float64":
        return _number
    if column.dtype == "str":
        return lambda value: plain(column.name, value)
    return lambda value: value  # whole numbers, yes and no; csv writes None as nothing


def _number(value: float | None) -> float | str:
    return "" if value is None or math.isnan(value) else float(value)
