"""The kinds of API objects: where each is served, what kubectl calls it, who controls it, what `kubectl get` prints.

Columns are those of pkg/printers/internalversion/printers.go; kubectl prints their names in upper case.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """One kind. `columns` are printed by `kubectl get`, and `wide` too with `-o wide`, in this order.

    Those of `wide` follow the others, or stand each before the column that `wide_before` names.
    `controller` is its controller's name (cmd/kube-controller-manager/names/controller_names.go), "" for none. One
    that `rolls_out` replaces its pods when its template changes, so `kubectl rollout` works on it.
    """

    name: str
    api_version: str
    plural: str
    columns: tuple[str, ...]
    wide: tuple[str, ...] = ()
    wide_before: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    namespaced: bool = True
    controller: str = ""
    rolls_out: bool = False

    @property
    def group(self) -> str:
        """The API group, "" for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def resource(self) -> str:
        """As the API's errors have it: deployments.apps."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def prefix(self) -> str:
        """As kubectl names an object of this kind among others, without its name: `pod/`, `deployment.apps/`."""
        return f"{self.name.lower()}.{self.group}/" if self.group else f"{self.name.lower()}/"


_WORKLOAD_WIDE = ("Containers", "Images", "Selector")

POD = Kind(
    name="Pod",
    api_version="v1",
    plural="pods",
    short_names=("po",),
    columns=("Name", "Ready", "Status", "Restarts", "Age"),
    wide=("IP", "Node", "Nominated Node", "Readiness Gates"),
)
DEPLOYMENT = Kind(
    name="Deployment",
    api_version="apps/v1",
    plural="deployments",
    short_names=("deploy",),
    columns=("Name", "Ready", "Up-to-date", "Available", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="deployment-controller",
    rolls_out=True,
)
REPLICA_SET = Kind(
    name="ReplicaSet",
    api_version="apps/v1",
    plural="replicasets",
    short_names=("rs",),
    columns=("Name", "Desired", "Current", "Ready", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="replicaset-controller",
)
REPLICATION_CONTROLLER = Kind(
    name="ReplicationController",
    api_version="v1",
    plural="replicationcontrollers",
    short_names=("rc",),
    columns=("Name", "Desired", "Current", "Ready", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="replicationcontroller-controller",
)
STATEFUL_SET = Kind(
    name="StatefulSet",
    api_version="apps/v1",
    plural="statefulsets",
    short_names=("sts",),
    columns=("Name", "Ready", "Age"),
    wide=("Containers", "Images"),
    controller="statefulset-controller",
    rolls_out=True,
)
CONTROLLER_REVISION = Kind(
    name="ControllerRevision",
    api_version="apps/v1",
    plural="controllerrevisions",
    columns=("Name", "Controller", "Revision", "Age"),
)
DAEMON_SET = Kind(
    name="DaemonSet",
    api_version="apps/v1",
    plural="daemonsets",
    short_names=("ds",),
    columns=("Name", "Desired", "Current", "Ready", "Up-to-date", "Available", "Node Selector", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="daemonset-controller",
    rolls_out=True,
)
JOB = Kind(
    name="Job",
    api_version="batch/v1",
    plural="jobs",
    columns=("Name", "Status", "Completions", "Duration", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="job-controller",
)
CRON_JOB = Kind(
    name="CronJob",
    api_version="batch/v1",
    plural="cronjobs",
    short_names=("cj",),
    columns=("Name", "Schedule", "Timezone", "Suspend", "Active", "Last Schedule", "Age"),
    wide=_WORKLOAD_WIDE,
    controller="cronjob-controller",
)
POD_DISRUPTION_BUDGET = Kind(
    name="PodDisruptionBudget",
    api_version="policy/v1",
    plural="poddisruptionbudgets",
    short_names=("pdb",),
    columns=("Name", "Min Available", "Max Unavailable", "Allowed Disruptions", "Age"),
    controller="disruption-controller",
)
SECRET = Kind(name="Secret", api_version="v1", plural="secrets", columns=("Name", "Type", "Data", "Age"))
SERVICE_ACCOUNT = Kind(
    name="ServiceAccount",
    api_version="v1",
    plural="serviceaccounts",
    short_names=("sa",),
    columns=("Name", "Secrets", "Age"),
)
NAMESPACE = Kind(
    name="Namespace",
    api_version="v1",
    plural="namespaces",
    short_names=("ns",),
    namespaced=False,
    columns=("Name", "Status", "Age"),
)
NODE = Kind(
    name="Node",
    api_version="v1",
    plural="nodes",
    short_names=("no",),
    namespaced=False,
    columns=("Name", "Status", "Roles", "Age", "Version"),
    wide=("Internal-IP", "External-IP", "OS-Image", "Kernel-Version", "Container-Runtime"),
)
EVENT = Kind(
    name="Event",
    api_version="v1",
    plural="events",
    short_names=("ev",),
    columns=("Last Seen", "Type", "Reason", "Object", "Message"),
    wide=("Subobject", "Source", "First Seen", "Count", "Name"),
    wide_before=("Message", "Message", "", "", ""),
)

KINDS: tuple[Kind, ...] = (
    POD,
    DEPLOYMENT,
    REPLICA_SET,
    REPLICATION_CONTROLLER,
    STATEFUL_SET,
    CONTROLLER_REVISION,
    DAEMON_SET,
    JOB,
    CRON_JOB,
    POD_DISRUPTION_BUDGET,
    SECRET,
    SERVICE_ACCOUNT,
    NAMESPACE,
    NODE,
    EVENT,
)
"""The kinds that something here knows by name. Which of them a scenario may hold is in scenarios/manifests/kinds."""

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}

WITH_TEMPLATE = frozenset(
    kind.name for kind in (DEPLOYMENT, REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET, DAEMON_SET, JOB, CRON_JOB)
)
"""The kinds whose spec has the template of their pods."""
