"""Rows -> pandas tables. The fields of a row's NamedTuple are the columns, in that order, also when there are no rows.

The first columns of each table of records are those that docs/reference.md lists; columns after them are extra.
Times are float64 with NaN for "has not happened", counts and sizes int64 (Int64 where one may be missing), yes and no
bool, everything else text. MissingExtraError where pandas is not installed.
"""

from collections.abc import Iterable
from typing import Any

from imagesim.extras import LAB, needing
from imagesim.results.table_columns import ROW_TYPES, columns, plain

with needing(LAB, "tables", "pandas"):
    import pandas as pd


def table(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """The table *name* ("pulls", "version_mix", ...) of *rows* of its row type."""
    return frame(ROW_TYPES[name], rows)


def frame(row_type: type[tuple[Any, ...]], rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """A table of *rows*, which are values of the NamedTuple *row_type*."""
    found, of = list(rows), columns(row_type)
    return pd.DataFrame(
        {
            column.name: pd.Series([plain(column.name, row[place]) for row in found], dtype=column.dtype)
            for place, column in enumerate(of)
        },
        columns=[column.name for column in of],
    )
