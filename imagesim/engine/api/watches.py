"""Who is told when an object changes, and in which order.

Those who watch are called at once, in the order in which they were added; what they want to do later they schedule. So
the order in which a run adds them decides the order of what happens at one instant.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from imagesim.rules.api.change import VERBS, Change, Verb

Handler = Callable[[Verb, Any, Change], None]
"""Is told what happened, the object as it is now, and what changed on it."""


class Watches:
    """The handlers of each kind and verb: a change is told those alone whom it concerns."""

    def __init__(self) -> None:
        self._handlers: dict[str, dict[Verb, list[Handler]]] = {}
        self._of_all: list[tuple[Handler, Collection[Verb]]] = []
        self._by_node: dict[tuple[str, Verb], dict[str, list[Handler]]] = {}

    def add(self, kind: str, handler: Handler, *, node: str | None = None, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of objects of *kind*, with *node* only while they are on that node.

        All that watch by node are called where the first of them was added.
        """
        for verb in verbs:
            handlers = self.of(kind)[verb]
            if node is None:
                handlers.append(handler)
                continue
            by_node = self._by_node.get((kind, verb))
            if by_node is None:
                by_node = self._by_node[kind, verb] = {}
                handlers.append(_those_of_its_node(by_node))
            by_node.setdefault(node, []).append(handler)

    def remove(self, kind: str, handler: Handler, *, node: str, verbs: Collection[Verb] = VERBS) -> None:
        """Tell *handler*, which was added for this *node* and these verbs, no more."""
        for verb in verbs:
            self._by_node[kind, verb][node].remove(handler)

    def add_for_all(self, handler: Handler, verbs: Collection[Verb] = VERBS) -> None:
        """Call *handler* for changes of every object; it is added to the kinds that are watched already, too."""
        self._of_all.append((handler, verbs))
        for of_kind in self._handlers.values():
            for verb in verbs:
                of_kind[verb].append(handler)

    def of(self, kind: str) -> dict[Verb, list[Handler]]:
        """Whom to tell of changes of *kind*, by verb. It grows as they are added."""
        of_kind = self._handlers.get(kind)
        if of_kind is None:
            of_kind = self._handlers[kind] = {verb: [] for verb in VERBS}
            for handler, verbs in self._of_all:
                for verb in verbs:
                    of_kind[verb].append(handler)
        return of_kind


def _those_of_its_node(by_node: Mapping[str, Sequence[Handler]]) -> Handler:
    def tell(verb: Verb, changed: Any, change: Change) -> None:
        for handler in by_node.get(changed.node, ()):
            handler(verb, changed, change)

    return tell
