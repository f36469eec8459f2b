"""A controller's work queue: each object at most once, first come, first served (client-go util/workqueue)."""

from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class WorkQueue(Generic[Item]):
    """The objects that wait for a sync."""

    def __init__(self) -> None:
        self._order: deque[Item] = deque()
        self._waiting: set[Item] = set()

    def add(self, item: Item) -> None:
        """Queue *item*, unless it waits already."""
        if item not in self._waiting:
            self._waiting.add(item)
            self._order.append(item)

    def get(self) -> Item:
        """Take the next one."""
        item = self._order.popleft()
        self._waiting.remove(item)
        return item

    def __bool__(self) -> bool:
        return bool(self._order)
