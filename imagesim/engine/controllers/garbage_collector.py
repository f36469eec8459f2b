"""The garbage collector: what is owned goes when its owner has gone.

Models pkg/controller/garbagecollector of Kubernetes 1.36 with background propagation, which is kubectl's default: the
owner goes at once and its dependents after it. An owner that is deleted with `orphan` goes when its dependents no
longer name it. A dependent has one owner here, which controls it.
"""

from collections.abc import Callable

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.store import ORPHAN, Store, Stored
from imagesim.engine.controllers.informer import Informers
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.change import Change, Verb
from imagesim.rules.api.kinds import EVENT, KINDS, POD


class GarbageCollector:
    """Finds dependents by the informers' index, so an object that comes costs it nothing. A pod owns nothing."""

    def __init__(self, store: Store, informers: Informers, timers: Timers) -> None:
        self._store = store
        self._timers = timers
        kinds = [kind.name for kind in KINDS if kind is not EVENT]
        self._informers = [informers.of(kind) for kind in kinds]
        for kind in kinds:
            if kind != POD.name:
                store.watch(kind, self._leaves, verbs=("delete", "remove"))

    def _leaves(self, verb: Verb, owner: ApiObject, _: Change) -> None:
        if verb == "remove":
            if self._owned_by(owner):
                self._later(lambda: self._collect(owner))
        elif ORPHAN in owner.finalizers:
            self._later(lambda: self._orphan(owner))

    def _later(self, what: Callable[[], None]) -> None:
        """The collector works beside those who write, so not before they have written what they are writing."""
        self._timers.soon(what)

    def _collect(self, owner: ApiObject) -> None:
        for dependent in self._owned_by(owner):
            self._store.delete(dependent)

    def _orphan(self, owner: ApiObject) -> None:
        for dependent in self._owned_by(owner):
            self._store.update(dependent, owner=None)
        if owner.removed_s is None:
            self._store.update(owner, finalizers=tuple(each for each in owner.finalizers if each != ORPHAN))

    def _owned_by(self, owner: ApiObject) -> list[Stored]:
        return [each for informer in self._informers for each in informer.controlled_by(owner.uid)]
