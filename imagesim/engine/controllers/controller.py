"""What a controller is: a name, a queue of keys, and a sync that makes one object be as its spec says."""

from dataclasses import dataclass
from typing import Any, Protocol

from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.chance import Chance
from imagesim.engine.controllers.timers import Timers
from imagesim.engine.controllers.work_queue import WorkQueue
from imagesim.engine.controllers.workloads import StoredWorkloads


class SyncFailed(Exception):
    """A sync could not do all that it should; its key comes again, ever more slowly."""


class Controller(Protocol):
    """One of the loops of the kube-controller-manager, a kind of object each."""

    name: str
    """As in cmd/kube-controller-manager/names/controller_names.go."""
    queue: WorkQueue[Any]

    def sync(self, key: Any) -> None:
        """Look at the object as it is now and do the next thing. SyncFailed if that did not work."""


@dataclass(frozen=True, slots=True)
class ControllerContext:
    """What every controller is made with (controllermanager.go ControllerContext)."""

    api: ApiServer
    workloads: StoredWorkloads
    chance: Chance
    timers: Timers
