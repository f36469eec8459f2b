"""The controller manager: who is synced when.

Event driven: a change puts keys into work queues, and one callback at the same simulated instant syncs until all queues
are empty. In a cluster the controllers work side by side; here the first in the stated order that has a key goes on, so
this is one of the orders that can happen, and a test may choose another. A steady state costs nothing.
"""

from collections.abc import Callable, Sequence

from imagesim.engine.controllers.controller import Controller, SyncFailed
from imagesim.engine.controllers.timers import Timers
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import APIError

OnSynced = Callable[[Controller, ObjectName], None]


class Manager:
    """Runs *controllers*, the first to be asked first.

    *order* names those that come before the others; KeyError for a name that no controller has. *on_synced* is called
    after every sync with the controller and the key.
    """

    def __init__(
        self,
        timers: Timers,
        controllers: Sequence[Controller],
        order: Sequence[str] = (),
        on_synced: OnSynced | None = None,
    ) -> None:
        self._timers = timers
        self._on_synced = on_synced
        others = {controller.name: controller for controller in controllers}
        self._controllers = [*[others.pop(name) for name in order], *others.values()]
        self._awake = False
        for controller in self._controllers:
            controller.queue.on_added = self._wake
            if controller.queue:
                self._wake()

    def _wake(self) -> None:
        if not self._awake:
            self._awake = True
            self._timers.soon(self._settle)

    def _settle(self) -> None:
        """Sync until nothing is left to do at this instant."""
        while (controller := self._next()) is not None:
            self._sync_one(controller)
        self._awake = False

    def _next(self) -> Controller | None:
        return next((controller for controller in self._controllers if controller.queue), None)

    def _sync_one(self, controller: Controller) -> None:
        """processNextWorkItem."""
        queue = controller.queue
        key = queue.get()
        try:
            controller.sync(key)
        except (SyncFailed, APIError):
            queue.add_rate_limited(key)
        else:
            queue.forget(key)
        queue.done(key)
        if self._on_synced is not None:
            self._on_synced(controller, key)
