"""What a controller has asked for and not seen yet, so that it does not ask twice.

Models ControllerExpectations and UIDTrackingControllerExpectations of pkg/controller/controller_utils.go. A controller
counts the pods that its informer shows. After it created some it must not count again before it has seen them all, or
five minutes have passed. Here an informer hears of a change at once, so what is expected has been seen when the sync
ends, unless the API server refused; whoever delays an informer gets the waiting of a real controller.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from imagesim.rules.units import Seconds

EXPECTATIONS_TIMEOUT_S = 300.0


@dataclass(slots=True)
class _Expected:
    since_s: Seconds
    creations: int = 0
    deletions: set[Hashable] = field(default_factory=set)


class Expectations:
    """What is expected of each *key*, the controller's own object."""

    def __init__(self) -> None:
        self._expected: dict[Hashable, _Expected] = {}

    def expect_creations(self, key: Hashable, count: int, now: Seconds) -> None:
        """The controller is about to create *count* objects. What was expected before counts no more."""
        self._expected[key] = _Expected(now, creations=count)

    def expect_deletions(self, key: Hashable, objects: Iterable[Hashable], now: Seconds) -> None:
        """The controller is about to delete *objects*. What was expected before counts no more."""
        self._expected[key] = _Expected(now, deletions=set(objects))

    def creation_observed(self, key: Hashable, count: int = 1) -> None:
        """The informer showed new objects of *key*, or the API server refused them."""
        expected = self._expected.get(key)
        if expected is not None and expected.creations > 0:
            expected.creations -= count
            self._fulfilled(key, expected)

    def deletion_observed(self, key: Hashable, object_: Hashable) -> None:
        """The informer showed that *object_* is being deleted."""
        expected = self._expected.get(key)
        if expected is not None and object_ in expected.deletions:
            expected.deletions.remove(object_)
            self._fulfilled(key, expected)

    def _fulfilled(self, key: Hashable, expected: _Expected) -> None:
        if expected.creations <= 0 and not expected.deletions:
            del self._expected[key]

    def satisfied(self, key: Hashable, now: Seconds) -> bool:
        """Whether the controller may count again: all was seen, or it has waited long enough."""
        expected = self._expected.get(key)
        return expected is None or now - expected.since_s > EXPECTATIONS_TIMEOUT_S

    def delete(self, key: Hashable) -> None:
        """The controller's own object is gone."""
        self._expected.pop(key, None)
