"""One row held against its simulation: the verdict, and the lines that say why."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from tests.field.explained import explanation
from tests.field.judging import SEEDS, Judged, judge, most_telling
from tests.field.percentiles import Place
from tests.field.row import Row

Verdict = Literal["agreed", "disagreed", "excluded"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

NO_SCENARIO = "a row without a scenario and without events is held by the tests of what it shows"


class Held(NamedTuple):
    """What came of a row. `number` and `age` are its places in the test of all rows, None where it has no say."""

    name: str
    verdict: Verdict
    reason: str = ""
    judged: Sequence[Judged] = ()
    versions: Sequence[str] = ()
    number: Place | None = None
    age: Place | None = None

    def lines(self) -> Iterator[str]:
        """What is printed of it."""
        versions = f" ({', '.join(self.versions)})" if self.versions else ""
        yield f"{self.name}{versions}: {self.verdict}{': ' if self.reason else ''}{self.reason}"
        for each in self.judged:
            yield f"    {_line(each)}"


def hold(row: Row | None, seeds: int = SEEDS) -> Held:
    """Simulate *row* with so many *seeds*, more where few moments fit, and judge it."""
    if row is None:
        return Held("a row of another kind", "excluded", NO_SCENARIO)
    judged = judge(row, seeds)
    if not any(each.problem for each in judged):
        return Held(row.name, "agreed", "", judged, row.versions, *most_telling(row, judged))
    reason = explanation(row)
    if reason:
        return Held(row.name, "excluded", reason, judged, row.versions)
    return Held(row.name, "disagreed", "", judged, row.versions, *most_telling(row, judged))


def _line(each: Judged) -> str:
    pasted = each.pasted
    counts = f"x{each.counts[0]} to x{each.counts[-1]}" if each.counts else "none"
    text = f"{pasted.kind:<32}{pasted.text:<24}age {each.age.text():<10}count {each.number.text():<10}fits {counts}"
    return f"{text}  {each.problem}" if each.problem else text
