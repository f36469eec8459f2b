"""When a kubelet looks: the PLEG, which notices what happened to containers, and the ticker, which finds pods due.

Both look once a second, each with a phase of its own. The PLEG models pkg/kubelet/pleg/generic.go: a container or
sandbox that started, or a container that died, makes it tell the pod's worker at its next look. A look at the very
instant of a change does not see it yet.
"""

import math
from collections.abc import Callable

import simpy

from imagesim.rules.pods.sync_timing import SAME_INSTANT_S, next_on_grid
from imagesim.rules.units import Seconds

Tell = Callable[[], None]


class Pleg:
    """The looks of one kubelet. While nothing changes they cost nothing."""

    def __init__(self, env: simpy.Environment, pleg_phase: Seconds, ticker_phase: Seconds) -> None:
        self._env = env
        self._pleg_phase = pleg_phase
        self.ticker_phase = ticker_phase
        self._blind_from: Seconds = math.inf
        self.blind_until: Seconds = -math.inf
        """Up to then the runtime does not answer, so that looks show nothing."""
        self._changed: dict[Seconds, dict[str, Tell]] = {}  # by the time of the look

    def noticed(self, pod_uid: str, tell: Tell) -> None:
        """Something about the pod changed: *tell* is called at the next look."""
        now = self._env.now
        look = next_on_grid(self._pleg_phase, now)
        if look >= self._blind_from:
            look = self._shown_by(look)
        changed = self._changed.get(look)
        if changed is None:
            changed = self._changed[look] = {}
            self._env.timeout(look - now, value=look).callbacks.append(self._relist)
        changed[pod_uid] = tell

    def expects(self, pod_uid: str) -> bool:
        """Whether a look will show that something about the pod changed."""
        # Asked after every start: a generator takes thrice as long.
        for changed in self._changed.values():  # noqa: SIM110
            if pod_uid in changed:
                return True
        return False

    def look_at(self, pod_uid: str) -> None:
        """Look at one pod now: what has changed of it is no news at the next look."""
        for changed in self._changed.values():
            changed.pop(pod_uid, None)

    def forget(self, pod_uid: str) -> None:
        """The pod is gone."""
        self.look_at(pod_uid)

    def stop(self) -> None:
        """The kubelet ends: the looks that are still to come tell nobody anything."""
        for changed in self._changed.values():
            changed.clear()

    def seen_after(self, moment: Seconds) -> Seconds:
        """How long from now until the PLEG has looked after *moment*; a sync waits for that."""
        look = next_on_grid(self._pleg_phase, moment)
        if look >= self._blind_from:
            look = self._shown_by(look)
        wait = look - self._env.now
        return wait if wait > 0.0 else 0.0

    def has_seen(self, moment: Seconds) -> bool:
        """Whether the PLEG has looked after *moment*; what happened then is known only if so."""
        return self._shown_by(next_on_grid(self._pleg_phase, moment)) <= self._env.now + SAME_INSTANT_S

    def found_after(self, due: Seconds) -> Seconds:
        """How long from now until the ticker finds a pod that is due in *due* seconds."""
        return max(0.0, next_on_grid(self.ticker_phase, self._env.now + due) - self._env.now)

    def is_blind_until(self, until: Seconds) -> None:
        """The runtime does not answer until then: what was to be noticed is noticed at the first look after that."""
        now = self._env.now
        if now >= self.blind_until:
            self._blind_from = now
        self.blind_until = until = max(until, self.blind_until)
        waiting = {look: tells for look, tells in self._changed.items() if now <= look < until}
        for look, tells in waiting.items():
            del self._changed[look]
            for pod_uid, tell in tells.items():
                self.noticed(pod_uid, tell)

    def _shown_by(self, look: Seconds) -> Seconds:
        """The first look, from this one on, that shows something."""
        blind = self._blind_from <= look < self.blind_until
        return next_on_grid(self._pleg_phase, self.blind_until) if blind else look

    def _relist(self, timeout: simpy.Event) -> None:
        for tell in self._changed.pop(timeout._value, {}).values():
            tell()
