"""Rows of the tables of docs/validation.md: made from what a comparison found, and read back from the page."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.conformance.running import FileReport
from tests.published.measurements import Row as Published
from tests.results.measures.closed_forms.held import Held
from tests.validation import words

PASTES = "pastes of events"
"""What the row of tests/field is called."""
PAGE = Path(__file__).parents[2] / "docs" / "validation.md"


class Row(NamedTuple):
    """A row: what it is about, and what else stands in it."""

    key: str
    cells: tuple[str, ...]

    def text(self) -> str:
        """The line of the page."""
        return f"| `{self.key}` | {' | '.join(self.cells)} |"

    def number(self, column: int) -> int:
        """A cell that holds a whole number."""
        return int(self.cells[column].replace(",", ""))


def conformance_key(path: Path) -> str:
    """What the row of a recorded file is called: its folder and its name."""
    return f"{path.parent.name}/{path.name}"


def conformance_row(report: FileReport) -> Row:
    """Rows, how many agreed and disagreed, and which were excluded."""
    counts = (report.rows, report.agreed, len(report.disagreements))
    excluded = "; ".join(f"{count:,}: {reason}" for reason, count in sorted(report.excluded.items()))
    cells = (words.FILES[report.path.name], *(f"{count:,}" for count in counts), excluded)
    return Row(conformance_key(report.path), cells)


def wire_row(version: str, cases: int, agreed: int) -> Row:
    """Cases that were recorded from a version of containerd, and how many agreed."""
    return Row(f"containerd {version}", (f"{cases:,}", f"{agreed:,}"))


def field_row(verdicts: Sequence[str]) -> Row:
    """Pastes of events: how many there are, agreed, disagreed, and are excluded since their misfit is explained."""
    found = [len(verdicts), *(verdicts.count(verdict) for verdict in ("agreed", "disagreed", "excluded"))]
    return Row(PASTES, tuple(f"{count:,}" for count in found))


def published_row(cloud: str, row: Published, simulated: float) -> Row:
    """A published median beside the simulated one."""
    off = 100 * (simulated / row.seconds - 1)
    return Row(f"{cloud}, {row.what}", (f"{row.seconds:.2f} s", f"{simulated:.2f} s", f"{off:+.1f} %"))


def published_error_row(cloud: str, found: float, limit: float) -> Row:
    """The root mean square of the logarithmic errors of a cloud."""
    return Row(f"{cloud}, all", ("", "", f"rms {found:.4f}, at most {limit}"))


def measure_row(held: Held) -> Row:
    """A figure of a measure: its closed form, what that says, how far off it may be, and what the measure said."""
    expected, found = (_figure(value, held.unit) for value in (held.expected, held.found))
    within = f" ± {held.within:g}" if held.within else ""
    return Row(held.what, (held.form, f"{expected}{within}", found))


def _figure(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3f}"
    return f"{text} {unit}".rstrip()


@cache
def stored() -> Mapping[str, Row]:
    """The rows that stand in the page now."""
    return read(PAGE.read_text(encoding="utf-8"))


def read(page: str) -> dict[str, Row]:
    """The rows of a page, by their keys."""
    rows = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            key, *cells = (cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|"))
            rows[key.strip("`")] = Row(key.strip("`"), tuple(cells))
    return rows
