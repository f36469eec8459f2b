"""The outages of one registry while they last: each a fault of all requests, or of some, or of some by chance.

They come before what a document says, the latest first; one that only makes answers late comes after all others, and
after what a document says. One that another hides until its end is forgotten, and so is
one that is over when the next begins, so a run may have any number of them.
"""

from collections.abc import Callable
from typing import NamedTuple

from imagesim.engine.registry.matching import OF_CERTIFICATES, is_about_all, is_mild, is_noticed, lasts, matches
from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import Fault


class _Outage(NamedTuple):
    """`hits` draws whether a request that the fault is about fails; None: each of them does."""

    fault: Fault
    hits: Callable[[], bool] | None

    @property
    def is_total(self) -> bool:
        return self.hits is None and is_about_all(self.fault)


class Outages:
    """Those that last, the latest last."""

    def __init__(self) -> None:
        self._lasting: list[_Outage] = []

    def begin(self, fault: Fault, hits: Callable[[], bool] | None = None) -> None:
        """One begins now; it concerns the requests that it matches until its own end."""
        begun = _Outage(fault, hits)
        self._lasting = [each for each in self._lasting if lasts(each.fault, fault.from_s) and not _hides(begun, each)]
        self._lasting.append(begun)

    def of(
        self, method: str, object_: str, repository: str, now: Seconds, *, counts: bool, verifies: bool
    ) -> Fault | None:
        """What befalls this request. Chance is asked only if it *counts*: who merely looks ahead is not hit."""
        mild = None
        for fault, hits in reversed(self._lasting):
            if not is_noticed(fault, verifies=verifies) or not matches(fault, method, object_, repository, now):
                continue
            if hits is None or (counts and hits()):
                if not is_mild(fault):
                    return fault
                mild = mild or fault
        return mild

    def first_of_all(self, now: Seconds) -> Fault | None:
        """What befalls every request at *now*; None if there is none of that kind, or it depends on the request."""
        for each in reversed(self._lasting):
            if lasts(each.fault, now) and not is_mild(each.fault):
                return each.fault if each.is_total else None
        return None

    def are_mild(self, now: Seconds) -> bool:
        """Whether those that last make answers late, and no more."""
        return all(is_mild(each.fault) for each in self._lasting if lasts(each.fault, now))

    def total(self, now: Seconds) -> list[Fault]:
        """Those of every request that last."""
        return [each.fault for each in self._lasting if each.is_total and lasts(each.fault, now)]


def _hides(outage: _Outage, other: _Outage) -> bool:
    """Whether *other* will never be noticed again while *outage* lasts, and not after it."""
    one, two = outage.fault, other.fault
    if outage.hits is not None or one.transport in OF_CERTIFICATES or (is_mild(one) and not is_mild(two)):
        return False  # not everybody notices it
    if not outage.is_total and (one.object, one.repository) != (two.object, two.repository):
        return False
    return one.until_s is None or (two.until_s is not None and two.until_s <= one.until_s)
