"""PodDisruptionBudget manifests: read and validated as the API server does it, and written again.

Models ValidatePodDisruptionBudgetSpec of pkg/apis/policy/validation/validation.go.
"""

from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.label_selector import LabelSelector, LabelSelectorRequirement
from imagesim.rules.workloads.disruption import ALWAYS_ALLOW, IF_HEALTHY_BUDGET, PodDisruptionBudget
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import read_metadata, write_metadata
from imagesim.scenarios.manifests.workloads.counts import (
    check_not_more_than_100_percent,
    read_count_or_percent,
    write_count_or_percent,
)
from imagesim.scenarios.reading.fields import Field

_FIELDS = object_fields(names("minAvailable maxUnavailable selector unhealthyPodEvictionPolicy"))
_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def read_budget(whole: Field, _: Decoding) -> PodDisruptionBudget:
    """Return the budget of a manifest. Raises ScenarioError for what the API server refuses."""
    namespace, name = read_metadata(whole)
    spec = whole["spec"]
    least, most, policy = spec["minAvailable"], spec["maxUnavailable"], spec["unhealthyPodEvictionPolicy"]
    if least.given and most.given:
        raise spec.error("minAvailable and maxUnavailable cannot be both set", show=False)
    return PodDisruptionBudget(
        namespace=namespace,
        name=name,
        min_available=_count_or_percent(least),
        max_unavailable=_count_or_percent(most),
        selector=_selector(spec["selector"]) if spec["selector"].given else None,
        unhealthy_pod_eviction_policy=policy.choice((IF_HEALTHY_BUDGET, ALWAYS_ALLOW), "") if policy.given else "",
    )


def _count_or_percent(field: Field) -> str:
    if not field.given:
        return ""
    text = read_count_or_percent(field, "")
    check_not_more_than_100_percent(field, text)
    return text


def _selector(field: Field) -> LabelSelector:
    return LabelSelector(
        match_labels=field["matchLabels"].labels(),
        match_expressions=tuple(
            LabelSelectorRequirement(
                key=each["key"].text(),
                operator=each["operator"].choice(_OPERATORS, ""),
                values=tuple(value.text() for value in each["values"].items()),
            )
            for each in field["matchExpressions"].items()
        ),
    )


def budget_document(budget: PodDisruptionBudget) -> dict[str, Any]:
    """The budget as a manifest has it."""
    spec: dict[str, Any] = {
        "minAvailable": write_count_or_percent(budget.min_available) if budget.min_available else None,
        "maxUnavailable": write_count_or_percent(budget.max_unavailable) if budget.max_unavailable else None,
        "unhealthyPodEvictionPolicy": budget.unhealthy_pod_eviction_policy,
    }
    spec = given(spec)
    if budget.selector is not None:
        spec["selector"] = _written_selector(budget.selector)
    metadata = write_metadata((), (), name=budget.name, namespace=budget.namespace)
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata, "spec": spec}


def _written_selector(selector: LabelSelector) -> dict[str, Any]:
    expressions = [
        given({"key": each.key, "operator": each.operator, "values": list(each.values)})
        for each in selector.match_expressions
    ]
    return given({"matchLabels": dict(selector.match_labels), "matchExpressions": expressions})


POD_DISRUPTION_BUDGET = ManifestKind(
    kind=kinds.POD_DISRUPTION_BUDGET,
    fields=_FIELDS,
    value=PodDisruptionBudget,
    read=read_budget,
    write=budget_document,
    held_in="budgets",
)
