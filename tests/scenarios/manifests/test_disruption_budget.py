"""PodDisruptionBudgets in manifests."""

from collections.abc import Callable

import pytest

from imagesim.rules.api.label_selector import LabelSelector, LabelSelectorRequirement
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: shop}\nspec: {%s}\n"


def test_a_budget_is_read_and_saved(loaded: Loaded) -> None:
    selector = "selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [a, b]}]}"
    scenario = loaded(BUDGET % f"maxUnavailable: 25%, {selector}, unhealthyPodEvictionPolicy: AlwaysAllow")
    (made,) = scenario.budgets
    assert (made.namespace, made.name) == ("shop", "web")
    assert (made.min_available, made.max_unavailable) == ("", "25%")
    assert made.unhealthy_pod_eviction_policy == "AlwaysAllow"
    requirement = LabelSelectorRequirement(key="tier", operator="In", values=("a", "b"))
    assert made.selector == LabelSelector(match_labels=(("app", "web"),), match_expressions=(requirement,))
    assert loaded(dump(scenario)).budgets == scenario.budgets
    assert scenario.not_modelled == ()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("minAvailable: 1, maxUnavailable: 1", "minAvailable and maxUnavailable cannot be both set"),
        ("minAvailable: lots", "is neither a whole number nor a percentage"),
        ("minAvailable: 101%", "minAvailable: '101%' must not be greater than 100%"),
        ("maxUnavailable: 150%", "maxUnavailable: '150%' must not be greater than 100%"),
        ("unhealthyPodEvictionPolicy: Never", 'Unsupported value: "Never"'),
        ("selector: {matchExpressions: [{key: a, operator: Near}]}", 'Unsupported value: "Near"'),
    ],
)
def test_a_budget_that_the_api_server_refuses(mistake: Mistake, spec: str, said: str) -> None:
    assert said in mistake(BUDGET % spec)
