"""When the next attempt is due, given the clues: how likely each moment is, and the interval.

The list was printed at some fraction of a second, and the kubelet's ticker has a phase: neither is known, so a whole
number of seconds between two events leaves a second on either side, the middle likelier than the ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.clues import Clues
from imagesim.studies.replaying.inference.following import attempts_up_to, states_at_last_clue
from imagesim.studies.replaying.inference.gaps import between_syncs
from imagesim.studies.replaying.inference.states import State, SyncSteps
from imagesim.studies.replaying.inference.visibility import NOTHING_SEEN

COVERED = 0.95
_NEGLIGIBLE = 1e-6
_HARDLY = 1e-3
_PARTS = 20
_FRACTIONS = [((part + 0.5) / _PARTS - 1, 1 - abs((part + 0.5) / _PARTS - 1)) for part in range(2 * _PARTS)]
_SHOWN_ONCE, _SHOWN_MOSTLY = "ErrImagePull", "ImagePullBackOff"


@dataclass(frozen=True, slots=True)
class Due:
    """The next attempt, in seconds from the printing of the list: the interval, and the middle.

    `sure` is False where the clues contradict each other or say nothing, so that the interval is that of any pod that
    has failed for long.
    """

    least_s: Seconds
    middle_s: Seconds
    most_s: Seconds
    sure: bool = True


def next_attempt(*alternatives: Clues) -> Due:
    """When the next attempt begins, with an interval that holds it in 95 of 100 cases.

    The *alternatives* are the same clues under rules of which it is not known which hold.
    """
    seconds, sure = _seconds(alternatives)
    moments = _moments(seconds)
    least, middle, most = (quantile(moments, share) for share in ((1 - COVERED) / 2, 0.5, (1 + COVERED) / 2))
    return Due(least, middle, most, sure=sure)


def quantile(moments: Mapping[Seconds, float], share: float) -> Seconds:
    """The moment before which the next attempt comes with the given *share* of all that is possible."""
    total, so_far = sum(moments.values()), 0.0
    moment = 0.0
    for moment in sorted(moments):
        so_far += moments[moment]
        if so_far >= share * total:
            break
    return moment


def _seconds(alternatives: Sequence[Clues]) -> tuple[Mapping[int, float], bool]:
    """How likely the next attempt is at each second from the printing on, and whether the clues fit."""
    clues = alternatives[0]
    found = _summed(alternatives)
    if found:
        return found, bool(clues.found)
    last = Clues(clues.now, clues.found[-1:], clues.lasts, NOTHING_SEEN)  # things may be missing before it, and after
    nothing = Clues(clues.now, (), clues.lasts, NOTHING_SEEN)
    return _summed([last]) or _summed([nothing]), False


def _summed(alternatives: Sequence[Clues]) -> Mapping[int, float]:
    reached: dict[object, tuple[SyncSteps, Mapping[State, float]]] = {}
    tried = []
    for clues in alternatives:
        for lasts_s, then_s, share in clues.lasts:
            key = clues.found, lasts_s, then_s
            if key not in reached:
                steps = SyncSteps(lasts_s, then_s)
                reached[key] = steps, states_at_last_clue(steps, clues)
            tried.append((*reached[key], share, clues))
    best = max(share * sum(states.values()) for _, states, share, _ in tried)
    found: dict[int, float] = {}
    for steps, states, share, clues in tried:
        if share * sum(states.values()) > _HARDLY * best:
            for second, part in from_states(steps, states, clues).items():
                found[second] = found.get(second, 0.0) + share * part
    return {second: share for second, share in found.items() if share > 0}


def from_states(steps: SyncSteps, likely: Mapping[State, float], clues: Clues) -> Mapping[int, float]:
    """How likely the next attempt is at each second after `clues.now` (0 is the second of the printing itself).

    No sync is possible that would have been seen.
    """
    now, out, coming = clues.now, dict[int, float](), dict[State, float]()
    since = _seen_from(likely, clues)
    by_time: dict[int, dict[State, float]] = {}
    least = _NEGLIGIBLE * sum(likely.values())
    for state, share in last_before(steps, likely, since).items():
        by_time.setdefault(state.at, {})[state] = share
    while by_time:
        for state, share in by_time.pop(min(by_time)).items():
            for there, part in steps.next_sync(state):
                if there.at < since:
                    continue
                weight = share * part
                if there.at >= now:
                    _add(coming, there, weight * _shown(clues.shows, state))
                if there.at <= now:
                    weight *= (1.0 - clues.visible.at(there.at)) * (0.5 if there.at == now else 1.0)
                    if weight > least:
                        _add(by_time.setdefault(there.at, {}), there, weight)
    for there, weight in _merged(coming).items():
        _out(steps, there, weight, now, out)
    return out


def _add(likely: dict[State, float], state: State, share: float) -> None:
    likely[state] = likely.get(state, 0.0) + share


def _seen_from(likely: Mapping[State, float], clues: Clues) -> int:
    """The second from which on it matters when each sync was: before, none has left a trace, and none had to."""
    first = max(state.at for state in likely) + 1 if likely else clues.now
    while first <= clues.now and not clues.visible.at(first):
        first += 1
    return first


def last_before(steps: SyncSteps, likely: Mapping[State, float], since: int) -> Mapping[State, float]:
    """The states at syncs so shortly before *since* that they may be the last ones before."""
    found: dict[State, float] = {}
    longest_s = max(between_syncs())
    for state, share in attempts_up_to(steps, likely, since - 1).items():
        if since - state.at <= longest_s + (0 if state.syncs else ceil(steps.sync_s)):
            found[state] = found.get(state, 0.0) + share
        if state.ends + longest_s < since - longest_s and state.attempts > 1:
            continue
        for second in range(max(state.at + 1, since - longest_s), since):
            there, part = steps.back_off_at(state, second)
            if part:
                found[there] = found.get(there, 0.0) + share * part
    return found


def _merged(coming: Mapping[State, float]) -> Mapping[State, float]:
    """The same, those that go on alike as one: what counts is how long it is to the end of the back-off."""
    found: dict[State, float] = {}
    for state, share in coming.items():
        early = state.attempts == 1
        _add(
            found, state if early else State(state.at, 2, state.ends if state.syncs else 0, min(state.syncs, 1)), share
        )
    return found


def _out(steps: SyncSteps, there: State, weight: float, now: int, out: dict[int, float]) -> None:
    """Add what follows from a sync that is still to come."""
    if not weight:
        return
    if there.syncs == 0:
        out[there.at - now] = out.get(there.at - now, 0.0) + weight
        return
    for after, part in steps.next_attempt(there).items():
        second = there.at + after - now
        out[second] = out.get(second, 0.0) + weight * part


def _shown(shows: str, last: State) -> float:
    """How likely the API shows that reason when *last* was the last sync: each sync shows what the one before found."""
    if shows == _SHOWN_ONCE:
        return 1.0 if last.syncs == 1 else 0.0
    if shows == _SHOWN_MOSTLY:
        return 0.0 if last.syncs == 1 else 1.0
    return 1.0


def _moments(seconds: Mapping[int, float]) -> Mapping[Seconds, float]:
    found: dict[Seconds, float] = {}
    for second, share in seconds.items():
        for fraction, part in _FRACTIONS:
            moment = round(second + fraction, 4)
            if moment > 0:
                found[moment] = found.get(moment, 0.0) + share * part
    return found


def _without_list(clues: Clues) -> Clues:
    """The same clues of a list in which things may be missing."""
    return Clues(clues.now, clues.found[-1:], clues.lasts, NOTHING_SEEN, "")
