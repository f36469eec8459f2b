"""From clue to clue: which states are possible at the last clue, and how likely each is."""

from collections.abc import Mapping
from math import ceil, exp, floor, sqrt

from imagesim.studies.replaying.inference.clues import Clue, Clues
from imagesim.studies.replaying.inference.gaps import between_syncs
from imagesim.studies.replaying.inference.states import State, SyncSteps
from imagesim.studies.replaying.inference.windows import steady_from, window_s

Likely = Mapping[State, float]
"""How likely each state is; what is lacking to 1 is how little the clues fit."""

_MEAN_GAP_S = sum(gap * share for gap, share in between_syncs().items())
_GAP_VARIANCE = sum((gap - _MEAN_GAP_S) ** 2 * share for gap, share in between_syncs().items())
_FIRST_SOONER_S = _MEAN_GAP_S - 0.5  # the sync at once after the first attempt
_NEGLIGIBLE = 1e-6
_SHORTEST_S = min(between_syncs()) - 1
_LONG_S = 3 * 3600
"""After so long without a clue a pod may be anywhere in its cycle."""


def states_at_last_clue(steps: SyncSteps, clues: Clues) -> Likely:
    """The states at the last clue. {} if the clues cannot be true together, as of a kubelet that was restarted."""
    found = [_as_attempt(steps, clue) for clue in clues.found]
    if not found:
        return steady(steps, clues.now)
    first, rest = found[0], found[1:]
    likely: Likely
    begin = first if first.what == "attempt" and first.number == 1 else None
    if first.what == "attempt":
        number = first.number or steady_from()
        likely = {steps.attempt(second, number): 1.0 for second in range(first.least, first.below)}
    else:
        likely = _at_back_off(steps, steady(steps, first.below), first)
    for clue in rest:
        if clue.what == "attempt":
            likely = _at_attempt(steps, likely, clue)
        else:
            likely = _counted(steps, _at_back_off(steps, likely, clue), clue, begin)
    total = sum(likely.values())
    width = first.below - first.least
    return {state: share / width for state, share in likely.items()} if total else {}


def _as_attempt(steps: SyncSteps, clue: Clue) -> Clue:
    """A failure as the attempt that it ended: how long that took is given."""
    if clue.what != "failure":
        return clue
    return Clue("attempt", clue.number, clue.least - ceil(steps.lasts_s), clue.below - floor(steps.lasts_s))


def steady(steps: SyncSteps, before: int) -> Likely:
    """A pod that has failed for long, at its last attempt before a second of which nothing is known."""
    cycle = steps.ends(steady_from()) + round(window_s(1))
    return {steps.attempt(before - 1 - ago, steady_from()): 1.0 / cycle for ago in range(cycle)}


def attempts_up_to(steps: SyncSteps, likely: Likely, until: int) -> Likely:
    """The states at each attempt from these on that begins at *until* at the latest, themselves included."""
    found: dict[State, float] = {}
    open_: dict[State, float] = dict(likely)
    least = _NEGLIGIBLE * sum(likely.values())
    while open_:
        following: dict[State, float] = {}
        for state, share in open_.items():
            found[state] = found.get(state, 0.0) + share
            if state.at + _SHORTEST_S > until or share < least:
                continue
            number = state.attempts + 1
            for after, part in steps.next_attempt(state).items():
                at = state.at + after
                if at <= until:
                    there = State(at, number, at + steps.ends(number), 0)
                    following[there] = following.get(there, 0.0) + share * part
        open_ = following
    return found


def _at_attempt(steps: SyncSteps, likely: Likely, clue: Clue) -> Likely:
    """The states in which the attempt of the clue has begun."""
    if clue.number == 0 or clue.number > steady_from():
        reached = attempts_up_to(steps, _near(steps, likely, clue), clue.below - 1)
        return {state: share for state, share in reached.items() if state.at >= clue.least and not state.syncs}
    states: dict[State, float] = dict(likely)
    while states:
        following: dict[State, float] = {}
        for state, share in states.items():
            if state.attempts >= clue.number:
                if state.attempts == clue.number and not state.syncs and clue.least <= state.at < clue.below:
                    return {
                        each: part
                        for each, part in states.items()
                        if each.attempts == clue.number and clue.least <= each.at < clue.below and not each.syncs
                    }
                continue
            for after, part in steps.next_attempt(state).items():
                there = steps.attempt(state.at + after, state.attempts + 1)
                following[there] = following.get(there, 0.0) + share * part
        states = following
    return {}


def _at_back_off(steps: SyncSteps, likely: Likely, clue: Clue) -> Likely:
    """The states in which a sync in back-off falls on the seconds of the clue."""
    found: dict[State, float] = {}
    for state, share in attempts_up_to(steps, _near(steps, likely, clue), clue.below - 1).items():
        for second in range(clue.least, clue.below):
            if state.at == second and state.syncs:
                there, part = state, 1.0  # the same sync, said in other words
            else:
                there, part = steps.back_off_at(state, second)
            if part:
                found[there] = found.get(there, 0.0) + share * part
    return found


def _counted(steps: SyncSteps, likely: Likely, clue: Clue, begin: Clue | None) -> Likely:
    """The states, each as likely as that so many syncs in back-off came since the first attempt.

    That tells how long the attempts take: what of the time the syncs did not need, the attempts did.
    """
    if begin is None or not clue.number or clue.least - begin.least > _LONG_S:
        return likely
    since = clue.least - (begin.least + begin.below - 1) / 2
    found = {}
    for state, share in likely.items():
        syncs = clue.number + state.attempts
        expected = _MEAN_GAP_S * (syncs - 1) - _FIRST_SOONER_S + state.attempts * steps.sync_s
        variance = _GAP_VARIANCE * syncs + ((begin.below - begin.least) ** 2 + 2) / 12
        found[state] = share * exp(-((since - expected) ** 2) / (2 * variance)) / sqrt(variance)
    return found


def _near(steps: SyncSteps, likely: Likely, clue: Clue) -> Likely:
    """The states themselves, or, where the clue comes long after them, those of a pod that has failed for long."""
    if not likely or clue.least - max(state.at for state in likely) < _LONG_S:
        return likely
    total = sum(likely.values())
    return {state: share * total for state, share in steady(steps, clue.least).items()}
