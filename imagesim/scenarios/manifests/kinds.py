"""The one table of the kinds of manifests that are understood. Every other kind is noted as not modelled.

What kubectl and the API call a kind, and what is printed of it, is in rules/api/kinds.
"""

from collections.abc import Mapping
from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.kinds import Kind
from imagesim.rules.api.names import ObjectName
from imagesim.scenarios.manifests.disruption_budget import POD_DISRUPTION_BUDGET
from imagesim.scenarios.manifests.field_names import ANY, Schema, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.pod import POD
from imagesim.scenarios.manifests.secret import SECRET
from imagesim.scenarios.manifests.service_account import SERVICE_ACCOUNT
from imagesim.scenarios.manifests.workloads.cron_job import CRON_JOB
from imagesim.scenarios.manifests.workloads.daemon_set import DAEMON_SET
from imagesim.scenarios.manifests.workloads.deployment import DEPLOYMENT
from imagesim.scenarios.manifests.workloads.job import JOB
from imagesim.scenarios.manifests.workloads.replica_set import REPLICA_SET, REPLICATION_CONTROLLER
from imagesim.scenarios.manifests.workloads.stateful_set import STATEFUL_SET

MANIFEST_KINDS: tuple[ManifestKind[Any], ...] = (
    SECRET,
    SERVICE_ACCOUNT,
    POD,
    DEPLOYMENT,
    REPLICA_SET,
    REPLICATION_CONTROLLER,
    STATEFUL_SET,
    DAEMON_SET,
    JOB,
    CRON_JOB,
    POD_DISRUPTION_BUDGET,
)
"""In the order in which a saved scenario lists them."""

BY_NAME: Mapping[str, ManifestKind[Any]] = {each.kind.name: each for each in MANIFEST_KINDS}

WITHOUT_VALUE: Mapping[str, tuple[Kind, Schema]] = {"Namespace": (kinds.NAMESPACE, object_fields(ANY))}
"""Kinds whose manifests are checked and say nothing else: a namespace is there as soon as something is in it."""

SCHEMAS: Mapping[str, Schema] = {
    **{name: each.fields for name, each in BY_NAME.items()},
    **{name: fields for name, (_, fields) in WITHOUT_VALUE.items()},
}
"""The names of the fields of each kind that is understood."""

API_VERSIONS: Mapping[str, str] = {
    **{name: each.kind.api_version for name, each in BY_NAME.items()},
    **{name: kind.api_version for name, (kind, _) in WITHOUT_VALUE.items()},
}
"""Where each kind that is understood is served."""

_BY_VALUE = {each.value: each for each in MANIFEST_KINDS}


def kind_of(value: object) -> ManifestKind[Any]:
    """The kind of an object of a Scenario."""
    return _BY_VALUE[type(value)]


def name_of(value: Any) -> str:
    """An object of a Scenario as messages name it: Kind/namespace/name."""
    return str(ObjectName(kind_of(value).kind.name, value.namespace, value.name))
