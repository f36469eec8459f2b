"""One case held: does the interval have the next attempt, and how wide is it beside others'?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import imagesim
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.due import Due
from imagesim.studies.replaying.series import series_of
from tests.foretold.cases import Case, case
from tests.foretold.knowing import all_but_the_jitter, all_that_has_happened


class Held(NamedTuple):
    """`hit` is whether the next attempt, in `after_s`, was inside. Widths: ours, and those of two who know more."""

    case: Case
    due: Due
    after_s: Seconds
    hit: bool
    width_s: Seconds
    but_jitter_s: Seconds | None
    happened_s: Seconds
    in_list: bool

    def line(self) -> str:
        """What is printed of a case."""
        case, due = self.case, self.due
        said = f"{case.number:4} {case.version} {case.takes_ms:>6} ms {case.containers} {case.form:<11}"
        said += f" {case.now_s:7.1f} s"
        widths = f"{self.width_s:5.1f} {self.but_jitter_s or -1:5.1f} {self.happened_s:5.1f}"
        interval = (
            f"{due.least_s:5.1f} to {due.most_s:5.1f}, {self.after_s:5.1f} s {'inside' if self.hit else 'OUTSIDE'}"
        )
        return f"{said}  widths {widths}  {interval}"


def hold(number: int) -> Held:
    """Draw the case, print it, read it, foretell, and look."""
    drawn = case(number)
    found = imagesim.replay(drawn.printed, now=drawn.unix)
    row = next(row for row in found.stuck if row.container == "web")
    assert row.due is not None
    (story,) = found._stories
    series = series_of(story, next(each for each in story.pod.containers if each.name == "web"))
    after_s = drawn.next_s - drawn.now_s
    begun = sum(each.queued_s <= drawn.now_s for each in drawn.records.pulls if each.container == "web")
    return Held(
        drawn,
        row.due,
        after_s,
        row.due.least_s <= after_s <= row.due.most_s,
        row.due.most_s - row.due.least_s,
        all_but_the_jitter(drawn, story, series),
        all_that_has_happened(drawn),
        begun == max(series.failures, series.pulling.count),
    )


def summary(held: Sequence[Held]) -> Iterable[str]:
    """The lines at the end."""
    yield f"all: {len(held)} cases, {sum(each.hit for each in held)} inside: {share(held):.1%}"
    yield f"not certain by the program's own word: {sum(not each.due.sure for each in held)}"
    for name, some in (
        ("all", held),
        ("last attempt in the list", [each for each in held if each.in_list]),
        ("last attempt not in the list", [each for each in held if not each.in_list]),
    ):
        if some:
            width_s = _mean([each.width_s for each in some])
            happened = width_s / _mean([each.happened_s for each in some])
            yield f"{name}: {len(some)} cases, {share(some):.1%} inside, mean width {width_s:.1f} s,"
            yield f"    {ratio(some):.2f} times that of one who knows all but the jitter,"
            yield f"    {happened:.2f} times that of one who knows all that has happened"


def share(held: Sequence[Held]) -> float:
    """How many are inside."""
    return sum(each.hit for each in held) / len(held)


def ratio(held: Sequence[Held]) -> float:
    """Our mean width by that of one who knows all but the jitter."""
    both = [(each.width_s, each.but_jitter_s) for each in held if each.but_jitter_s is not None]
    return sum(ours for ours, _ in both) / sum(theirs for _, theirs in both)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
