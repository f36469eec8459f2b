"""Who is told when an object changes, and in which order.

Those who watch are called at once, in the order in which they were added; what they want to do later they schedule. So
the order in which a run adds them decides the order of what happens at one instant.
"""

from collections.abc import Callable, Collection
from typing import Any

from imagesim.rules.api.change import VERBS, Change, Verb

Handler = Callable[[Verb, Any, Change], None]
"""Is told what happened, the object as it is now, and what changed on it."""


class Watches:
    """The handlers of each kind and verb: a change is told those alone whom it concerns."""

    def __init__(self) -> None:
        self._handlers: dict[str, dict[Verb, list[Handler]]] = {}
        self._of_all: list[tuple[Handler, Collection[Verb]]] = []
        self._by_node: dict[str, dict[str, list[tuple[Handler, Collection[Verb]]]]] = {}

    def add(self, kind: str, handler: Handler, *, node: str | None = None, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of objects of *kind*, with *node* only while they are on that node.

        All that watch by node are called where the first of them was added.
        """
        if node is None:
            self._add(self._of(kind), handler, verbs)
            return
        by_node = self._by_node.get(kind)
        if by_node is None:
            by_node = self._by_node[kind] = {}
            self._add(self._of(kind), self._tell_those_of_its_node, VERBS)
        by_node.setdefault(node, []).append((handler, verbs))

    def add_for_all(self, handler: Handler, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of every object; it is added to the kinds that are watched already, too."""
        self._of_all.append((handler, verbs))
        for of_kind in self._handlers.values():
            self._add(of_kind, handler, verbs)

    def tell(self, kind: str, verb: Verb, changed: Any, change: Change) -> None:
        """Tell everybody who watches."""
        for handler in (self._handlers.get(kind) or self._of(kind))[verb]:
            handler(verb, changed, change)

    def _of(self, kind: str) -> dict[Verb, list[Handler]]:
        of_kind = self._handlers.get(kind)
        if of_kind is None:
            of_kind = self._handlers[kind] = {verb: [] for verb in VERBS}
            for handler, verbs in self._of_all:
                self._add(of_kind, handler, verbs)
        return of_kind

    def _add(self, of_kind: dict[Verb, list[Handler]], handler: Handler, verbs: Collection[Verb]) -> None:
        for verb in verbs:
            of_kind[verb].append(handler)

    def _tell_those_of_its_node(self, verb: Verb, changed: Any, change: Change) -> None:
        for handler, verbs in self._by_node[changed.kind].get(changed.node, ()):
            if verb in verbs:
                handler(verb, changed, change)
