"""Python's cyclic garbage collector while a run lasts.

A run makes millions of records that all stay, and no cycles that become garbage before it ends: a test says so. Each
look at a million young objects takes half a second and finds nothing, which was a quarter of a large run. So the
collector does not look while a run lasts. What a large run leaves is looked at later: when Python has made many new
objects again, or before the next run.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEVER = 1_000_000_000  # new objects; memory ends before
_LARGE = 100_000


_owed = False  # a look at what a large run has left: without it, the cycles of runs in a row would pile up


@contextmanager
def not_collecting() -> Iterator[None]:
    """Within this, the collector does not run; afterwards as before. Someone who has set it slower is left alone."""
    before = gc.get_threshold()
    if before[0] == 0 or before[0] > _NEVER:
        yield
        return
    _pay()
    gc.set_threshold(_NEVER)
    try:
        yield
    finally:
        _put_off()
        gc.set_threshold(*before)


def _pay() -> None:
    global _owed
    if _owed:
        _owed = False
        gc.collect()


def _put_off() -> None:
    """Make the objects of a large run old without a look at them.

    Frozen objects are not looked at, so the collection only sets the collector's counts to zero; unfrozen ones are old.
    """
    global _owed
    if gc.get_count()[0] > _LARGE and not gc.get_freeze_count():
        _owed = True
        gc.freeze()
        gc.collect()
        gc.unfreeze()
