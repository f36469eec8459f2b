"""Which requests to one registry go wrong, and how: those that a document lists, and outages while they last."""

from collections.abc import Iterable

from imagesim.engine.registry.matching import is_about_all, is_mild, is_noticed, lasts, matches
from imagesim.engine.registry.outages import Outages
from imagesim.rules.containerd.texts import PULL_RATE_LIMIT, RegistryError
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import Fault

_CODES = {
    401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS", 503: "UNAVAILABLE"
}  # fmt: skip
"""The error codes of the distribution specification that belong to a status; other statuses have no JSON body."""


class FaultBook:
    """The faults of one registry. Each counts the requests that it matches; the first that has its turn wins.

    Outages come before what a document says.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._matched = [0] * len(self._faults)
        self._counting = any(fault.nth is not None for fault in self._faults)
        self.outages = Outages()

    def of(
        self,
        method: str,
        object_: str,
        now: Seconds,
        *,
        repository: str = "",
        counts: bool = True,
        verifies: bool = True,
    ) -> Fault | None:
        """The fault of this request, None if it goes well. Asking counts the request, unless *counts* is False.

        Who does not *verify* certificates does not notice one that is wrong.
        """
        outage = self.outages.of(method, object_, repository, now, counts=counts, verifies=verifies)
        found = None if outage is None or is_mild(outage) else outage
        for place, fault in enumerate(self._faults):
            if not matches(fault, method, object_, repository, now) or not is_noticed(fault, verifies=verifies):
                continue
            number = self._matched[place] + 1
            if counts:
                self._matched[place] = number
            if found is None and fault.nth in (None, number):
                found = fault
        return found or outage

    def of_all(self, now: Seconds) -> Fault | None:
        """The fault of every request at *now*, whatever it asks for; None if there is none, or requests matter."""
        first = self.outages.first_of_all(now)
        if first is None and self._faults and self.outages.are_mild(now):
            first = self._faults[0]
        if first is None or self._counting:
            return None
        return first if _hides_all(first) and lasts(first, now) else None

    def hides(self, now: Seconds, repository: str) -> bool:
        """Whether nobody at all gets a manifest of *repository* now."""
        if any(fault.hides_answer for fault in self.outages.total(now)):
            return True
        found = self.outages.of("GET", "manifests/", repository, now, counts=False, verifies=True)
        if found is not None and found.hides_answer:
            return True
        return any(_hides_all(fault) and lasts(fault, now) for fault in self._faults)


def _hides_all(fault: Fault) -> bool:
    return fault.hides_answer and is_about_all(fault)


def errors_of(status: int, message: str | None) -> tuple[RegistryError, ...]:
    """The JSON errors in the body of a refusal: none where there is no code for the status, or no JSON (None)."""
    code = _CODES.get(status)
    if code is None or message is None:
        return (RegistryError("UNKNOWN", message),) if message else ()
    return (RegistryError(code, message or (PULL_RATE_LIMIT if status == 429 else "")),)
