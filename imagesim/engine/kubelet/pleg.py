"""When a kubelet looks: the PLEG, which notices what happened to containers, and the ticker, which finds pods due.

Both look once a second, each with a phase of its own. The PLEG models pkg/kubelet/pleg/generic.go: a container or
sandbox that started, or a container that died, makes it tell the pod's worker at its next look. A look at the very
instant of a change does not see it yet.
"""

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
        self._changed: dict[str, Tell] = {}

    def noticed(self, pod_uid: str, tell: Tell) -> None:
        """Something about the pod changed: *tell* is called at the next look."""
        if not self._changed:
            self._env.timeout(self.seen_after(self._env.now)).callbacks.append(self._relist)
        self._changed[pod_uid] = tell

    def expects(self, pod_uid: str) -> bool:
        """Whether the next look will show that something about the pod changed."""
        return pod_uid in self._changed

    def forget(self, pod_uid: str) -> None:
        """The pod is gone."""
        self._changed.pop(pod_uid, None)

    def seen_after(self, moment: Seconds) -> Seconds:
        """How long from now until the PLEG has looked after *moment*; a sync waits for that."""
        wait = next_on_grid(self._pleg_phase, moment) - self._env.now
        return wait if wait > 0.0 else 0.0

    def has_seen(self, moment: Seconds) -> bool:
        """Whether the PLEG has looked after *moment*; what happened then is known only if so."""
        return next_on_grid(self._pleg_phase, moment) <= self._env.now + SAME_INSTANT_S

    def found_after(self, due: Seconds) -> Seconds:
        """How long from now until the ticker finds a pod that is due in *due* seconds."""
        return max(0.0, next_on_grid(self.ticker_phase, self._env.now + due) - self._env.now)

    def _relist(self, _: simpy.Event) -> None:
        changed, self._changed = self._changed, {}
        for tell in changed.values():
            tell()
