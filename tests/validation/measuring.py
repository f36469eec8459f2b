"""Runs every comparison and gives the rows of docs/validation.md. It takes about half a minute."""

from collections.abc import Iterator

from tests.conformance.registry import Checkers
from tests.conformance.running import run_file
from tests.field.holding import hold
from tests.field.reading import SAMPLE, rows
from tests.published.__main__ import LIMITS, error, residuals
from tests.results.measures.closed_forms import FORMS, held_about
from tests.validation.page import samples
from tests.validation.rows import (
    Row,
    conformance_row,
    field_row,
    measure_row,
    published_error_row,
    published_row,
    wire_row,
)
from tests.wire.__main__ import check
from tests.wire.measured import LATER, VERSIONS, of_version, second_recording


def measured() -> dict[str, Row]:
    """All rows, by their keys."""
    parts = (_conformance(), _wire(), _field(), _published(), _measures())
    return {row.key: row for found in parts for row in found}


def _conformance() -> Iterator[Row]:
    checkers = Checkers()
    for path in samples():
        yield conformance_row(run_file(path, checkers.by_file[path.name]))


def _wire() -> Iterator[Row]:
    for version in VERSIONS:
        cases = of_version(version)
        yield wire_row(version, len(cases), sum(not check(case) for case in cases))
    later = second_recording()
    yield wire_row(LATER, len(later), sum(not check(case) for case in later))


def _field() -> Iterator[Row]:
    yield field_row([hold(row).verdict for row in rows(SAMPLE)])


def _published() -> Iterator[Row]:
    for cloud, limit in LIMITS.items():
        for row, simulated in residuals(cloud):
            yield published_row(cloud, row, simulated)
        yield published_error_row(cloud, error(cloud), limit)


def _measures() -> Iterator[Row]:
    for about in FORMS:
        yield from map(measure_row, held_about(about))
