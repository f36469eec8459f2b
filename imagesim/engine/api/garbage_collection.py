"""The garbage collector: what is owned goes when its owner has gone.

Models pkg/controller/garbagecollector of Kubernetes 1.36 with background propagation, which is kubectl's default: the
owner goes at once and its dependents after it. An owner that is deleted with `orphan` goes when its dependents no
longer name it. A dependent has one owner here.
"""

from collections import Counter
from typing import Any

import simpy

from imagesim.engine.api.store import ORPHAN, Store
from imagesim.rules.api.change import Change, Verb


class GarbageCollector:
    """Watches all objects of a store. It counts dependents, and looks for them only where an owner with some goes."""

    def __init__(self, env: simpy.Environment, store: Store) -> None:
        self._env = env
        self._store = store
        self._dependents: Counter[str] = Counter()
        self._kinds: dict[str, None] = {}
        store.watch_all(self._note, verbs=("create", "delete", "remove"))

    def _note(self, verb: Verb, changed: Any, change: Change) -> None:
        if verb == "create":
            self._kinds.setdefault(changed.kind)
            if changed.owner is not None:
                self._dependents[changed.owner.uid] += 1
        elif verb == "remove":
            self._gone(changed)
        elif verb == "delete" and ORPHAN in changed.finalizers:
            self._later(lambda: self._orphan(changed))

    def _gone(self, changed: Any) -> None:
        if changed.owner is not None:
            self._count_less(changed.owner.uid)
        if self._dependents[changed.uid] > 0:
            self._later(lambda: self._collect(changed.uid))
        else:
            del self._dependents[changed.uid]

    def _count_less(self, uid: str) -> None:
        self._dependents[uid] -= 1
        if self._dependents[uid] <= 0:
            del self._dependents[uid]

    def _later(self, what: Any) -> None:
        """The collector works beside those who write, so not before they have written what they are writing."""
        self._env.timeout(0).callbacks.append(lambda _: what())

    def _collect(self, uid: str) -> None:
        for dependent in self._owned_by(uid):
            self._store.delete(dependent)

    def _orphan(self, owner: Any) -> None:
        for dependent in self._owned_by(owner.uid):
            self._store.update(dependent, owner=None)
            self._count_less(owner.uid)
        if owner.removed_s is None:
            self._store.update(owner, finalizers=tuple(each for each in owner.finalizers if each != ORPHAN))

    def _owned_by(self, uid: str) -> list[Any]:
        return [
            each
            for kind in self._kinds
            for each in self._store.objects(kind).values()
            if each.owner is not None and each.owner.uid == uid
        ]
