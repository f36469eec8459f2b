"""A kubelet sends the statuses of its pods one after another, as often as kubeAPIQPS and kubeAPIBurst allow.

Models pkg/kubelet/status/status_manager.go (syncBatch, syncPod), 1.32 to 1.36: what has changed when a batch begins is
sent in no particular order, as it stood then; what changes meanwhile is in the next batch, in its last form alone. A
status costs a GET and a PATCH, which wait for their tokens (client-go's rest/request.go, tryThrottle) and are otherwise
no time here. The kubelet's other requests are not counted: its events and its lease go through clients of their own.
A recorded kubelet of 1.32 with 64 pods at once showed the first status of the last one at 0.59 s, its second at 2.7 s.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from imagesim.engine.environment import Environment, Planned
from imagesim.rules.client_go.rate_limiter import ReservingBucket

T = TypeVar("T")
Told = TypeVar("Told", contravariant=True)

_REQUESTS = 2


class Receiver(Protocol[Told]):
    """Whose statuses are sent."""

    def arrives(self, told: Told) -> None:
        """A status that was sent has arrived."""


class Sending(Generic[T]):
    """The statuses that wait on one node. Where none has to, one arrives as it is sent, and nothing is planned.

    `draw` gives the numbers by which a batch is ordered.
    """

    def __init__(self, env: Environment, qps: float, burst: int, draw: Callable[[], float]) -> None:
        self._env = env
        self._bucket = ReservingBucket(qps, burst)
        self._draw = draw
        self._news: dict[Receiver[T], T] = {}
        self._batch: list[tuple[Receiver[T], T]] = []
        self._busy = False
        self._stopped = False

    def send(self, receiver: Receiver[T], told: T) -> None:
        """Send what is *told* of *receiver*, when its turn has come."""
        self._news[receiver] = told
        if not self._busy:
            self._go_on()

    def stop(self) -> None:
        """The kubelet ends, and what still waits is never sent."""
        self._stopped = True

    def _go_on(self) -> None:
        self._busy = True
        while self._batch or self._next_batch():
            wait = max([self._bucket.reserve(self._env.now) for _ in range(_REQUESTS)])
            if wait:
                self._env.plan(wait, self._waited)
                return
            self._arrives()
        self._busy = False

    def _waited(self, _: Planned) -> None:
        if not self._stopped:
            self._arrives()
            self._go_on()

    def _arrives(self) -> None:
        receiver, told = self._batch.pop()
        receiver.arrives(told)

    def _next_batch(self) -> bool:
        news, self._news = self._news, {}
        self._batch = list(news.items())
        if len(news) > 1:
            places = {receiver: self._draw() for receiver in news}
            self._batch.sort(key=lambda item: places[item[0]], reverse=True)  # the last is sent first
        return bool(news)
