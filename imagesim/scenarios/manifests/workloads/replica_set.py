"""ReplicaSet and ReplicationController manifests: read, defaulted and validated, and written again.

A ReplicationController is a ReplicaSet whose selector is a plain map, by default the labels of its template.
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import ReplicaSet, ReplicaSetSpec, ReplicationController
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, POD_SPEC, names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_metadata, write_metadata
from imagesim.scenarios.manifests.selector import read_selector, write_selector
from imagesim.scenarios.manifests.template import read_template, template_labels, write_template
from imagesim.scenarios.reading.fields import Field

_SPEC = names(
    "replicas minReadySeconds",
    selector=names("matchLabels matchExpressions"),
    template={"metadata": METADATA, "spec": POD_SPEC},
)


def read_replica_set(whole: Field, decoding: Decoding) -> ReplicaSet:
    """Return the ReplicaSet of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    labels = template_labels(whole)
    return ReplicaSet(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels(),
        spec=ReplicaSetSpec(
            replicas=spec["replicas"].integer(1),
            min_ready_s=spec["minReadySeconds"].integer(0),
            selector=read_selector(spec["selector"], labels),
            template=read_template(whole, decoding),
        ),
    )


def write_replica_set(replica_set: ReplicaSet) -> dict[str, Any]:
    """The manifest of a ReplicaSet."""
    spec = replica_set.spec
    written = {
        "replicas": spec.replicas,
        "minReadySeconds": int(spec.min_ready_s),
        "selector": write_selector(spec.selector),
        "template": write_template(spec.template),
    }
    metadata = write_metadata(replica_set.labels, (), name=replica_set.name, namespace=replica_set.namespace)
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": metadata, "spec": written}


REPLICA_SET = ManifestKind(
    kind=kinds.REPLICA_SET,
    fields=object_fields(_SPEC),
    value=ReplicaSet,
    read=read_replica_set,
    write=write_replica_set,
    held_in="workloads",
)


_CONTROLLER_SPEC = names("replicas minReadySeconds selector", template={"metadata": METADATA, "spec": POD_SPEC})


def read_replication_controller(whole: Field, decoding: Decoding) -> ReplicationController:
    """Return the ReplicationController of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    labels = template_labels(whole)
    selector = spec["selector"].labels() or labels
    if not set(selector) <= set(labels):
        hint = "give the template these labels too"
        raise spec["selector"].error("`selector` does not match template `labels`", suggestion=hint, show=False)
    return ReplicationController(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels() or labels,
        spec=ReplicaSetSpec(
            replicas=spec["replicas"].integer(1),
            min_ready_s=spec["minReadySeconds"].integer(0),
            selector=selector,
            template=read_template(whole, decoding),
        ),
    )


def write_replication_controller(controller: ReplicationController) -> dict[str, Any]:
    """The manifest of a ReplicationController."""
    written = write_replica_set(controller)
    selector = {"selector": dict(controller.spec.selector)}
    return {**written, "apiVersion": "v1", "kind": "ReplicationController", "spec": {**written["spec"], **selector}}


REPLICATION_CONTROLLER = ManifestKind(
    kind=kinds.REPLICATION_CONTROLLER,
    fields=object_fields(_CONTROLLER_SPEC),
    value=ReplicationController,
    read=read_replication_controller,
    write=write_replication_controller,
    held_in="workloads",
)
