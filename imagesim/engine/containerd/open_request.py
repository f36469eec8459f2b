"""A request that waits for its answer: what the records say of it where the pull is cancelled meanwhile.

It was on the wire all the same, so the registry has counted it, for its limits and for the `nth` of a fault. Its row
has no status, unless the answer began in the very instant in which the pull stopped waiting.
"""

from dataclasses import dataclass

from imagesim.engine.containerd.hosts import Endpoint
from imagesim.engine.registry import RegistryAnswer, RegistryRequest
from imagesim.rules.units import Seconds

_UNHEARD = ("refused", "no-such-host", "dns-error", "dns-silent", "dial-silent", "tls-silent")
"""Of what fails in these ways no registry hears."""


@dataclass(slots=True)
class OpenRequest:
    """One request to *endpoint*, `due_s` at the registry or, once that has its `answer`, back at the node.

    `elsewhere` is the host that it goes to where the endpoint sends its clients there, else "". `noted` tells whether a
    row of the records stands already.
    """

    endpoint: Endpoint
    request: RegistryRequest
    due_s: Seconds
    elsewhere: str = ""
    answer: RegistryAnswer | None = None
    noted: bool = False

    @property
    def host(self) -> str:
        """The host that it goes to, as requests show it."""
        if self.elsewhere:
            return self.elsewhere
        return self.endpoint.server.token_host if self.request.kind == "token" else self.endpoint.host

    @property
    def is_heard(self) -> bool:
        """Whether a registry knows of the request."""
        fault = self.answer.fault if self.answer is not None else None
        return fault is None or fault.transport not in _UNHEARD

    def answered(self, answer: RegistryAnswer, now: Seconds) -> None:
        """The registry has decided *now* what it answers, and when."""
        self.answer = answer
        self.due_s = now + (answer.fault.delay_s if answer.fault is not None else 0.0)

    def given_up(self, now: Seconds) -> int | None:
        """The status of its row, now that nobody waits any more; None if there is to be no row."""
        if self.answer is None:
            if not self.endpoint.speaks:
                return None
            arrived_s = max(now, self.due_s)
            self.answered(self.endpoint.server.answer(self.request, now), arrived_s)
        assert self.answer is not None
        if self.noted or not self.is_heard:
            return None
        return self.answer.status if now >= self.due_s else 0
