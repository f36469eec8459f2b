"""Where the causes of a picture stand over its time axis: lines, bands, and labels in lanes above it.

A line leads from the picture up to its label, so no label may cover the line of another one: it stands in a higher lane
then. Where that takes more lanes than there are, the kind of event that comes most often is counted ("12 pushes"), then
the next one, and in the end all of them. Everything is in parts of the axis, 0 its beginning and 1 its end.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from imagesim.engine.records import CauseRecord
from imagesim.results.time_axis import in_words
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

MOST_LANES = 3
_LONGEST_LABEL = 44
_MOST_LABELS = 24
"""More would not fit in any case, and all pairs of labels are looked at."""
_GAP, _NEAR = 0.008, 1e-9
_PLAIN = {"delete": "delete pods"}
"""Events whose name alone does not say what was done."""
WidthOf = Callable[[str], float]
"""How much of the axis a label takes."""


class CauseLabel(NamedTuple):
    """A label from `left` to `right` in `lane` (0 the lowest). `line` is where its line is, None for a bracket.

    A bracket, from `bracket[0]` to `bracket[1]`, belongs to what lasts (`lasts`), or to several events.
    """

    text: str
    lane: int
    left: float
    right: float
    line: float | None
    bracket: tuple[float, float] | None
    lasts: bool

    @property
    def anchor(self) -> tuple[float, bool]:
        """Where the text is, and whether it ends there; a text that is wider than its box stands beside it."""
        begin, end = self.bracket if self.lasts and self.bracket else (self.line, self.right)
        if begin is None:
            return self.left, False
        at_left, at_right = self.left < begin - _NEAR, self.right > end + _NEAR
        if at_left != at_right:
            return (begin, True) if at_left else (end, False)
        return self.left, False


class CauseMarks(NamedTuple):
    """`lines` and `bands` go through the picture; `lanes` says how much room the labels need above it."""

    lines: tuple[float, ...] = ()
    bands: tuple[tuple[float, float], ...] = ()
    labels: tuple[CauseLabel, ...] = ()
    lanes: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
    """One label to be placed: an event, or several of a kind."""

    kind: str
    text: str
    start: float
    end: float
    lasts: bool
    count: int = 1


def cause_marks(causes: Iterable[CauseRecord], begin_s: Seconds, end_s: Seconds, width_of: WidthOf) -> CauseMarks:
    """Place the *causes* on a time axis from *begin_s* to *end_s*; those outside of it are left out."""
    span = end_s - begin_s
    if span <= 0:
        return CauseMarks()
    seen = [row for row in causes if row.time_s <= end_s and _end(row) >= begin_s]
    items = _items(seen, begin_s, span)
    lines = tuple(dict.fromkeys(item.start for item in items if not item.lasts))
    bands = tuple((item.start, item.end) for item in items if item.lasts)
    labels = _placed(items, width_of)
    return CauseMarks(lines, bands, labels, 1 + max((label.lane for label in labels), default=-1))


def causes_in_words(causes: Sequence[CauseRecord], most: int = 6) -> str:
    """The causes as a sentence for people who cannot see the picture; "" without any."""
    if not causes:
        return ""
    if len(causes) > most:
        kinds = Counter(row.event for row in causes)
        return f" What was done: {', '.join(_counted(kind, count) for kind, count in kinds.items())}."
    told = (f"{row.label or row.event} at {in_words(row.time_s)}" for row in causes)
    return f" What was done: {', '.join(told)}."


def _end(row: CauseRecord) -> Seconds:
    return math.inf if row.ended_s is None else row.ended_s


def _items(causes: Sequence[CauseRecord], begin_s: Seconds, span: Seconds) -> list[_Item]:
    """An item for each cause; equal ones of one moment are one."""
    targets: dict[str, set[str]] = {}
    for row in causes:
        targets.setdefault(row.label, set()).add(row.target)
    counts = Counter((row.event, _text(row, targets), row.time_s, _end(row)) for row in causes)
    return [
        _Item(
            kind=event,
            text=text if count == 1 else f"{count} × {text}",
            start=max(0.0, (time_s - begin_s) / span),
            end=min(1.0, (ended_s - begin_s) / span),
            lasts=ended_s > time_s,
        )
        for (event, text, time_s, ended_s), count in counts.items()
    ]


def _text(row: CauseRecord, targets: dict[str, set[str]]) -> str:
    """The label, with the target where another one has the same label, and how long what lasts."""
    text = row.label or _words(row.event)
    if len(targets[row.label]) > 1:
        text += f" ({row.target.rpartition('/')[2]})"
    if _end(row) > row.time_s:
        text += f", {'for good' if row.ended_s is None else in_words(row.ended_s - row.time_s)}"
    return gate.line(text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…")


def _placed(items: list[_Item], width_of: WidthOf) -> tuple[CauseLabel, ...]:
    while items:
        found = _lanes(_spans(items, width_of)) if len(items) <= _MOST_LABELS else None
        if found is not None:
            return found
        items = _fewer(items)
    return ()


def _fewer(items: list[_Item]) -> list[_Item]:
    """The kind that comes most often becomes one item; where each kind is one, all become one."""
    kinds = Counter(item.kind for item in items)
    kind, most = max(kinds.items(), key=lambda pair: pair[1])
    if most > 1:
        some = [item for item in items if item.kind == kind]
        count = sum(item.count for item in some)
        return [*(item for item in items if item.kind != kind), _together(some, _counted(kind, count), count)]
    count = sum(item.count for item in items)
    if len(items) == 1:
        text = f"{count} events"
        return [] if items[0].text == text else [replace(items[0], text=text)]
    return [_together(items, f"{count} events: {', '.join(item.text for item in items)}", count)]


def _together(items: Sequence[_Item], text: str, count: int) -> _Item:
    start, end = min(item.start for item in items), max(item.end for item in items)
    cut = text if len(text) <= 2 * _LONGEST_LABEL else f"{text[: 2 * _LONGEST_LABEL - 1]}…"
    return replace(items[0], text=cut, start=start, end=end, lasts=False, count=count)


def _spans(items: list[_Item], width_of: WidthOf) -> list[CauseLabel]:
    """Where each label would stand, in lane 0: to the right of its line, or to the left where that is too near."""
    labels = []
    for item in items:
        width = width_of(item.text)
        alone = not item.lasts and item.count == 1
        left = item.start if item.start + width <= 1 else max(0.0, (item.start if alone else 1.0) - width)
        right = left + width
        bracket = None if alone else (item.start, item.end)
        if item.lasts and width > item.end - item.start:
            left, right = _beside(item, width, left)
        elif bracket is not None:
            left, right = min(left, item.start), max(right, item.end)
        labels.append(CauseLabel(item.text, 0, left, right, item.start if alone else None, bracket, item.lasts))
    return sorted(labels, key=lambda label: (-label.left, label.right))


def _beside(item: _Item, width: float, left: float) -> tuple[float, float]:
    """From where to where a box and the text beside it go: at its right, else at its left, else from *left* over it."""
    if item.end + width <= 1:
        return item.start, item.end + width
    return (item.start - width, item.end) if item.start >= width else (left, left + width)


def _lanes(labels: list[CauseLabel]) -> tuple[CauseLabel, ...] | None:
    """Raise labels until none covers another one or its line; None where that takes too many lanes."""
    lanes = [0] * len(labels)
    for _ in range(MOST_LANES * len(labels) + 1):
        moved = False
        for this, label in enumerate(labels):
            for other, beside in enumerate(labels):
                if this != other and _must_be_higher(label, lanes[this], this, beside, lanes[other], other):
                    lanes[this] = lanes[other] + 1
                    moved = True
        if max(lanes, default=0) >= MOST_LANES or any(label.right > 1 + 1e-9 for label in labels):
            return None
        if not moved:
            return tuple(label._replace(lane=lane) for label, lane in zip(labels, lanes, strict=True))
    return None


def _must_be_higher(
    label: CauseLabel, lane: int, place: int, beside: CauseLabel, other_lane: int, other_place: int
) -> bool:
    if _covers(label, beside.line) and label.line != beside.line:
        return lane <= other_lane
    overlap = label.left - _GAP < beside.right and beside.left - _GAP < label.right
    return overlap and lane == other_lane and place > other_place


def _covers(label: CauseLabel, line: float | None) -> bool:
    """Whether a line goes through a label or too near by it; one that is beside the label's own line does not."""
    if line is None:
        return False
    own = label.line if label.line is not None else math.inf
    left = label.left - _GAP * (abs(own - label.left) > _NEAR)
    right = label.right + _GAP * (abs(own - label.right) > _NEAR)
    return left < line < right


def _counted(event: str, count: int) -> str:
    """ "12 pushes", "3 × set image"."""
    words = _words(event)
    if count == 1:
        return words
    if " " in words and not words.endswith("restart"):
        return f"{count} × {words}"
    return f"{count} {words}{'es' if words.endswith(('s', 'sh', 'ch', 'x')) else 's'}"


def _words(event: str) -> str:
    """rolloutRestart: rollout restart."""
    return _PLAIN.get(event) or "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event)
