"""The process of a call that somebody waits for, begun at once."""

from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import PENDING


class CallProcess(simpy.Process):
    """A SimPy process of *work* whose first step is done while it is made, where SimPy plans an event for that."""

    def __init__(self, env: simpy.Environment, work: Generator[simpy.Event, Any, Any]) -> None:
        self.env = env
        self.callbacks = []
        self._value = PENDING
        self._generator = work
        begin = simpy.Event(env)
        begin._ok, begin._value = True, None
        caller = env.active_process
        self._resume(begin)
        env._active_proc = caller
