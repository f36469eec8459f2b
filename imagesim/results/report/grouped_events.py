"""Many events by the objects that they are about: those in trouble first, objects whose events read alike together.

kubectl prints events in the order in which they last happened, so the first failure is far up and its repetitions are
at the end. Here each group tells its events in the order in which they began.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from imagesim.engine.api.stored_events import StoredEvent
from imagesim.results.report.kubectl_format import columns
from imagesim.rules.api.names import ObjectName
from imagesim.rules.printers.durations import event_age
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

_NAMED = 3
"""Of the objects of a group that are alike, besides the first."""
_DURATION = re.compile(r"(?<![\w.])(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:ms|s)(?![\w.])")
_WORD = re.compile(r"[\w.-]+")


class _Line(NamedTuple):
    """An event of the first object of a group, and how many more of that object read alike."""

    event: StoredEvent
    more: int


class _Group(NamedTuple):
    """Objects whose events read alike, and the events of the first of them."""

    objects: list[ObjectName]
    lines: list[_Line]

    @property
    def order(self) -> tuple[bool, Seconds]:
        """Trouble first, and what began first."""
        warnings = [line.event.first_s for line in self.lines if line.event.type != "Normal"]
        return not warnings, min(warnings or (line.event.first_s for line in self.lines))


def grouped(events: Sequence[StoredEvent], names: Iterable[str], now: Seconds, most: int) -> gate.Shown:
    """The groups, in *most* lines or not many more; what is left out is said.

    *names* are those of pods and nodes: texts that differ in them alone read alike, and so do those with other times.
    """
    groups = sorted(_groups(events, frozenset(names)), key=lambda group: group.order)
    several = len({event.namespace for event in events}) > 1
    shown: list[gate.Shown] = []
    left = most
    for place, group in enumerate(groups):
        if left <= 0:
            shown.append(gate.line(_left_out(groups[place:])))
            break
        table = columns([*_rows(group, now)], padding=3, least=6, indent="  ")
        shown.append(gate.stacked([gate.line(_heading(group, several=several)), table]))
        left -= len(group.lines) + 1
    return gate.stacked(shown)


def _groups(events: Iterable[StoredEvent], names: frozenset[str]) -> list[_Group]:
    by_object: dict[ObjectName, list[StoredEvent]] = {}
    for event in sorted(events, key=lambda event: event.first_s):
        by_object.setdefault(event.object, []).append(event)
    alike: dict[tuple[object, ...], _Group] = {}
    for about, told in by_object.items():
        lines: dict[tuple[str, ...], _Line] = {}
        for event in told:
            key = event.type, event.reason, _masked(event.message, names)
            before = lines.get(key)
            lines[key] = _Line(event, 0) if before is None else before._replace(more=before.more + 1)
        group = alike.setdefault((about.kind, about.namespace, *sorted(lines)), _Group([], [*lines.values()]))
        group.objects.append(about)
    return [*alike.values()]


def _masked(message: str, names: frozenset[str]) -> str:
    return _WORD.sub(lambda word: "#" if word[0] in names else word[0], _DURATION.sub("#", message))


def _heading(group: _Group, *, several: bool) -> str:
    first, *others = group.objects
    text = f"{first.kind}/{first.name}"
    if several and first.namespace:
        text = f"{first.namespace}/{text}"
    if not others:
        return text
    named = ", ".join(about.name for about in others[:_NAMED])
    more = ", ..." if len(others) > _NAMED else ""
    return f"{text}, and {len(others):,} more whose events read alike: {named}{more}"


def _rows(group: _Group, now: Seconds) -> Iterator[Sequence[str]]:
    yield "LAST SEEN", "TYPE", "REASON", "MESSAGE"
    for event, more in group.lines:
        seen = event_age(event.first_s, event.last_s, event.times, now)
        alike = f" (and {more:,} more like it)" if more else ""
        yield seen, event.type, event.reason, f"{event.message}{alike}"


def _left_out(groups: Sequence[_Group]) -> str:
    count = sum(len(group.objects) for group in groups)
    return f"(the events of {count:,} more {'object is' if count == 1 else 'objects are'} not shown)"
