"""What a field of a version table means and how each column of it is known.

A version's behaviour is data: one frozen dataclass per component, one value per version. Every field carries its
meaning, the upstream place it models and, for each version, how the value is known: "recorded" (the real code was
run and its answers kept), "measured" (a real runtime was watched on the wire), "source read", or, where the code of a
version could not be read, from its release notes ("changelog"), its enhancements ("KEP"), or that neither tells of a
change ("no change found"). `imagesim versions` prints all of that, so it is kept beside the field and not in prose
elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

RECORDED = "recorded"
MEASURED = "measured"
SOURCE_READ = "source read"
CHANGELOG = "changelog"
KEP = "KEP"
NO_CHANGE_FOUND = "no change found"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a version table, ready to print. `known` and `values` map a version to how and what."""

    name: str
    meaning: str
    source: str
    values: Mapping[str, object]
    known: Mapping[str, str]


def fact(meaning: str, source: str, known: Mapping[str, str]) -> Any:
    """A dataclass field that carries its *meaning*, its upstream *source* and how each version is *known*."""
    return field(metadata={"meaning": meaning, "source": source, "known": dict(known)})


def table(behaviours: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The rows of the table whose columns are *behaviours* (version -> behaviour), in the order of the fields."""
    columns = list(behaviours.items())
    return tuple(
        Fact(
            name=row.name,
            meaning=row.metadata["meaning"],
            source=row.metadata["source"],
            values={version: getattr(behaviour, row.name) for version, behaviour in columns},
            known=row.metadata["known"],
        )
        for row in fields(columns[0][1])
        if row.metadata
    )
