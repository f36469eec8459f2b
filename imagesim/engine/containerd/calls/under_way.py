"""The PullImage calls that are made to one containerd right now, in the order in which they were made."""

from typing import Protocol

from imagesim.rules.containerd.texts import RuntimeFailure


class Call(Protocol):
    """A call whose context can end before it does."""

    def cancel(self) -> None:
        """The call's context ends."""

    def lose(self, answer: RuntimeFailure) -> None:
        """Whoever carried it out is gone, and the caller sees that *answer*."""


class CallsUnderWay:
    """Those of one node. A call is in it from its first request to its answer.

    While containerd is down, further calls are `refused` with that.
    """

    __slots__ = ("_calls", "refused")

    def __init__(self) -> None:
        self.refused: RuntimeFailure | None = None
        self._calls: dict[Call, None] = {}

    def begins(self, call: Call) -> None:
        """It is made."""
        self._calls[call] = None

    def ends(self, call: Call) -> None:
        """It is answered, or nobody waits for it any more."""
        self._calls.pop(call, None)

    def __contains__(self, call: Call) -> bool:
        return call in self._calls

    def cut(self) -> None:
        """Cancel them all: whoever made them is gone."""
        for call in tuple(self._calls):
            call.cancel()

    def lose(self, answer: RuntimeFailure) -> None:
        """containerd is gone: the callers of all of them see that *answer*."""
        for call in tuple(self._calls):
            call.lose(answer)
