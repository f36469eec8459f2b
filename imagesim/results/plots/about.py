"""What a table says about its run beside its rows: when the run ended, and the order of versions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from imagesim.results.palette import Look, version_looks
from imagesim.rules.units import Seconds


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows, with the columns as attributes."""
    return iter(frame.itertuples(index=False))


def end_of(frame: pd.DataFrame, end_s: Seconds | None, *columns: str) -> Seconds:
    """*end_s*, or what the table knows, or the latest time in *columns*."""
    if end_s is not None:
        return end_s
    known = frame.attrs.get("end_s")
    if known is not None:
        return float(known)
    latest = frame[list(columns)].max().max()
    return 0.0 if pd.isna(latest) else float(latest)


def looks_of(frame: pd.DataFrame, versions: Sequence[str] | None, digests: Iterable[str]) -> dict[str, Look]:
    """A look for every digest, in the order of *versions*, or of what the table knows, or of the rows."""
    known = frame.attrs.get("versions", ()) if versions is None else versions
    return version_looks([*known, *digests])
