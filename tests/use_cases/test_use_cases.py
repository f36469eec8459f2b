"""docs/use-cases.md is what the runs give, and each sentence of Kubernetes' page that it bears out is in a number."""

from functools import cache

import pytest

from tests.use_cases.cases import TENANTS, USE_CASES
from tests.use_cases.measuring import Measured, measured
from tests.use_cases.page import PAGE, page


def test_the_page_is_what_the_runs_give():
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.use_cases writes it again"


@cache
def _found(scenario: str) -> list[Measured]:
    (case,) = (case for case in USE_CASES if case.scenario == scenario)
    return [measured(scenario, values) for _, values in case.variants]


def test_a_cache_carries_open_images_over_an_outage_and_a_limit():
    straight, cached, limited, cached_and_limited = _found("open-images")
    assert (straight.failed_pulls > 0, cached.failed_pulls, cached_and_limited.failed_pulls) == (True, 0, 0)
    assert straight.last_ready_s > 20 * 60 > cached.last_ready_s == cached_and_limited.last_ready_s
    assert (limited.ready, limited.last_ready_s) == (20, None)


def test_every_way_in_but_the_one_by_hand_works_on_a_node_that_joins():
    nothing, by_hand, *solutions = _found("company-images")
    assert (nothing.ready, by_hand.ready) == (0, 3)
    assert [found.ready for found in solutions] == [4, 4, 4, 4]


@pytest.mark.parametrize("scenario", ["restricted-images", "sensitive-data"])
def test_without_a_solution_three_pods_run_what_is_not_for_them_and_with_one_none_does(scenario):
    nothing, *solutions = _found(scenario)
    assert len(nothing.uses) == 3
    assert {use.namespace for use in nothing.uses} == {"dev"}
    assert [len(found.uses) for found in solutions] == [0] * len(solutions)


@cache
def _tenants(label: str) -> tuple[int, ...]:
    return tuple(measured("tenants", dict(TENANTS)[label]).by_way().values())


@pytest.mark.parametrize(
    ("label", "uses"),
    [
        ("1.34, nothing", (3, 3, 1, 3)),
        ("1.34, AlwaysPullImages", (0, 0, 1, 3)),
        ("1.36, NeverVerify", (3, 3, 1, 3)),
        ("1.36, NeverVerifyPreloadedImages (the default)", (0, 3, 0, 0)),
        ("1.36, NeverVerifyAllowlistedImages, red/tools listed", (0, 3, 0, 0)),
        ("1.36, NeverVerifyAllowlistedImages, blue/* listed", (0, 0, 0, 0)),
        ("1.36, AlwaysVerify", (0, 0, 0, 0)),
        ("1.36, AlwaysPullImages", (0, 0, 0, 0)),
    ],
)
def test_what_a_tenant_gets_of_the_other_s_images(label, uses):
    assert _tenants(label) == uses


def test_no_policy_keeps_a_tenant_from_its_own_images_and_a_missing_credential_does():
    own = {label: measured("tenants", values).own_ready for label, values in TENANTS}
    assert own.pop("1.36, AlwaysPullImages, and no secrets in the ServiceAccounts") == 0
    assert set(own.values()) == {6}
