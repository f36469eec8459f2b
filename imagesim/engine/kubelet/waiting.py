"""Work that waits now and then: a generator of events, carried on by the events themselves.

SimPy's processes do the same and can be interrupted and waited for, at the price of two more events each. A pod's syncs
need neither, and most of them never wait.
"""

from collections.abc import Generator
from functools import partial
from typing import Any, TypeVar

import simpy

from imagesim.engine.environment import Environment

Wait = Generator[simpy.Event, Any, None]
T = TypeVar("T")


def carry_on(env: Environment, work: Wait, event: simpy.Event | None = None) -> None:
    """Do *work* up to its next wait, now; *event* is what it waited for, None at its beginning."""
    try:
        while event is None or event.callbacks is None:  # None: it has happened
            if event is None or event.ok:
                event = work.send(event and event.value)
            else:
                event.defused = True  # what went wrong is handled in *work*, or comes out here
                event = work.throw(event.value)
    except StopIteration:
        if event is not None:  # else it never waited
            env.over(work)
        return
    env.waits(work)
    event.callbacks.append(partial(carry_on, env, work))


def at_once(answer: T) -> Generator[simpy.Event, Any, T]:
    """An answer for which nobody has to wait, where one may have to."""
    return answer
    yield
