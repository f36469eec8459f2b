"""What a budget of disruptions allows, and how an eviction is answered."""

import pytest

from imagesim.rules.api.label_selector import LabelSelector, LabelSelectorRequirement
from imagesim.rules.workloads.disruption import (
    DisruptionStatus,
    EvictionAnswer,
    PodDisruptionBudget,
    answer,
    healthy,
    needs_scale,
    status,
    unmanaged,
)


def budget(**fields: str) -> PodDisruptionBudget:
    return PodDisruptionBudget(namespace="shop", name="web", selector=LabelSelector(), **fields)


@pytest.mark.parametrize(
    ("fields", "pods", "scale", "expected"),
    [
        ({"min_available": "2"}, 3, 0, (3, 2)),
        ({"min_available": "50%"}, 3, 7, (7, 4)),
        ({"max_unavailable": "1"}, 3, 7, (7, 6)),
        ({"max_unavailable": "30%"}, 3, 7, (7, 4)),
        ({"max_unavailable": "9"}, 3, 7, (7, 0)),
        ({}, 3, 7, (0, 0)),
    ],
)
def test_how_many_have_to_be_there(fields, pods, scale, expected):
    assert healthy(budget(**fields), pods, scale) == expected
    assert needs_scale(budget(**fields)) is (bool(fields) and fields != {"min_available": "2"})


def test_what_is_more_than_needed_may_go():
    assert status(healthy(budget(min_available="2"), 3, 0), 3, 1) == DisruptionStatus(1, 1, 3, 2, 3)
    assert status(healthy(budget(min_available="2"), 3, 0), 1, 1).allowed == 0
    assert status(healthy(budget(min_available="0"), 0, 0), 0, 1).allowed == 0


def asked(seen: DisruptionStatus, phase: str = "Running", *, ready: bool = True, **fields: str) -> EvictionAnswer:
    return answer(phase, ready=ready, terminating=False, budgets=[(budget(**fields), seen, 1)])


def test_a_running_pod_goes_if_its_budget_allows_it():
    assert asked(DisruptionStatus(1, 1, 3, 2, 3)) is EvictionAnswer.DELETE_AND_COUNT
    assert asked(DisruptionStatus(1, 0, 2, 2, 3)) is EvictionAnswer.TOO_MANY_REQUESTS
    assert asked(DisruptionStatus(0, 1, 3, 2, 3)) is EvictionAnswer.TOO_MANY_REQUESTS  # not looked at yet
    assert answer("Running", ready=True, terminating=False, budgets=[]) is EvictionAnswer.DELETE


def test_a_pod_that_serves_nobody_goes_anyway():
    nothing_left = DisruptionStatus(1, 0, 2, 2, 3)
    for phase in ("Pending", "Succeeded", "Failed"):
        assert asked(nothing_left, phase) is EvictionAnswer.DELETE
    assert asked(nothing_left, ready=False) is EvictionAnswer.DELETE
    too_few = DisruptionStatus(1, 0, 1, 2, 3)
    assert asked(too_few, ready=False) is EvictionAnswer.TOO_MANY_REQUESTS
    assert asked(too_few, ready=False, unhealthy_pod_eviction_policy="AlwaysAllow") is EvictionAnswer.DELETE


def test_two_budgets_are_one_too_many():
    seen = (budget(min_available="1"), DisruptionStatus(1, 1), 1)
    assert answer("Running", ready=True, terminating=False, budgets=[seen, seen]) is EvictionAnswer.REFUSED
    assert answer("Running", ready=True, terminating=True, budgets=[seen, seen]) is EvictionAnswer.DELETE


def test_a_selector_chooses_by_labels():
    requirement = LabelSelectorRequirement(key="tier", operator="NotIn", values=("db",))
    selector = LabelSelector(match_labels=(("app", "web"),), match_expressions=(requirement,))
    assert selector.matches((("app", "web"),))
    assert not selector.matches((("app", "web"), ("tier", "db")))
    assert not selector.matches((("tier", "web"),))
    assert LabelSelector().matches(())
    exists = LabelSelectorRequirement(key="app", operator="Exists")
    assert LabelSelector(match_expressions=(exists,)).matches((("app", ""),))
    assert (
        "(selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement"
        "{LabelSelectorRequirement{Key:tier,Operator:NotIn,Values:[db],},},})" in unmanaged(selector)
    )
