"""From the events about a container to the clues of the inference, and to what that foretells."""

from collections.abc import Iterable, Iterator, Sequence

from imagesim.rules.images.image_manager import MAX_BACKOFF_S
from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.clues import Clue, Clues
from imagesim.studies.replaying.inference.due import Due, next_attempt
from imagesim.studies.replaying.inference.visibility import Budget, visibility
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.listed import ListedEvent, Span
from imagesim.studies.replaying.series import ContainerSeries, Series, kubelets_events, series_of

_ANY_LENGTH: tuple[tuple[Seconds, float], ...] = (
    (0.25, 0.2), (0.75, 0.15), (1.5, 0.15), (2.5, 0.1), (4.0, 0.1), (6.0, 0.1), (9.0, 0.05), (13.0, 0.05), (20.0, 0.05),
    (30.0, 0.05),
)  # fmt: skip
"""How long attempts take that nobody has told about."""
_STEP = 0.25
_STARTS_WITHIN_S = 5
_STILL = (1.0, 3.0, 8.0, 20.0, 45.0, 90.0)
_WIDEST_BACK_OFF_S = 60


def foretold(story: ListedStory, series: ContainerSeries, *, now: int = 0) -> Due:
    """When the next attempt for the container is due, in seconds from the second *now*."""
    return next_attempt(*alternatives(story, series, now=now))


def alternatives(story: ListedStory, series: ContainerSeries, *, now: int = 0) -> list[Clues]:
    """The clues, once for each way in which the kubelet may count its budgets of events: the version is not told."""
    lasts = _ways_of_failing(story, series)
    shows = series.container.reason if story.pod.described else ""
    found = []
    for budgets in _ways_of_counting(story):
        first = _first_attempt(series, budgets) or _after_scheduling(story)
        found.append(Clues(now, tuple(_clues(series, first)), lasts, visibility(budgets), shows, is_pulling(series)))
    return [each for place, each in enumerate(found) if each not in found[:place]]


def is_pulling(series: ContainerSeries) -> bool:
    """Whether the list has an attempt that is not over."""
    begun, failed = series.pulling, series.failed or series.error_pull
    if not begun or begun.last is None:
        return False
    told = failed, series.pulled, series.back_off, series.error_back_off
    over = [each.last for each in told if each and each.last is not None]
    if begun.count <= series.failures + series.pulled.count or (series.back_off and not failed):
        return False
    return all(begun.last.least > each.least for each in over)


def _clues(series: ContainerSeries, first: Clue | None) -> Iterator[Clue]:
    """The clues in the order of their seconds."""
    last, first = _if_it_tells(_last_attempt(series)), _if_it_tells(first)
    back_offs = sorted({*_exact(series.back_off), *_exact(series.error_back_off)}, key=lambda clue: clue.least)
    if last is not None and (first is None or last.number == 1 or (last.exact and last.number)):
        clues = [last]
    elif last is not None and first is not None:
        clues = [first, last]
    else:
        clues = [first] if first is not None else []
    if back_offs and len(clues) == 2 and not clues[1].exact and clues[1].below > back_offs[0].least:
        clues = clues[:1]
    since = clues[-1] if clues else None
    back_offs = [clue for clue in back_offs if since is None or clue.least >= since.least]
    if not back_offs:
        back_offs = list(_coarse(series, since))
    yield from clues
    yield from back_offs


def _if_it_tells(clue: Clue | None) -> Clue | None:
    """None in place of an attempt that may have been at any time of a whole back-off."""
    return None if clue is not None and clue.below - clue.least > MAX_BACKOFF_S else clue


def _exact(series: Series) -> Iterator[Clue]:
    for event in series.events:
        if event.last is not None and event.last.exact:
            yield Clue("back-off", event.count if len(series.events) == 1 else 0, *event.last)


def _coarse(series: ContainerSeries, since: Clue | None) -> Iterator[Clue]:
    span = series.back_off.last or series.error_back_off.last
    if (
        span is not None
        and span.below - span.least <= _WIDEST_BACK_OFF_S
        and (since is None or span.least >= since.below)
    ):
        yield Clue("back-off", 0, *span)


def _last_attempt(series: ContainerSeries) -> Clue | None:
    """The last attempt that left a trace: its begin, or its end."""
    begun, failed = series.pulling, series.failed if series.failed.last else series.error_pull
    number = series.failures + (1 if is_pulling(series) else 0)
    if failed.last is not None and (begun.last is None or failed.count > begun.count):
        return Clue("failure", failed.count, *failed.last)
    if begun.last is None:
        return None
    return Clue("attempt", number or begun.count, *begun.last)


def _first_attempt(series: ContainerSeries, budgets: Sequence[Budget]) -> Clue | None:
    begun = series.pulling
    if begun and begun.first is not None and begun.count and not series.pulled:
        return Clue("attempt", 1, *_narrowed(begun.first, budgets))
    for each in (series.failed, series.error_pull, series.back_off, series.error_back_off):
        if each and each.first is not None and each.count:
            return Clue("failure", 1, *_narrowed(each.first, budgets))
    return None


def _after_scheduling(story: ListedStory) -> Clue | None:
    """The first attempt of a pod in a list that has no counts: it began when the pod had come to its node."""
    for event in story.events:
        if event.reason == "Scheduled" and event.last is not None:
            return Clue("attempt", 1, event.last.least, event.last.below + _STARTS_WITHIN_S)
    return None


def _narrowed(first: Span, budgets: Sequence[Budget]) -> Span:
    """The seconds of the first event, where it opened a budget: then the tokens that came later tell of it."""
    for budget in budgets:
        if (budget.first, budget.first_below) == first:
            narrowed = budget.narrowed()
            first = Span(narrowed.first, narrowed.first_below)
    return first


def how_long(series: ContainerSeries) -> tuple[tuple[Seconds, float], ...]:
    """How long an attempt takes that fails, by the seconds between its begin and its end."""
    pairs = [
        end.least - begin.least
        for begin, end in _pairs(series)
        if begin is not None and end is not None and begin.exact and end.exact and end.least >= begin.least
    ]
    if not pairs:
        return _ANY_LENGTH
    last = pairs[0]
    lengths = [last + _STEP * (part + 0.5) for part in range(round(-1 / _STEP), round(1 / _STEP))]
    shares = {length: _likely(length, last) for length in lengths if length > 0}
    both = {length: share * _likely(length, pairs[-1]) for length, share in shares.items()}
    found = both if any(both.values()) else shares
    total = sum(found.values())
    return tuple((length, share / total) for length, share in found.items())


def _ways_of_failing(story: ListedStory, series: ContainerSeries) -> tuple[tuple[Seconds, Seconds, float], ...]:
    """How long an attempt takes, and for how long its sync pulls in vain for the containers that come after."""
    lengths = how_long(series)
    if is_pulling(series) and series.pulling.last is not None and end_would_be_told(story):
        lengths = _longer_than(-series.pulling.last.least, lengths)
    names = [each.name for each in story.pod.containers]
    after = story.pod.containers[names.index(series.container.name) + 1 :] if series.container.name in names else ()
    others = [each for container in after if (each := series_of(story, container)).failures]
    known = [how_long(each) for each in others]
    then_s = sum(sum(length * share for length, share in each) for each in known if each is not _ANY_LENGTH)
    alike = sum(each is _ANY_LENGTH for each in known)  # of these nothing is told: as long as this one, then
    return tuple((length, then_s + alike * length, share) for length, share in lengths)


def end_would_be_told(story: ListedStory) -> bool:
    """Whether an end of the last attempt would be in the list: not where a budget of the client's is used up."""
    return not any(budget.is_empty for budgets in _ways_of_counting(story) for budget in budgets)


def _longer_than(seconds: int, lengths: tuple[tuple[Seconds, float], ...]) -> tuple[tuple[Seconds, float], ...]:
    """The lengths of an attempt that is not over after so many *seconds*; guesses, where it has outlasted them all."""
    longer = tuple((length, share) for length, share in lengths if length > seconds)
    return longer or tuple((seconds + more, 1 / len(_STILL)) for more in _STILL)


def _likely(length: Seconds, seconds: int) -> float:
    """How likely an attempt of that *length* covers so many whole seconds, wherever it begins in one."""
    return max(0.0, 1.0 - abs(length - seconds))


def _pairs(series: ContainerSeries) -> Iterator[tuple[Span | None, Span | None]]:
    """Begin and end of the same attempt: the last one, and the first."""
    begun, failed = series.pulling, series.failed if series.failed.last else series.error_pull
    if begun.count == failed.count and begun and failed:
        yield begun.last, failed.last
    if begun and failed and not series.pulled:
        yield begun.first, failed.first


def _ways_of_counting(story: ListedStory) -> list[list[Budget]]:
    """The pod's budgets, by type and shared: from 1.32 on it is the former. [[]] where too little is told."""
    events = kubelets_events(story)
    if not events or any(not event.count or event.first is None or event.last is None for event in events):
        return [[]]
    by_type, shared = [_budget(each) for each in _by_type(events)], [_budget(events)]
    return [by_type, shared]


def _by_type(events: Sequence[ListedEvent]) -> list[list[ListedEvent]]:
    types = sorted({event.type for event in events})
    return [[event for event in events if event.type == type_] for type_ in types]


def _budget(events: Iterable[ListedEvent]) -> Budget:
    listed = list(events)
    firsts = [event.first for event in listed if event.first is not None]
    lasts = [event.last for event in listed if event.last is not None]
    first = min(firsts)
    return Budget(sum(event.count for event in listed), first.least, first.below, max(last.below - 1 for last in lasts))
