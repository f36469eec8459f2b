"""A deadline for all that is asked of others, whatever they do: a byte now and then keeps every single wait alive.

The work is done in a thread that is left behind when its time is over, and ends with the process: no library can be
made to stop waiting from outside.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.quantities import format_duration

T = TypeVar("T")


class _Work(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.answer: list[T] = []
        self.failure: BaseException | None = None

    def __call__(self) -> None:
        try:
            self.answer.append(self._work())
        except BaseException as failure:
            self.failure = failure  # it is raised where somebody waits


def within(seconds: Seconds, work: Callable[[], T], who: str, suggestion: str = "") -> T:
    """Return what *work* returns, or raise what it raises. ScenarioError about *who* if it takes longer."""
    doing = _Work(work)
    thread = threading.Thread(target=doing, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        rule = f"the registry has not answered in full after {format_duration(seconds)}"
        raise ScenarioError(rule, object=who, suggestion=suggestion)
    if doing.failure is not None:
        raise doing.failure
    return doing.answer[0]
