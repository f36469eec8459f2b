"""What is seen of one pod, recorded or simulated: its events, its statuses and its pulls. Times are in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from tests.stream.words import Kind

TIE_S = 0.06
"""What comes closer together than this was said in one go."""


class Said(NamedTuple):
    """An event, which had come `times` times by then."""

    at: float
    kind: Kind
    times: int


class Shown(NamedTuple):
    """A status: the phase, and the state and reason of each container."""

    at: float
    phase: str
    states: tuple[tuple[str, str], ...]

    @property
    def what(self) -> str:
        """In one text."""
        return f"{self.phase} " + " ".join(f"{name}={state}" for name, state in self.states)


class Burst(NamedTuple):
    """Events that were said in one go: a sync, or what follows a pull."""

    at: float
    reasons: tuple[str, ...]
    until: float


@dataclass
class Seen:
    """The stream of one pod."""

    events: Sequence[Said]
    shown: Sequence[Shown]
    pulls: Sequence[tuple[float, bool]]

    @cached_property
    def changes(self) -> list[Shown]:
        """The statuses without those that say once more what the one before them said."""
        return [next(same) for _, same in groupby(self.shown, key=lambda shown: shown.what)]

    @cached_property
    def bursts(self) -> list[Burst]:
        """The events in bursts."""
        bursts: list[list[Said]] = []
        for said in self.events:
            if bursts and said.at - bursts[-1][-1].at < TIE_S:
                bursts[-1].append(said)
            else:
                bursts.append([said])
        return [
            Burst(burst[0].at, tuple(dict.fromkeys(said.kind[1] for said in burst)), burst[-1].at) for burst in bursts
        ]

    @cached_property
    def rounds(self) -> list[tuple[float, bool]]:
        """The pulls, of which those that follow at once are one: with the next credential, or of the next container."""
        rounds: list[tuple[float, bool]] = []
        last = -TIE_S
        for at, ok in self.pulls:
            if at - last < TIE_S:
                rounds[-1] = rounds[-1][0], ok
            else:
                rounds.append((at, ok))
            last = at
        return rounds

    def until(self, end: float) -> "Seen":
        """What had come by *end*."""
        return Seen(
            [said for said in self.events if said.at <= end],
            [shown for shown in self.shown if shown.at <= end],
            [pull for pull in self.pulls if pull[0] <= end],
        )
