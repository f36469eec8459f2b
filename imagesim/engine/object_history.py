"""What happened to every object of a run, as rows.

A row is kept as one place in each of some columns, about 50 bytes: a large run has half a million. What changed is held
by reference to frozen values, which the objects share among each other; nothing is copied.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import eq
from typing import Any, NamedTuple, overload

import simpy

from imagesim.rules.api.change import VERBS, Change, Verb
from imagesim.rules.api.names import ObjectName
from imagesim.rules.units import Seconds


class ObjectRecord(NamedTuple):
    """At `time_s` something was done to an object, which had this generation and resource version then.

    `change` names what changed with its new values, at a creation everything as stored; `written` is then the spec as
    it was asked for, where admission has changed it.
    """

    time_s: Seconds
    kind: str
    namespace: str
    name: str
    uid: str
    verb: Verb
    generation: int
    resource_version: int
    change: Change

    @property
    def object_name(self) -> ObjectName:
        """Which object it is."""
        return ObjectName(self.kind, self.namespace, self.name)


class ObjectHistory(Sequence[ObjectRecord]):
    """The rows in the order in which they were written."""

    __slots__ = ("_changes", "_fresh", "_generations", "_names", "_times", "_uids", "_verbs", "_versions")

    def __init__(self) -> None:
        self._times = array("d")
        self._names: list[ObjectName] = []
        self._uids: list[str] = []
        self._verbs = bytearray()
        self._generations = array("I")
        self._versions = array("Q")
        self._changes: list[Change] = []
        self._fresh: list[_Row] = []  # rows that are not in the columns yet: many are put there at once

    def writer(self, env: simpy.Environment) -> Callable[[Verb, Any, Change], None]:
        """What adds a row about an object as the store holds it now: a handler for the store's watch."""
        fresh = self._fresh

        def write(verb: Verb, changed: Any, change: Change) -> None:
            version = changed.resource_version
            fresh.append((env.now, changed.object_name, changed.uid, verb, changed.generation, version, change))
            if not version % _MANY:  # as good as a count, and at hand
                self._put_away()

        return write

    def _put_away(self) -> None:
        if not self._fresh:
            return
        times, names, uids, verbs, generations, versions, changes = zip(*self._fresh, strict=True)
        self._fresh.clear()
        self._times.extend(times)
        self._names.extend(names)
        self._uids.extend(uids)
        self._verbs.extend(map(_NUMBERS.__getitem__, verbs))
        self._generations.extend(generations)
        self._versions.extend(versions)
        self._changes.extend(changes)

    def close(self) -> None:
        """The run is over: what its writer says from now on is no part of the history."""
        self._put_away()
        self._fresh = []

    def names(self) -> Sequence[ObjectName]:
        """The object of each row; quicker than the rows where one looks for some."""
        self._put_away()
        return self._names

    def __len__(self) -> int:
        return len(self._names) + len(self._fresh)

    @overload
    def __getitem__(self, place: int) -> ObjectRecord: ...
    @overload
    def __getitem__(self, place: slice) -> list[ObjectRecord]: ...
    def __getitem__(self, place: int | slice) -> ObjectRecord | list[ObjectRecord]:
        self._put_away()
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return _row(*(column[place] for column in self._columns()))

    def __iter__(self) -> Iterator[ObjectRecord]:
        self._put_away()
        return map(_row, *self._columns())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectHistory) and len(self) == len(other) and all(map(eq, self, other))

    def _columns(self) -> tuple[Sequence[Any], ...]:
        return (
            self._times, self._names, self._uids, self._verbs, self._generations, self._versions, self._changes
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]  # it grows


def _row(
    time_s: Seconds, name: ObjectName, uid: str, verb: int, generation: int, version: int, change: Change
) -> ObjectRecord:
    return ObjectRecord(time_s, *name, uid, VERBS[verb], generation, version, change)


_Row = tuple[Seconds, ObjectName, str, Verb, int, int, Change]
_NUMBERS = {verb: number for number, verb in enumerate(VERBS)}
_MANY = 1_000
