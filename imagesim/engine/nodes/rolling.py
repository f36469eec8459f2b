"""Nodes that are replaced or upgraded one after another."""

from collections.abc import Callable, Iterable
from functools import partial

import simpy

from imagesim.rules.units import Seconds

Done = Callable[[], None]


class OneAfterAnother:
    """Does something to nodes: to the next one *every_s* seconds after the last was begun, and not before that is done.

    *do* is called with a node's name, and what it calls when it is done with that one.
    """

    def __init__(
        self, env: simpy.Environment, names: Iterable[str], every_s: Seconds, do: Callable[[str, Done], None]
    ) -> None:
        self._env = env
        self._left = list(names)
        self._every_s = every_s
        self._do = do
        self._begin()

    def _begin(self) -> None:
        if self._left:
            self._do(self._left.pop(0), partial(self._done, self._env.now))

    def _done(self, began: Seconds) -> None:
        wait = max(0.0, began + self._every_s - self._env.now)
        self._env.timeout(wait).callbacks.append(lambda _: self._begin())
