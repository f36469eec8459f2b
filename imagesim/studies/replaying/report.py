"""A replay as a text: stuck containers that read alike once, with how many more there are."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from imagesim.rules.golang.dates import rfc3339
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.quantities import counted
from imagesim.studies.replaying.inference.due import Due
from imagesim.studies.replaying.stuck import StuckContainer
from imagesim.studies.replaying.words import due_in, lasting

_MOST = 20
_MORE_NAMED = 8


def report(
    stuck: Sequence[StuckContainer], uncertain: Iterable[str], pods: int, events: int, now: float | None
) -> gate.Shown:
    """The text. *now* is when the list was printed, in Unix time, None where it is not known."""
    told = f"{counted(pods, 'pod')}, {counted(events, 'event')}"
    if not stuck:
        head = f"{told}: no container waits for its image, as far as they tell."
    else:
        waiting = "container waits for its image", "containers wait for their images"
        head = f"{told}: {counted(len(stuck), *waiting)}."
    parts = [gate.line(head)]
    parts += [gate.lines(_lines(row, now)) for row in stuck[:_MOST]]
    if len(stuck) > _MOST:
        parts.append(gate.lines(_more(stuck[_MOST:])))
    parts.append(gate.lines(["What is not certain:", *(f"  - {sentence}" for sentence in uncertain)]))
    return gate.stacked(parts, apart=1)


def due_text(due: Due, now: float | None) -> str:
    """The next attempt in words."""
    said = f"an attempt {due_in(due.least_s, due.most_s)} from when the list was printed"
    if now is not None:
        said += f", {_clock(now + due.least_s)} to {_clock(now + due.most_s)}"
    said += f" (95 of 100 times; in {lasting(due.middle_s)} as likely sooner as later)"
    return said if due.sure else f"{said}; the list says too little, or contradicts itself, so this is rough"


def _lines(row: StuckContainer, now: float | None) -> Iterator[str]:
    place = "/".join(part for part in (row.namespace, row.pod) if part)
    yield f"Pod {place or '(not named)'}, container {row.container}{f', on {row.node}' if row.node else ''}"
    yield f"  image     {row.image or '(not told)'}"
    yield f"  shows     Waiting, {row.reason}"
    yield f"  why       {row.why.why}{'' if row.why.sure else ' (not certain)'}"
    if row.error:
        yield f"  said      {row.error}"
    for place_, sentence in enumerate(row.proofs):
        yield f"  {'proved' if not place_ else '':<9} {sentence}"
    yield f"  next      {due_text(row.due, now) if row.due is not None else row.next}"
    if row.why.remedy:
        yield f"  remedy    {row.why.remedy}"


def _more(rows: Sequence[StuckContainer]) -> Iterator[str]:
    yield f"And {counted(len(rows), 'more container')}:"
    by_why: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        by_why.setdefault((row.reason, row.why.why), []).append(row.pod)
    for (reason, why), names in by_why.items():
        named = ", ".join(names[:_MORE_NAMED]) + (", ..." if len(names) > _MORE_NAMED else "")
        yield f"  {counted(len(names), 'container')}, {reason}, {why}: {named}"


def _clock(unix: float) -> str:
    return rfc3339(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(unix)))[11:19] + " UTC"
