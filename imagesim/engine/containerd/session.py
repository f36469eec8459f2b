"""What the parts of one pull share: what is asked for and where, what it holds on to, and what has come so far.

Resolver, fetcher and unpacker work on it, each with the part of the node that it needs besides. The session also knows
when the pull has stalled, and then looks after its progress timeout.
"""

from collections.abc import Generator
from typing import Any

import simpy

from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.containerd.node_network import NodeNetwork
from imagesim.engine.containerd.store.content_store import Lease
from imagesim.engine.environment import Environment
from imagesim.engine.network import Flow
from imagesim.rules.containerd.progress import PullProgress
from imagesim.rules.credentials.secret_value import NO_SECRET
from imagesim.rules.reference import ImageReference
from imagesim.rules.registry.access import Login
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import ContainerdBehaviour

Wait = Generator[simpy.Event, Any, None]

_NOTICED: Bytes = 2**20
"""The transfer service counts a download as under way from its first MiB on (measured)."""


class PullSession:
    """One pull of *reference* that *began* then. `process` carries it on; nobody has begun while it is None.

    *crossed*: its first request has come to the host already, so nobody waits for that any more.
    """

    __slots__ = (
        "_began", "_crossed", "_last_byte_s", "_progress_timeout_s", "_watched", "behaviour", "bytes_fetched",
        "bytes_reused", "endpoints", "env", "flows", "layers_fetched", "layers_reused", "lease", "login", "network",
        "open_requests", "process", "reference", "requests",
    )  # fmt: skip

    def __init__(
        self,
        env: Environment,
        behaviour: ContainerdBehaviour,
        network: NodeNetwork,
        reference: ImageReference,
        endpoints: list[Endpoint],
        login: Login | None,
        progress_timeout_s: Seconds | None,
        began: Seconds,
        *,
        crossed: bool = False,
    ) -> None:
        self.env = env
        self.behaviour = behaviour
        self.network = network
        self.reference = reference
        self.endpoints = endpoints
        self.login = login
        self.bytes_fetched: Bytes = 0
        self.bytes_reused: Bytes = 0
        self.layers_fetched = 0
        self.layers_reused = 0
        self.requests = 0
        self.lease = Lease()
        self.flows: dict[Flow, None] = {}
        self.open_requests = 0
        self.process: simpy.Process | None = None
        self._progress_timeout_s = progress_timeout_s
        self._last_byte_s: Seconds = 0.0
        self._began = began
        self._crossed = crossed
        self._watched = False

    def login_for(self, host: str) -> Login | None:
        """The kubelet names no server, so containerd offers the same login to every host, mirrors included.

        A user without a password is nobody to it (authorizer.go AddResponses, doBearerAuth).
        """
        login = self.login
        return login if login is not None and all(part not in ("", NO_SECRET) for part in login) else None

    def cancel(self) -> None:
        """The caller, or the progress timeout, ends the pull."""
        if self.process is not None and self.process.is_alive:
            self.process.interrupt()

    # --- what goes on ---

    def write_down(self, host: str, repository: str, method: str, object_: str, status: int, size: Bytes) -> int:
        """Record an answer (status 0: there was none); returns its place in the records."""
        self.requests += 1
        return self.network.write_down(self.env.now, host, repository, method, object_, status, size)

    def reuse(self, size: Bytes, layers: int = 1) -> None:
        """One layer did not have to be fetched, or several that have *size* together."""
        self.layers_reused += layers
        self.bytes_reused += size

    def took(self, size: Bytes) -> None:
        """Bytes of a body have come."""
        self.bytes_fetched += size
        if size:
            self._last_byte_s = self.env.now

    def stall(self, for_s: Seconds | None = None) -> Wait:
        """Nothing comes for *for_s* seconds on one of the pull's requests, or for ever."""
        if for_s == 0:
            return
        self._watch()
        yield self.env.event() if for_s is None else self.env.timeout(for_s)

    def has_crossed(self) -> bool:
        """Whether the request that is sent now has come to its host already; so it is with the first, or with none."""
        crossed, self._crossed = self._crossed, False
        return crossed

    # --- the progress timeout ---

    def _watch(self) -> None:
        """The progress timeout matters only once something has stalled, so only then somebody looks."""
        if not self._watched and self._progress_timeout_s is not None:
            self._watched = True
            self.env.process(self._look(PullProgress(self._began, self._progress_timeout_s)))

    def _look(self, progress: PullProgress) -> Wait:
        progress.caught_up(self.env.now, self._received(), self._last_byte_s)
        while True:
            yield self.env.timeout(progress.next_look(self.env.now) - self.env.now)
            if self.process is None or not self.process.is_alive:
                return
            if progress.look(self.env.now, self._received(), self._active()):
                self.cancel()
                return
            if not self._active():
                # Nothing that counts is under way, so the clock starts anew at each look, until something stalls again.
                self._watched = False
                return

    def _received(self) -> Bytes:
        return self.bytes_fetched + sum(flow.received for flow in self.flows)

    def _active(self) -> int:
        """Requests that count as under way; for the transfer service only bodies of which a MiB has come."""
        if not self.behaviour.transfer_service:
            return self.open_requests + len(self.flows)
        return sum(flow.received >= _NOTICED for flow in self.flows)
