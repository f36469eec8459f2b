"""StatefulSet manifests: read as StatefulSets, defaulted and validated, and written again.

The defaults are those of k8s.io/kubernetes pkg/apis/apps/v1/defaults.go, the rules those of pkg/apis/apps/validation.
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import StatefulSet
from imagesim.rules.workloads.stateful_set import ON_DELETE, ORDERED_READY, PARALLEL, ROLLING_UPDATE
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, POD_SPEC, names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import object_name, read_metadata, write_metadata
from imagesim.scenarios.manifests.selector import read_selector, write_selector
from imagesim.scenarios.manifests.template import read_template, template_labels, write_template
from imagesim.scenarios.manifests.workloads.counts import read_count_or_percent, write_count_or_percent
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field

_SPEC = names(
    "replicas minReadySeconds revisionHistoryLimit serviceName podManagementPolicy volumeClaimTemplates",
    selector=names("matchLabels matchExpressions"),
    template={"metadata": METADATA, "spec": POD_SPEC},
    updateStrategy=names("type", rollingUpdate=names("partition maxUnavailable")),
    ordinals=names("start"),
    persistentVolumeClaimRetentionPolicy=names("whenDeleted whenScaled"),
)


def read_stateful_set(whole: Field, decoding: Decoding) -> StatefulSet:
    """Return the StatefulSet of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    labels = template_labels(whole)
    strategy = spec["updateStrategy"]
    _check_rolling_update(strategy)
    _note_unmodelled(spec, object_name(whole), decoding.notes)
    return StatefulSet(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels(),
        replicas=spec["replicas"].integer(1),
        pod_management_policy=spec["podManagementPolicy"].choice((ORDERED_READY, PARALLEL), ORDERED_READY),
        strategy=strategy["type"].choice((ROLLING_UPDATE, ON_DELETE), ROLLING_UPDATE),
        partition=strategy["rollingUpdate"]["partition"].integer(0),
        max_unavailable=read_count_or_percent(strategy["rollingUpdate"]["maxUnavailable"], ""),
        min_ready_s=spec["minReadySeconds"].integer(0),
        start_ordinal=spec["ordinals"]["start"].integer(0),
        revision_history_limit=spec["revisionHistoryLimit"].integer(10),
        selector=read_selector(spec["selector"], labels),
        template=read_template(whole, decoding),
    )


def write_stateful_set(stateful_set: StatefulSet) -> dict[str, Any]:
    """The manifest of a StatefulSet."""
    spec = {
        "replicas": stateful_set.replicas,
        "podManagementPolicy": stateful_set.pod_management_policy,
        "updateStrategy": _write_strategy(stateful_set),
        "minReadySeconds": int(stateful_set.min_ready_s),
        "ordinals": {"start": stateful_set.start_ordinal},
        "revisionHistoryLimit": stateful_set.revision_history_limit,
        "selector": write_selector(stateful_set.selector),
        "template": write_template(stateful_set.template),
    }
    metadata = write_metadata(stateful_set.labels, (), name=stateful_set.name, namespace=stateful_set.namespace)
    return {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": metadata, "spec": spec}


def _write_strategy(stateful_set: StatefulSet) -> dict[str, Any]:
    if stateful_set.strategy == ON_DELETE:
        return {"type": ON_DELETE}
    unavailable = stateful_set.max_unavailable
    most = write_count_or_percent(unavailable) if unavailable else None
    rolling = {"partition": stateful_set.partition, **given({"maxUnavailable": most})}
    return {"type": ROLLING_UPDATE, "rollingUpdate": rolling}


def _check_rolling_update(strategy: Field) -> None:
    rolling = strategy["rollingUpdate"]
    if strategy["type"].value == ON_DELETE and rolling.given:
        rule = f"Invalid value: only allowed for updateStrategy '{ROLLING_UPDATE}'"
        raise rolling.error(rule, suggestion="remove it, or the type", show=False)


def _note_unmodelled(spec: Field, where: str, notes: Notes) -> None:
    if spec["volumeClaimTemplates"].items():
        notes.not_modelled("volumeClaimTemplates", where, "every claim is bound at once and stays")
    if spec["updateStrategy"]["rollingUpdate"]["maxUnavailable"].value not in (None, 1):
        instead = (
            "one pod at a time is replaced, as where the gate MaxUnavailableStatefulSet is off, its default up to 1.36"
        )
        notes.not_modelled("maxUnavailable of a StatefulSet", where, instead)


STATEFUL_SET = ManifestKind(
    kind=kinds.STATEFUL_SET,
    fields=object_fields(_SPEC),
    value=StatefulSet,
    read=read_stateful_set,
    write=write_stateful_set,
    held_in="workloads",
)
