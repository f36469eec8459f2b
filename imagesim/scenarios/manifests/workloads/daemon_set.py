"""DaemonSet manifests: read as DaemonSets, defaulted and validated, and written again.

The defaults are those of k8s.io/kubernetes pkg/apis/apps/v1/defaults.go, the rules those of pkg/apis/apps/validation
(ValidateRollingUpdateDaemonSet).
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import DaemonSet
from imagesim.rules.workloads.daemon_set import ON_DELETE, ROLLING_UPDATE
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, POD_SPEC, names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_metadata, write_metadata
from imagesim.scenarios.manifests.selector import read_selector, write_selector
from imagesim.scenarios.manifests.template import read_template, template_labels, write_template
from imagesim.scenarios.manifests.workloads.counts import (
    check_not_more_than_100_percent,
    read_count_or_percent,
    write_count_or_percent,
)
from imagesim.scenarios.reading.fields import Field

_SPEC = names(
    "minReadySeconds revisionHistoryLimit templateGeneration",
    selector=names("matchLabels matchExpressions"),
    template={"metadata": METADATA, "spec": POD_SPEC},
    updateStrategy=names("type", rollingUpdate=names("maxSurge maxUnavailable")),
)


def read_daemon_set(whole: Field, decoding: Decoding) -> DaemonSet:
    """Return the DaemonSet of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    labels = template_labels(whole)
    strategy = spec["updateStrategy"]
    kind = strategy["type"].choice((ROLLING_UPDATE, ON_DELETE), ROLLING_UPDATE)
    surge, unavailable = _rolling_update(strategy["rollingUpdate"]) if kind == ROLLING_UPDATE else ("0", "1")
    return DaemonSet(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels(),
        strategy=kind,
        max_surge=surge,
        max_unavailable=unavailable,
        min_ready_s=spec["minReadySeconds"].integer(0),
        revision_history_limit=spec["revisionHistoryLimit"].integer(10),
        selector=read_selector(spec["selector"], labels),
        template=read_template(whole, decoding),
    )


def write_daemon_set(daemon_set: DaemonSet) -> dict[str, Any]:
    """The manifest of a DaemonSet."""
    strategy: dict[str, Any] = {"type": daemon_set.strategy}
    if daemon_set.strategy == ROLLING_UPDATE:
        surge = write_count_or_percent(daemon_set.max_surge)
        strategy["rollingUpdate"] = {
            "maxSurge": surge,
            "maxUnavailable": write_count_or_percent(daemon_set.max_unavailable),
        }
    spec = {
        "updateStrategy": strategy,
        "minReadySeconds": int(daemon_set.min_ready_s),
        "revisionHistoryLimit": daemon_set.revision_history_limit,
        "selector": write_selector(daemon_set.selector),
        "template": write_template(daemon_set.template),
    }
    metadata = write_metadata(daemon_set.labels, (), name=daemon_set.name, namespace=daemon_set.namespace)
    return {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": metadata, "spec": spec}


def _rolling_update(rolling: Field) -> tuple[str, str]:
    """Surge and unavailable nodes, of which exactly one is not 0."""
    surge = read_count_or_percent(rolling["maxSurge"], "0")
    unavailable = read_count_or_percent(rolling["maxUnavailable"], "1")
    for name, value in (("maxSurge", surge), ("maxUnavailable", unavailable)):
        check_not_more_than_100_percent(rolling[name], value)
    surges, unavailables = int(surge.rstrip("%")), int(unavailable.rstrip("%"))
    if surges and unavailables:
        raise rolling["maxSurge"].error("may not be set when maxUnavailable is non-zero", suggestion=_ONE)
    if not surges and not unavailables:
        raise rolling["maxUnavailable"].error("cannot be 0 when maxSurge is 0", suggestion=_ONE)
    return surge, unavailable


_ONE = "set one of maxSurge and maxUnavailable to 0 and not the other"


DAEMON_SET = ManifestKind(
    kind=kinds.DAEMON_SET,
    fields=object_fields(_SPEC),
    value=DaemonSet,
    read=read_daemon_set,
    write=write_daemon_set,
    held_in="workloads",
)
