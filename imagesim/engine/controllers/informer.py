"""What a controller knows of the objects of a kind: it hears of every change, and finds objects by what it needs.

Models k8s.io/client-go tools/cache SharedIndexInformer: one informer a kind, shared by all controllers. It shows the
objects of the store themselves and hears of a change at once; in a cluster both come a little later.
"""

from collections.abc import Hashable, Iterable
from typing import Any

from imagesim.engine.api.store import Store
from imagesim.engine.api.watches import Handler
from imagesim.rules.api.change import VERBS, Change, Verb
from imagesim.rules.api.names import ObjectName


class Informer:
    """All objects of *kind*, also by the UID of the object that controls them."""

    def __init__(self, store: Store, kind: str) -> None:
        self._objects = store.objects(kind)
        self._controlled: dict[Hashable, dict[Any, None]] = {}
        self._handlers: dict[Verb, list[Handler]] = {verb: [] for verb in VERBS}
        for each in self._objects.values():
            self._index("create", each)
        store.watch(kind, self._changed)

    def add_handler(self, handler: Handler, verbs: Iterable[Verb] = VERBS) -> None:
        """Call *handler* for changes of these *verbs*, after the handlers that were added before.

        It is told of every object that exists already as if that were created now.
        """
        for verb in verbs:
            self._handlers[verb].append(handler)
        if "create" in verbs:
            for each in list(self._objects.values()):
                handler("create", each, ())

    def find(self, name: ObjectName) -> Any | None:
        """The object of that name, None if there is none."""
        return self._objects.get(name)

    def controlled_by(self, uid: str) -> Iterable[Any]:
        """The objects whose controller has this UID, in the order of creation."""
        return self._controlled.get(uid, ())

    def _changed(self, verb: Verb, changed: Any, change: Change) -> None:
        if verb in ("create", "remove"):
            self._index(verb, changed)
        elif verb == "update" and any(field == "owner" for field, _ in change):
            self._index_anew()
        for handler in self._handlers[verb]:
            handler(verb, changed, change)

    def _index_anew(self) -> None:
        """An object has another owner, or none any more. That is rare."""
        self._controlled.clear()
        for each in self._objects.values():
            self._index("create", each)

    def _index(self, verb: Verb, changed: Any) -> None:
        if changed.owner is None or not changed.owner.controller:
            return
        uid = changed.owner.uid
        if verb == "create":
            self._controlled.setdefault(uid, {})[changed] = None
            return
        siblings = self._controlled[uid]
        del siblings[changed]
        if not siblings:
            del self._controlled[uid]


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
