"""Shared links: every transfer gets its max-min fair share of the links that it crosses.

A rate changes only when a flow starts or ends, so a flow costs events then and none while its bytes move. At each
change the rates are found by progressive filling (Bertsekas and Gallager, Data Networks, 6.5.2): the link with the
smallest fair share fixes the rate of its flows, they are taken out, and so on. All changes of one instant are
answered together, by one solution.
"""

import math
from collections.abc import Sequence

import simpy

from imagesim.rules.units import Bytes, BytesPerSecond, Seconds

_ALMOST_NOTHING = 1e-6  # bytes; what floating point leaves of a flow that is over


class Link:
    """A network card, a registry's egress, a NAT: `capacity` bytes per second (inf: no limit) for all its flows."""

    __slots__ = ("capacity", "flows", "name")

    def __init__(self, name: str, capacity: BytesPerSecond) -> None:
        self.name = name
        self.capacity = capacity
        self.flows: dict[Flow, None] = {}  # a dict, not a set: its order does not depend on hashes


class Flow:
    """A transfer under way. The value of its event `done` says whether all bytes arrived (True) or it was cut."""

    __slots__ = ("done", "limits", "links", "rate", "remaining", "size")

    def __init__(self, size: Bytes, links: tuple[Link, ...], done: simpy.Event) -> None:
        self.size = size
        self.remaining = float(size)
        self.links = links
        self.limits = tuple(link for link in links if math.isfinite(link.capacity))
        self.rate = 0.0
        self.done = done

    @property
    def received(self) -> Bytes:
        """Whole bytes that have arrived so far (exact when the flow is over)."""
        return self.size - round(self.remaining)


class Network:
    """All flows of one run."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._flows: dict[Flow, None] = {}
        self._solved_at: Seconds = 0.0
        self._change_asked = False
        self._generation = 0

    def cancel(self, flow: Flow) -> None:
        """End this flow now, unfinished."""
        if flow in self._flows:
            self._advance()
            if flow in self._flows:
                self._end(flow, arrived=False)
                self._ask_for_change()

    def transfer(self, size: Bytes, links: Sequence[Link], cap: float | None = None) -> Flow:
        """Start moving *size* bytes over *links*; wait for the flow's `done`. Without any limit it takes no time."""
        if cap is not None:
            links = (*links, Link("cap", cap))
        flow = Flow(size, tuple(links), self._env.event())
        if size <= 0 or not flow.limits:
            flow.remaining = 0.0
            flow.done.succeed(True)
            return flow
        self._flows[flow] = None
        for link in flow.links:
            link.flows[flow] = None
        self._ask_for_change()
        return flow

    def cut(self, link: Link) -> None:
        """End every flow over *link* now, unfinished, as when a server goes away."""
        self._advance()
        for flow in list(link.flows):
            self._end(flow, arrived=False)
        self._ask_for_change()

    def _ask_for_change(self) -> None:
        if not self._change_asked:
            self._change_asked = True
            self._env.timeout(0).callbacks.append(self._change)

    def _change(self, _: simpy.Event) -> None:
        self._change_asked = False
        self._advance()
        self._solve()
        self._generation += 1
        next_end = min((flow.remaining / flow.rate for flow in self._flows), default=None)
        if next_end is not None:
            timeout = self._env.timeout(next_end, value=self._generation)
            timeout.callbacks.append(self._flow_ends)

    def _flow_ends(self, timeout: simpy.Event) -> None:
        if timeout.value == self._generation:
            self._advance()
            self._ask_for_change()

    def _advance(self) -> None:
        """Move the bytes since the last solution and end the flows that have all of theirs."""
        elapsed = self._env.now - self._solved_at
        self._solved_at = self._env.now
        for flow in list(self._flows):
            flow.remaining -= elapsed * flow.rate
            # A remainder that needs less time than the clock can show at this hour is floating point, not data.
            if flow.remaining <= max(_ALMOST_NOTHING, flow.rate * self._env.now * 1e-15):
                flow.remaining = 0.0
                self._end(flow, arrived=True)

    def _end(self, flow: Flow, *, arrived: bool) -> None:
        del self._flows[flow]
        for link in flow.links:
            del link.flows[flow]
        flow.done.succeed(arrived)

    def _solve(self) -> None:
        waiting = dict(self._flows)
        links = {link: None for flow in waiting for link in flow.limits}
        left = {link: link.capacity for link in links}
        count = {link: len(link.flows) for link in links}
        while waiting:
            tightest = min((link for link in links if count[link]), key=lambda link: left[link] / count[link])
            share = left[tightest] / count[tightest]
            for flow in tightest.flows:
                if flow not in waiting:
                    continue
                del waiting[flow]
                flow.rate = share
                for link in flow.limits:
                    left[link] = max(0.0, left[link] - share)
                    count[link] -= 1
