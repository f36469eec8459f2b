"""What those foretell who know more than a list: how wide their intervals are.

*All but the jitter*: the same list, and with it how long attempts take, when the first one began, how the version
counts its budgets of events, the fraction of the second and the phase of the ticker. Not known is what chance drew for
the syncs, but for what the list shows of it.

*All that has happened*: the kubelet's whole memory, so also what chance has drawn so far. Open is what it will draw.
"""

from dataclasses import replace
from math import ceil, floor

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.foretelling import alternatives
from imagesim.studies.replaying.inference.clues import Clue, Clues
from imagesim.studies.replaying.inference.due import COVERED, from_states, quantile
from imagesim.studies.replaying.inference.following import states_at_last_clue
from imagesim.studies.replaying.inference.states import State, SyncSteps
from imagesim.studies.replaying.inference.visibility import NOTHING_SEEN
from imagesim.studies.replaying.inference.windows import window_s
from imagesim.studies.replaying.joining import ListedStory
from imagesim.studies.replaying.series import ContainerSeries
from tests.foretold.cases import Case

_SHARED_UP_TO = "1.31"


def all_but_the_jitter(case: Case, story: ListedStory, series: ContainerSeries) -> Seconds | None:
    """The width of the interval; None where the list contradicts what is known, as with two containers it may."""
    ways = alternatives(story, series)
    clues = ways[-1] if case.version == _SHARED_UP_TO else ways[0]
    pulls = [row for row in case.records.pulls if row.container == "web"]
    lasts_s = pulls[0].ended_s - pulls[0].queued_s
    then_s = lasts_s * (case.containers - 1)
    second = floor(case.now_s)
    found = tuple(_exactly(clue, floor(pulls[0].queued_s) - second) for clue in clues.found)
    steps = SyncSteps(lasts_s, then_s)
    known = replace(clues, found=found, lasts=((lasts_s, then_s, 1.0),))
    seconds = from_states(steps, states_at_last_clue(steps, known), known)
    return _width(seconds, fraction=_fraction(case)) if sum(seconds.values()) > 0 else None


def all_that_has_happened(case: Case) -> Seconds:
    """The width of the interval."""
    web = [row for row in case.records.pulls if row.container == "web"]
    begun = [row for row in web if row.queued_s <= case.now_s]
    last = begun[-1]
    lasts_s = last.ended_s - last.queued_s
    then_s = lasts_s * (case.containers - 1)
    syncs = [
        row.time_s
        for row in case.records.events
        if row.time_s <= case.now_s and row.reason in ("Pulling", "BackOff") and "reg.example/app" in row.message
    ]
    sync = syncs[-1]
    since = [each for each in syncs if each > last.queued_s]
    ends = last.ended_s + window_s(len(begun))
    state = State(0, max(2, len(begun)) if since[1:] else len(begun), ceil(ends - sync - 1e-6), min(len(since), 2))
    if len(begun) == 1 and len(since) > 1:
        state = state._replace(attempts=2)
    now = case.now_s - sync
    clues = Clues(floor(now), (), ((lasts_s, then_s, 1.0),), NOTHING_SEEN)
    seconds = from_states(SyncSteps(lasts_s, then_s), {state: 1.0}, replace(clues, visible=_ALL))
    return _width(seconds, fraction=floor(now) - now)


def _exactly(clue: Clue, first: int) -> Clue:
    if clue.number == 1 and clue.what == "attempt":
        return clue._replace(least=first, below=first + 1)
    return clue


def _fraction(case: Case) -> Seconds:
    """From the fraction of the moment to that of the ticker."""
    syncs = [row.time_s for row in case.records.events if row.reason == "BackOff"]
    phase = syncs[-1] % 1
    return phase - case.now_s % 1


def _width(seconds: object, fraction: Seconds) -> Seconds:
    moments = {second + fraction: share for second, share in dict(seconds).items() if second + fraction > 0}  # type: ignore[call-overload]
    return quantile(moments, (1 + COVERED) / 2) - quantile(moments, (1 - COVERED) / 2)


class _All:
    """Everything would have been seen."""

    @staticmethod
    def at(_: int) -> float:
        return 1.0


_ALL = _All()
