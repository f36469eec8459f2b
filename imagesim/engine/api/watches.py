"""Who is told when an object changes, and in which order.

Those who watch are called at once, in the order in which they were added; what they want to do later they schedule. So
the order in which a run adds them decides the order of what happens at one instant.
"""

from collections.abc import Callable
from typing import Any

from imagesim.rules.api.change import Change, Verb

Handler = Callable[[Verb, Any, Change], None]
"""Is told what happened, the object as it is now, and what changed on it."""


class Watches:
    """The handlers of each kind."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler]] = {}
        self._of_all: list[Handler] = []
        self._by_node: dict[tuple[str, str], list[Handler]] = {}

    def add(self, kind: str, handler: Handler, node: str | None = None) -> None:
        """Call *handler* for every change of an object of *kind*, with *node* only while it is on that node.

        All that watch by node are called where the first of them was added.
        """
        if node is None:
            self._of(kind).append(handler)
            return
        if not any(watched == kind for watched, _ in self._by_node):
            self._of(kind).append(self._tell_those_of_its_node)
        self._by_node.setdefault((kind, node), []).append(handler)

    def add_for_all(self, handler: Handler) -> None:
        """Call *handler* for every change of every object; it is added to the kinds that are watched already, too."""
        self._of_all.append(handler)
        for handlers in self._handlers.values():
            handlers.append(handler)

    def tell(self, kind: str, verb: Verb, changed: Any, change: Change) -> None:
        """Tell everybody who watches."""
        for handler in self._handlers.get(kind) or self._of(kind):
            handler(verb, changed, change)

    def _of(self, kind: str) -> list[Handler]:
        handlers = self._handlers.get(kind)
        if handlers is None:
            handlers = self._handlers[kind] = list(self._of_all)
        return handlers

    def _tell_those_of_its_node(self, verb: Verb, changed: Any, change: Change) -> None:
        for handler in self._by_node.get((changed.kind, changed.node), ()):
            handler(verb, changed, change)
