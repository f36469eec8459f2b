"""One probe worker: when it asks, what it makes of the answers, and what the answers to all of them mean for a pod.

Models pkg/kubelet/prober/worker.go (run, doProbe) and prober_manager.go (UpdatePodStatus), read at 1.35; 1.31 to 1.37
are taken to be alike.

- It asks at the ticks of its own ticker, which runs from the pod's first sync on, every `periodSeconds` (on a kubelet
  that is younger than that from a random moment of the first period on); not before the container has been seen
  running, nor until `initialDelaySeconds` after its start, which the API knows to the second.
- A readiness probe is asked at once, too, whenever the status is made and says started and not ready; its ticker then
  starts anew. (In a cluster that answer may come a moment before the status is known: then it asks a period later.)
- `successThreshold` or `failureThreshold` equal answers in a row decide. Before that a container is not ready, not
  started, and alive.
- Liveness and readiness probes wait until the startup probe has succeeded. That one then rests; so do it and a liveness
  probe that have failed, until the container runs anew.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from imagesim.rules.api.app import ProbeKind
from imagesim.rules.api.probe import Probe, Probes
from imagesim.rules.units import Seconds

_SAME_TICK = 1e-9
_NO_NAMES: frozenset[str] = frozenset()
_NONE_FAILED: Mapping[str, ProbeKind] = {}
_UNDECIDED: Mapping[ProbeKind, bool | None] = {"Startup": None, "Readiness": False, "Liveness": True}


class Probed(NamedTuple):
    """What the probes say of a pod's running containers, by name.

    `unready` ones are not Ready, `unstarted` ones have not passed their startup probe. `failed` ones have to be killed,
    each for the kind of probe that failed.
    """

    unready: frozenset[str] = _NO_NAMES
    unstarted: frozenset[str] = _NO_NAMES
    failed: Mapping[str, ProbeKind] = _NONE_FAILED


ALL_WELL = Probed()
"""A pod without probes, or one whose probes all succeed."""


class ProbeWorker:
    """The worker of one probe. Its ticker began at *began_s* with a tick.

    `result` is what it has decided about the container that runs: before it has, that this is alive, is not ready, and
    None of a startup probe.
    """

    __slots__ = ("_in_a_row", "_last", "_tick_s", "kind", "on_hold", "probe", "result")

    def __init__(self, kind: ProbeKind, probe: Probe, began_s: Seconds) -> None:
        self.kind = kind
        self.probe = probe
        self.result = _UNDECIDED[kind]
        self.on_hold = False
        self._tick_s = began_s
        self._last: bool | None = None
        self._in_a_row = 0

    def new_container(self) -> None:
        """The container runs anew. Answers in a row are counted on."""
        self.result = _UNDECIDED[self.kind]
        self.on_hold = False

    def asks_from(self, started_s: Seconds) -> Seconds:
        """When the initial delay of a container is over that started then: the API has whole seconds."""
        return started_s // 1 + self.probe.initial_delay_s

    def tick_at(self, moment: Seconds) -> Seconds:
        """The first tick at *moment* or later."""
        period = self.probe.period_s
        return self._tick_s + period * max(0, math.ceil((moment - self._tick_s) / period - _SAME_TICK))

    def tick_from(self, now: Seconds, started_s: Seconds) -> Seconds:
        """The first tick after *now* at which it asks about a container that started then."""
        tick = self.tick_at(now)
        if tick <= now + _SAME_TICK:
            tick += self.probe.period_s
        return max(tick, self.tick_at(self.asks_from(started_s)))

    def triggered(self, now: Seconds) -> None:
        """It asks *now* because it was told to: its ticker starts anew."""
        self._tick_s = now

    def count(self, success: bool) -> None:
        """Take note of an answer; it may decide the `result`."""
        self._in_a_row = self._in_a_row + 1 if success is self._last else 1
        self._last = success
        enough = self.probe.success_threshold if success else self.probe.failure_threshold
        if self._in_a_row < enough:
            return
        self.result = success
        if self.kind == "Startup" or (self.kind == "Liveness" and not success):
            self.on_hold = True
            self._in_a_row = 0

    def succeeds_on(self) -> None:
        """What it has asked, or will, is answered well, as it was: that changes nothing, and nobody hears of it."""
        self._last, self._in_a_row = True, 1


def probe_workers(probes: Probes, now: Seconds, wait: Callable[[Seconds], Seconds]) -> list[ProbeWorker]:
    """The workers of a container's probes, started *now* in the kubelet's order; *wait* is for each one's period."""
    kinds: tuple[tuple[ProbeKind, Probe | None], ...] = (
        ("Startup", probes.startup),
        ("Readiness", probes.readiness),
        ("Liveness", probes.liveness),
    )
    return [ProbeWorker(kind, probe, now + wait(probe.period_s)) for kind, probe in kinds if probe is not None]
