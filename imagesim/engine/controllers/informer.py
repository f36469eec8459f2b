"""What a controller knows of the objects of a kind: it hears of every change, and finds objects by what it needs.

Models k8s.io/client-go tools/cache SharedIndexInformer: one informer a kind, shared by all controllers. It shows the
objects of the store themselves and hears of a change at once; in a cluster both come a little later.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import Any

from imagesim.engine.api.store import Store
from imagesim.engine.api.watches import Handler
from imagesim.rules.api.change import VERBS, Change, Verb
from imagesim.rules.api.names import ObjectName


class Informer:
    """All objects of *kind*, also by the UID of the object that controls them."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind
        self._objects = store.objects(kind)
        self._controlled: dict[Hashable, dict[Any, None]] = {}
        for each in self._objects.values():
            self._comes(each)
        store.watch(kind, self._indexed, verbs=("create", "remove", "update"))

    def add_handler(self, handler: Handler, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of these *verbs*, after the handlers that were added before.

        It is told of every object that exists already as if that were created now.
        """
        self._store.watch(self._kind, handler, verbs=verbs)
        if "create" in verbs:
            for each in list(self._objects.values()):
                handler("create", each, ())

    def find(self, name: ObjectName) -> Any | None:
        """The object of that name, None if there is none."""
        return self._objects.get(name)

    def controlled_by(self, uid: str) -> Iterable[Any]:
        """The objects whose controller has this UID, in the order of creation."""
        return self._controlled.get(uid, ())

    def _indexed(self, verb: Verb, changed: Any, change: Change) -> None:
        if verb == "create":
            self._comes(changed)
        elif verb == "remove":
            self._goes(changed)
        elif any(field == "owner" for field, _ in change):  # it has another owner, or none any more: that is rare
            self._controlled.clear()
            for each in self._objects.values():
                self._comes(each)

    def _comes(self, new: Any) -> None:
        if new.owner is not None and new.owner.controller:
            self._controlled.setdefault(new.owner.uid, {})[new] = None

    def _goes(self, gone: Any) -> None:
        if gone.owner is not None and gone.owner.controller:
            siblings = self._controlled[gone.owner.uid]
            del siblings[gone]
            if not siblings:
                del self._controlled[gone.owner.uid]


class Informers:
    """One informer for each kind that somebody asks for (SharedInformerFactory)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._informers: dict[str, Informer] = {}

    def of(self, kind: str) -> Informer:
        """The informer of *kind*."""
        if kind not in self._informers:
            self._informers[kind] = Informer(self._store, kind)
        return self._informers[kind]
