"""Hosts that cannot be reached at all: in an outage nearly every pull fails at its first request, without an answer.

Which pulls those are can be known beforehand, and what they say is the same each time. So they need nothing of what a
pull that gets an answer needs, and are what a long outage consists of: tens of attempts of each pod.
"""

import math
from dataclasses import dataclass

from imagesim.engine.containerd.host_lookup import HostLookup
from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.no_answer import no_answer
from imagesim.rules.containerd.texts import RuntimeFailure
from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.rules.versions import ContainerdBehaviour
from imagesim.scenarios.values.registry_service import Transport

_AT_ONCE = ("refused", "no-such-host", "dns-error", "dns-try-again")
"""Nobody waits for these, they are not tried again, and no registry notes a request."""


@dataclass(slots=True)
class _Asking:
    """Who asks: a pull that resolves its name."""

    behaviour: ContainerdBehaviour
    reference: ImageReference
    resolving: bool
    address: str
    now: Seconds


class UnreachableHosts:
    """What the pulls of one node, which has *address*, say of hosts that cannot be reached."""

    __slots__ = ("_address", "_behaviour", "_failures", "_lookup", "_only")

    def __init__(self, behaviour: ContainerdBehaviour, address: str, lookup: HostLookup) -> None:
        self._behaviour = behaviour
        self._address = address
        self._lookup = lookup
        self._only: dict[ImageReference, Endpoint | None] = {}
        self._failures: dict[tuple[ImageReference, Transport], RuntimeFailure] = {}

    def only_host(self, reference: ImageReference) -> Endpoint | None:
        """The one host that a pull of *reference* asks, once; None if there are more, or one is asked differently."""
        try:
            return self._only[reference]
        except KeyError:
            hosts = self._lookup.endpoints(reference)
            simple = len(hosts) == 1 and hosts[0].pulls and hosts[0].resolves and hosts[0].speaks
            alike = not (reference.digest or hosts[0].server.service.addresses)  # of several the first one changes
            host = self._only[reference] = hosts[0] if simple and alike else None
            return host

    def until(self, reference: ImageReference, now: Seconds) -> tuple[Seconds, Seconds] | None:
        """Until when all pulls of *reference* fail at their first request, and what each takes; None if not at *now*.

        That holds as long as nothing else befalls the host. Of hosts that the node has never asked nothing is known:
        looking at them would have them named, as by a pull.
        """
        if not self._lookup.has_asked(reference):
            return None
        host = self.only_host(reference)
        fault = None if host is None else host.server.fails_all(now)
        if host is None or fault is None or fault.transport not in _AT_ONCE:
            return None
        return math.inf if fault.until_s is None else fault.until_s, host.server.latency_s

    def failure(self, reference: ImageReference, host: Endpoint, at_s: Seconds) -> RuntimeFailure | None:
        """How a pull fails whose first request reaches its only *host* at that time; None if it may get further."""
        fault = host.server.fails_all(at_s)
        if fault is None or fault.transport not in _AT_ONCE:
            return None
        found = self._failures.get((reference, fault.transport))
        if found is None:
            asking = _Asking(self._behaviour, reference, True, self._address, at_s)
            url = host.url(reference.path, f"manifests/{reference.effective_tag}")
            found = no_answer(asking, host, "HEAD", url, fault).failure
            self._failures[reference, fault.transport] = found
        return found
