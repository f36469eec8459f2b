"""Every controller there is, in the order in which they are asked for work at one instant.

One line a kind: a controller stands in a module or room of its own and is listed here
(cmd/kube-controller-manager/app/controllermanager.go NewControllerDescriptors).
"""

from collections.abc import Callable

from imagesim.engine.controllers.controller import Controller, ControllerContext
from imagesim.engine.controllers.cron_job.controller import CronJobController
from imagesim.engine.controllers.daemon_set.controller import DaemonSetController
from imagesim.engine.controllers.deployment.controller import DeploymentController
from imagesim.engine.controllers.disruption import DisruptionController
from imagesim.engine.controllers.job.controller import JobController
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController, ReplicationManager
from imagesim.engine.controllers.stateful_set.controller import StatefulSetController
from imagesim.engine.controllers.taint_eviction import TaintEvictionController

CONTROLLERS: tuple[Callable[[ControllerContext], Controller], ...] = (
    DeploymentController,
    ReplicaSetController,
    ReplicationManager,
    StatefulSetController,
    JobController,
    CronJobController,
    DaemonSetController,
    TaintEvictionController,
    DisruptionController,
)


def make_controllers(context: ControllerContext) -> list[Controller]:
    """One of each, for a Manager."""
    return [make(context) for make in CONTROLLERS]
