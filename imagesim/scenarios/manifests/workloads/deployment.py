"""Deployment manifests: read as Deployments, defaulted and validated, and written again.

The defaults are those of k8s.io/kubernetes pkg/apis/apps/v1/defaults.go.
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import Deployment
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
    "replicas minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds",
    selector=names("matchLabels matchExpressions"),
    template={"metadata": METADATA, "spec": POD_SPEC},
    strategy=names("type", rollingUpdate=names("maxUnavailable maxSurge")),
)


def read_deployment(whole: Field, decoding: Decoding) -> Deployment:
    """Return the Deployment of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    labels = template_labels(whole)
    max_surge, max_unavailable = _rolling_update(spec["strategy"])
    min_ready_s = spec["minReadySeconds"].integer(0)
    return Deployment(
        namespace=namespace,
        name=name,
        labels=whole["metadata"]["labels"].labels(),
        replicas=spec["replicas"].integer(1),
        strategy=spec["strategy"]["type"].choice(("Recreate", "RollingUpdate"), "RollingUpdate"),
        max_surge=max_surge,
        max_unavailable=max_unavailable,
        min_ready_s=min_ready_s,
        progress_deadline_s=_progress_deadline(spec["progressDeadlineSeconds"], min_ready_s),
        revision_history_limit=spec["revisionHistoryLimit"].integer(10),
        paused=spec["paused"].boolean(),
        selector=read_selector(spec["selector"], labels),
        template=read_template(whole, decoding),
    )


def write_deployment(deployment: Deployment) -> dict[str, Any]:
    """The manifest of a Deployment."""
    strategy: dict[str, Any] = {"type": deployment.strategy}
    if deployment.strategy == "RollingUpdate":
        surge, unavailable = (
            write_count_or_percent(deployment.max_surge),
            write_count_or_percent(deployment.max_unavailable),
        )
        strategy["rollingUpdate"] = {"maxSurge": surge, "maxUnavailable": unavailable}
    spec = {
        "replicas": deployment.replicas,
        "strategy": strategy,
        "minReadySeconds": int(deployment.min_ready_s),
        "progressDeadlineSeconds": int(deployment.progress_deadline_s),
        "revisionHistoryLimit": deployment.revision_history_limit,
        "paused": deployment.paused,
        "selector": write_selector(deployment.selector),
        "template": write_template(deployment.template),
    }
    metadata = write_metadata(deployment.labels, (), name=deployment.name, namespace=deployment.namespace)
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def _progress_deadline(field: Field, min_ready_s: int) -> int:
    deadline = field.integer(600)
    if deadline <= min_ready_s:
        raise field.error("must be greater than minReadySeconds", suggestion="the default is 600")
    return deadline


def _rolling_update(strategy: Field) -> tuple[str, str]:
    rolling = strategy["rollingUpdate"]
    if strategy["type"].value == "Recreate" and rolling.given:
        raise rolling.error("Forbidden: may not be specified when strategy `type` is 'Recreate'", show=False)
    surge, unavailable = (
        read_count_or_percent(rolling["maxSurge"], "25%"),
        read_count_or_percent(rolling["maxUnavailable"], "25%"),
    )
    check_not_more_than_100_percent(rolling["maxUnavailable"], unavailable)
    if int(surge.rstrip("%")) == 0 and int(unavailable.rstrip("%")) == 0:
        raise rolling["maxUnavailable"].error("may not be 0 when `maxSurge` is 0")
    return surge, unavailable


DEPLOYMENT = ManifestKind(
    kind=kinds.DEPLOYMENT,
    fields=object_fields(_SPEC),
    value=Deployment,
    read=read_deployment,
    write=write_deployment,
    held_in="workloads",
)
