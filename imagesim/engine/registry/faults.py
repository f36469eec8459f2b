"""Which requests to one registry go wrong, and how: those that a document lists, and outages while they last."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from imagesim.rules.containerd.texts import PULL_RATE_LIMIT, RegistryError
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import Fault

_CODES = {
    401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS", 503: "UNAVAILABLE"
}  # fmt: skip
"""The error codes of the distribution specification that belong to a status; other statuses have no JSON body."""


_OF_CERTIFICATES = ("unknown-authority", "wrong-name")
"""Ways to fail that only those notice who verify certificates."""


class FaultBook:
    """The faults of one registry. Each counts the requests that it matches; the first that has its turn wins.

    Outages come before what a document says, the latest first. One that another hides until its end is forgotten, so
    a run may have any number of them.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._matched = [0] * len(self._faults)
        self._counting = any(fault.nth is not None for fault in self._faults)
        self._outages: list[Fault] = []

    def begin(self, outage: Fault) -> None:
        """An outage begins now: it concerns every request until its own end."""
        while self._outages and _outlasts(outage, self._outages[-1]):
            self._outages.pop()
        self._outages.append(outage)

    def of(
        self, method: str, object_: str, now: Seconds, *, counts: bool = True, verifies: bool = True
    ) -> Fault | None:
        """The fault of this request, None if it goes well. Asking counts the request, unless *counts* is False.

        Who does not *verify* certificates does not notice one that is wrong.
        """
        found = self._outage(now, verifies=verifies)
        for place, fault in enumerate(self._faults):
            if not _matches(fault, method, object_, now) or not _is_noticed(fault, verifies=verifies):
                continue
            number = self._matched[place] + 1
            if counts:
                self._matched[place] = number
            if found is None and fault.nth in (None, number):
                found = fault
        return found

    def of_all(self, now: Seconds) -> Fault | None:
        """The fault of every request at *now*, whatever it asks for; None if there is none, or requests matter."""
        first = self._outage(now) or (self._faults[0] if self._faults else None)
        if first is None or self._counting:
            return None
        return first if _hides_all(first) and _lasts(first, now) else None

    def hides(self, now: Seconds) -> bool:
        """Whether nobody at all gets an answer now."""
        return any(_hides_all(fault) and _lasts(fault, now) for fault in (*self._outages, *self._faults))

    def _outage(self, now: Seconds, *, verifies: bool = True) -> Fault | None:
        for outage in reversed(self._outages):
            if _lasts(outage, now) and _is_noticed(outage, verifies=verifies):
                return outage
        return None


def _outlasts(outage: Fault, other: Fault) -> bool:
    """Whether *other* will never be noticed again while *outage* lasts, and not after it."""
    if outage.transport in _OF_CERTIFICATES:
        return False  # not everybody notices it
    return outage.until_s is None or (other.until_s is not None and other.until_s <= outage.until_s)


def _is_noticed(fault: Fault, *, verifies: bool) -> bool:
    return verifies or fault.transport not in _OF_CERTIFICATES


def _hides_all(fault: Fault) -> bool:
    return fault.hides_answer and not fault.method and not fault.object and fault.nth is None


def _lasts(fault: Fault, now: Seconds) -> bool:
    return now >= fault.from_s and (fault.until_s is None or now < fault.until_s)


def _matches(fault: Fault, method: str, object_: str, now: Seconds) -> bool:
    if fault.method and fault.method != method:
        return False
    if fault.object and fault.object != object_ and not fnmatchcase(object_, fault.object):
        return False
    return _lasts(fault, now)


def errors_of(status: int, message: str | None) -> tuple[RegistryError, ...]:
    """The JSON errors in the body of a refusal: none where there is no code for the status, or no JSON (None)."""
    code = _CODES.get(status)
    if code is None or message is None:
        return (RegistryError("UNKNOWN", message),) if message else ()
    return (RegistryError(code, message or (PULL_RATE_LIMIT if status == 429 else "")),)
