"""The door of the package: transfers begin, end, and are cut; between those no event happens."""

import math
from collections.abc import Sequence
from typing import cast

import simpy
from simpy.events import EventPriority

from imagesim.engine.network.clocks import Time
from imagesim.engine.network.flows import Flow, FlowClass, Link
from imagesim.engine.network.topology import Topology
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds

_AFTER_ALL_OTHERS = cast(EventPriority, 2)
"""The priority of an event that comes after all others of its instant; SimPy's own are 0 and 1."""


class Network:
    """All flows of one run.

    A path is said from the near link to the far: (card, NAT, egress). Links that are passed in one order by all form
    trees, which cost less.
    """

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._time = Time(env)
        self._topology = Topology(self._time)
        self._classes: dict[tuple[tuple[Link, ...], BytesPerSecond], FlowClass] = {}
        self._changed: dict[FlowClass, None] = {}
        self._generation = 0
        self._wakes_at: Seconds = math.inf

    def transfer(self, size: Bytes, links: Sequence[Link], cap: BytesPerSecond | None = None) -> Flow:
        """Start moving *size* bytes over *links*; wait for the flow's `done`.

        *cap* is what its connection carries at most, in bytes per second (None: no limit). Without any limit it takes
        no time.
        """
        flow = Flow(size, tuple(links), simpy.Event(self._env))
        # A class is known to its links from here on, so there must be a flow in it: nothing of nothing has no share.
        alike = self._alike(flow.links, math.inf if cap is None else cap) if size > 0 else None
        if alike is None:
            flow.end(arrived=True)
        else:
            flow.start(alike)
            self._change(alike)
        return flow

    def _alike(self, links: tuple[Link, ...], cap: BytesPerSecond) -> FlowClass | None:
        """The class of flows over *links* with *cap*; None if nothing limits them."""
        known = self._classes.get((links, cap))
        if known is not None or (cap == math.inf and all(link.capacity == math.inf for link in links)):
            return known
        alike = self._classes[links, cap] = FlowClass(links, cap, self._time)
        alike.enter()
        return alike

    def cut(self, link: Link) -> None:
        """End every flow over *link* now, unfinished, as when a server goes away."""
        self._end_what_is_due()
        for flow in link.flows:
            self._end(flow, arrived=False)

    def cancel(self, flow: Flow) -> None:
        """End *flow* now, unfinished, as when nobody waits for it any more; nothing happens if it is over."""
        self._end_what_is_due()
        if flow.alike is not None:
            self._end(flow, arrived=False)

    def _end_what_is_due(self) -> None:
        for flow in self._time.due():
            self._end(cast(Flow, flow), arrived=True)

    def _end(self, flow: Flow, *, arrived: bool) -> None:
        if flow.alike is not None:
            self._change(flow.alike)
        flow.end(arrived=arrived)

    def _change(self, alike: FlowClass) -> None:
        """Solve at the end of this instant, once for all changes."""
        if not self._changed:
            _EndOfInstant(self._env).callbacks.append(self._solve)
        self._changed[alike] = None

    def _solve(self, _: simpy.Event) -> None:
        changed, self._changed = self._changed, {}
        self._topology.solve(changed)
        for alike in changed:
            if not alike.count:
                del self._classes[alike.links, alike.cap]
        self._wake_for_the_next_end()

    def _wake_for_the_next_end(self) -> None:
        ends = self._time.heap.first()
        if ends == self._wakes_at:
            return
        self._generation += 1
        self._wakes_at = ends
        if ends < math.inf:
            delay = max(0.0, ends - self._env.now)
            self._env.timeout(delay, value=self._generation).callbacks.append(self._wake)

    def _wake(self, timeout: simpy.Event) -> None:
        if timeout.value == self._generation:
            self._wakes_at = math.inf
            self._end_what_is_due()
            if not self._changed:  # else the solution looks for the next end
                self._wake_for_the_next_end()


class _EndOfInstant(simpy.Event):
    """Comes when everything else of this instant has happened."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        env.schedule(self, priority=_AFTER_ALL_OTHERS)
