"""Manifests with generateName alone: they run under a name that is made up, and said."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

JOB = """apiVersion: batch/v1
kind: Job
metadata: {%s, namespace: shop, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.example/app'}]}}}
"""
HOOK = JOB % "generateName: migrate-"


def names(scenario: Scenario) -> list[str]:
    return [each.name for each in scenario.workloads]


def test_a_name_is_made_of_the_prefix_and_five_letters_and_said(loaded: Loaded) -> None:
    scenario = loaded(HOOK)
    (name,) = names(scenario)
    assert name.startswith("migrate-")
    assert len(name) == len("migrate-") + 5
    said = f"Job/shop/{name} has this name from generateName: migrate-; "
    assert f"{said}kubectl create takes such a manifest, kubectl apply does not." in scenario.assumptions


def test_it_is_the_same_at_each_load_and_another_for_another_manifest(loaded: Loaded) -> None:
    first, second = names(loaded(HOOK, HOOK))
    assert first != second
    assert names(loaded(HOOK)) == [first]
    other = HOOK.replace("migrate-", "other-")
    assert names(loaded(other, HOOK))[1] == first


def test_a_saved_scenario_has_the_name(loaded: Loaded) -> None:
    scenario = loaded(HOOK)
    assert names(loaded(dump(scenario))) == names(scenario)


def test_a_prefix_is_cut_so_that_the_name_fits(loaded: Loaded) -> None:
    (name,) = names(loaded(JOB % f"generateName: {'a' * 70}"))
    assert len(name) == 63


def test_a_name_that_is_given_counts(loaded: Loaded) -> None:
    assert names(loaded(JOB % "generateName: migrate-, name: it")) == ["it"]


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ("generateName: ''", "Required value: name is required"),
        ("generateName: 3", "is not text; put it in quotes"),
        ("generateName: -migrate", "'-migrate' is not the beginning of a name"),
        ("generateName: migrate-, name: 3", "is not text"),
    ],
)
def test_what_gives_no_name_is_a_mistake(mistake: Mistake, metadata: str, message: str) -> None:
    assert message in mistake(JOB % metadata)
