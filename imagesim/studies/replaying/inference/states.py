"""The states that a pod in back-off goes through, and how likely each is: one step of the sum at a time."""

from collections.abc import Iterator
from functools import cache
from math import ceil
from typing import NamedTuple

from imagesim.rules.units import Seconds
from imagesim.studies.replaying.inference.gaps import (
    Shares,
    after_attempt,
    at_once,
    between_syncs,
    from_first_to_second,
    onto_the_grid,
)
from imagesim.studies.replaying.inference.windows import first_out, occupied, out_after, steady_from, window_s


class State(NamedTuple):
    """The last sync was at the second `at`, after `attempts`; `syncs` came since the last of these, 0 if it was that.

    The next attempt is the first sync at `ends` or later.
    """

    at: int
    attempts: int
    ends: int
    syncs: int


class SyncSteps:
    """The steps of a pod whose attempts each take *lasts_s*. Sums are remembered, so use one for all that is asked.

    After an attempt the same sync goes on for *then_s*: other containers of the pod are pulled for, one after another.
    """

    def __init__(self, lasts_s: Seconds, then_s: Seconds = 0.0) -> None:
        self.lasts_s = lasts_s
        self.sync_s = lasts_s + then_s
        self._ends: dict[int, int] = {}
        self._kernels: dict[int, Shares] = {}
        self._occupied: dict[int, Shares] = {}

    def attempt(self, at: int, number: int) -> State:
        """The state in which the attempt of that *number* has just begun."""
        return State(at, number, at + self.ends(number), 0)

    def ends(self, attempts: int) -> int:
        """How long after the begin of an attempt the back-off is over that its failure opens."""
        ends = self._ends.get(attempts)
        if ends is None:
            ends = self._ends[attempts] = ceil(self.lasts_s + window_s(min(attempts, steady_from())))
        return ends

    def next_sync(self, state: State) -> Iterator[tuple[State, float]]:
        """The states after the next sync, each with its share."""
        gaps = self._gaps(state)
        for gap, share in gaps.items():
            at = state.at + gap
            if self._is_attempt(state, at):
                yield self.attempt(at, state.attempts + 1), share
            else:
                yield State(at, state.attempts, state.ends, min(state.syncs + 1, 2)), share

    def next_attempt(self, state: State) -> Shares:
        """How long it is from the state's last sync to the next attempt."""
        if state.syncs == 0:
            return self._kernel(state.attempts)
        if self._off_grid(state):
            return onto_the_grid()
        return out_after(state.ends - state.at)

    def back_off_at(self, state: State, second: int) -> tuple[State, float]:
        """The state at a sync in the same back-off at *second*, and how likely such a sync is."""
        after = second - state.at
        if state.syncs == 0:
            seen = self._occupied_after(state.attempts)
        elif self._off_grid(state):
            seen = {}
        else:
            seen = _occupied_between() if second < state.ends else {}
        is_first = state.syncs == 0 and after in self._gaps(state)
        return State(second, state.attempts, state.ends, 1 if is_first else 2), seen.get(after, 0.0)

    def _is_attempt(self, state: State, at: int) -> bool:
        if state.attempts == 1:
            return state.syncs > 0  # the sync at once is in back-off, and the next one is out of it
        return at >= state.ends

    def _off_grid(self, state: State) -> bool:
        return state.attempts == 1 and state.syncs == 1

    def _gaps(self, state: State) -> Shares:
        if state.attempts == 1:
            return at_once(self.sync_s) if state.syncs == 0 else onto_the_grid()
        return after_attempt(self.sync_s) if state.syncs == 0 else between_syncs()

    def _kernel(self, attempts: int) -> Shares:
        attempts = min(attempts, steady_from())
        kernel = self._kernels.get(attempts)
        if kernel is None:
            if attempts == 1:
                kernel = from_first_to_second(self.sync_s)
            else:
                kernel = first_out(after_attempt(self.sync_s), self.ends(attempts))
            self._kernels[attempts] = kernel
        return kernel

    def _occupied_after(self, attempts: int) -> Shares:
        attempts = min(attempts, steady_from())
        seen = self._occupied.get(attempts)
        if seen is None:
            ends = self.ends(attempts)
            seen = at_once(self.sync_s) if attempts == 1 else occupied(after_attempt(self.sync_s), ends)
            self._occupied[attempts] = seen
        return seen


@cache
def _occupied_between() -> Shares:
    return occupied(between_syncs(), round(window_s(steady_from())) + 1)
