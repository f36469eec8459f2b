"""Parts of one pull that go on side by side: golang.org/x/sync/errgroup. The first that fails stops the others."""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.failures import PullFailed
from imagesim.engine.environment import Environment
from imagesim.rules.containerd.texts import RuntimeFailure


class SideBySide:
    """Parts that are begun with `go` and waited for with `done`."""

    __slots__ = ("_env", "_failure", "_parts")

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._parts: list[simpy.Process] = []
        self._failure: RuntimeFailure | None = None

    def go(self, work: Generator[simpy.Event, Any, None]) -> None:
        """Begin a part; where another has failed already there is nothing left to do for it."""
        if self._failure is not None:
            work.close()
            return
        self._parts.append(self._env.process(self._part(work)))

    def done(self) -> Generator[simpy.Event, Any, RuntimeFailure | None]:
        """Wait until no part is under way any more; what the first failed with."""
        yield from self._parts  # some may be begun meanwhile
        return self._failure

    def stop(self) -> None:
        """Stop what is still under way, since nobody waits for it any more."""
        for part in self._parts:
            if part.is_alive and part is not self._env.active_process:
                part.interrupt()

    def _part(self, work: Generator[simpy.Event, Any, None]) -> Generator[simpy.Event, Any, None]:
        if self._failure is not None:
            work.close()  # another failed in the instant in which this one would have begun
            return
        try:
            yield from work
        except PullFailed as failed:
            if self._failure is None:
                self._failure = failed.failure
                self.stop()
        except simpy.Interrupt:
            return
