"""The PullImage calls that are made to one containerd right now, in the order in which they were made."""

from typing import Protocol


class Call(Protocol):
    """A call whose context can end before it does."""

    def cancel(self) -> None:
        """The call's context ends."""


class CallsUnderWay:
    """Those of one node. A call is in it from its first request to its answer."""

    __slots__ = ("_calls",)

    def __init__(self) -> None:
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
