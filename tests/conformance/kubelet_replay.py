"""Replays recorded calls of EnsureImageExists in virtual time: one after another or each in its own pod, and a puller.

The clock counts whole milliseconds, so equal times are equal; the rules are told seconds.
"""

from collections.abc import Callable, Generator, Iterable
from typing import Any

import simpy

from imagesim.rules.client_go.token_bucket import TokenBucket
from tests.conformance.checking import Row

Process = Generator[simpy.Event, Any, None]


class Puller:
    """Serial, or parallel with a width (None or 0: any number); first in first out, behind registryPullQPS."""

    def __init__(self, env: simpy.Environment, row: Row) -> None:
        width = 1 if row["serialize"] else row["max_parallel"]
        self._env = env
        self._places = simpy.Resource(env, width) if width else None
        self._bucket = TokenBucket(row["qps"], row["burst"])

    def pull(self, work: Callable[[bool], Process]) -> Process:
        """Wait for a place and do *work*, which is told whether the pull got a token."""
        if self._places is None:
            yield from work(self._bucket.try_accept(self._env.now / 1000))
            return
        with self._places.request() as place:
            yield place
            yield from work(self._bucket.try_accept(self._env.now / 1000))


def replay(env: simpy.Environment, mode: str, calls: Iterable[Row], do: Callable[[Row], Process]) -> None:
    """Do all *calls*. In a sequence a call starts at its time or when the one before it has ended."""

    def at_its_time(call: Row) -> Process:
        yield env.timeout(max(0, call["t_ms"] - env.now))
        yield from do(call)

    def one_after_another() -> Process:
        for call in calls:
            yield from at_its_time(call)

    if mode == "sequence":
        env.process(one_after_another())
    else:
        for call in calls:
            env.process(at_its_time(call))
    env.run()
