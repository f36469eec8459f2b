"""The process of a call that somebody waits for, begun at once."""

import simpy
from simpy.events import PENDING

from imagesim.engine.environment import Environment, Work


class CallProcess(simpy.Process):
    """A SimPy process of *work* whose first step is done while it is made, where SimPy plans an event for that."""

    def __init__(self, env: Environment, work: Work) -> None:
        self.env = env
        self.callbacks = []
        self._value = PENDING
        self._generator = work
        begin = simpy.Event(env)
        begin._ok, begin._value = True, None
        caller = env.active_process
        self._resume(begin)
        env._active_proc = caller
        env.carried_on(self, work)
