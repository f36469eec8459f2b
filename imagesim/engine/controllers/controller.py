"""What a controller is: a name, a queue of keys, and a sync that makes one object be as its spec says."""

from typing import Protocol

from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.informer import Informers
from imagesim.engine.controllers.timers import Timers
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.rules import versions
from imagesim.rules.api.names import ObjectName


class SyncFailed(Exception):
    """A sync could not do all that it should; its key comes again, ever more slowly."""


class Controller(Protocol):
    """One of the loops of the kube-controller-manager, a kind of object each."""

    name: str
    """As in cmd/kube-controller-manager/names/controller_names.go."""
    queue: WorkQueue[ObjectName]

    def sync(self, key: ObjectName) -> None:
        """Look at the object as it is now and do the next thing.

        SyncFailed, or what the API server answers to a write (APIError), if that did not work.
        """


class ControllerContext:
    """What every controller is made with (controllermanager.go ControllerContext); *version* is the cluster's."""

    def __init__(
        self, api: ApiServer, chance: Chance, timers: Timers, version: str = versions.DEFAULT_KUBERNETES
    ) -> None:
        self.api = api
        self.chance = chance
        self.timers = timers
        self.behaviour = versions.kubernetes(version)
        self.informers = Informers(api.store)
