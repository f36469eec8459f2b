"""ReplicaSets without a Deployment: read, written again, named by the timeline; a Deployment's own are left out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.api.objects import ReplicaSet, ReplicaSetSpec
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

SET = """apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: cache
  namespace: shop
spec:
  replicas: 3
  minReadySeconds: 5
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec: {containers: [{name: cache, image: 'registry.example/cache'}]}
"""
TIMELINE = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, %s}]}\n"


def test_is_defaulted_and_validated_as_a_workload(loaded: Loaded) -> None:
    (made,) = loaded(SET.replace("  replicas: 3\n", "")).workloads
    assert isinstance(made, ReplicaSet)
    assert isinstance(made.spec, ReplicaSetSpec)
    assert (made.namespace, made.name, made.replicas, made.spec.min_ready_s) == ("shop", "cache", 1, 5)
    assert made.spec.selector == (("app", "cache"),)
    assert made.template.spec.containers[0].image_pull_policy == "Always"


def test_a_saved_one_reads_back(loaded: Loaded, tmp_path: Path) -> None:
    scenario = loaded(SET)
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).workloads == scenario.workloads


@pytest.mark.parametrize("name", ["cache", "ReplicaSet/shop/cache"])
def test_the_timeline_may_name_it(loaded: Loaded, name: str) -> None:
    (event,) = loaded(SET, TIMELINE % f"scale: {{workload: {name}, replicas: 2}}").timeline
    assert event.text() == "scale ReplicaSet/shop/cache to 2"


MISTAKES = [
    ("replicas: 3", "replicas: many", "spec.replicas: 'many' is not a whole number; write a number such as 3"),
    ("replicas: 3", "replica: 3", "spec.replica: unknown field; did you mean replicas?"),
    (
        "{app: cache}}\n  template",
        "{app: web}}\n  template",
        "spec.selector: `selector` does not match template `labels`; give the template these labels too",
    ),
    (
        "selector: {matchLabels: {app: cache}}",
        "selector: {}",
        "spec.selector: Required value: a ReplicaSet needs a selector; write matchLabels with labels of the template",
    ),
    (
        "spec: {containers",
        "spec: {restartPolicy: Never, containers",
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ),
    ("apiVersion: apps/v1", "apiVersion: v1", "apiVersion: 'v1' is not where ReplicaSet is served; write apps/v1"),
]


@pytest.mark.parametrize(("written", "instead", "said"), MISTAKES, ids=[said for _, _, said in MISTAKES])
def test_a_mistake_is_said_as_in_a_deployment(mistake: Mistake, written: str, instead: str, said: str) -> None:
    assert mistake(SET.replace(written, instead)).endswith(f"ReplicaSet/shop/cache: {said}")


def test_kubectl_restarts_none(mistake: Mistake) -> None:
    said = mistake(TIMELINE % "rolloutRestart: {workload: cache}", SET)
    rule = "'cache' is a ReplicaSet, and restarting one is not supported by kubectl; use delete; it makes new pods"
    assert said.endswith(f"rolloutRestart.workload: {rule}")


def test_it_has_no_revision_to_go_back_to(mistake: Mistake) -> None:
    said = mistake(TIMELINE % "rolloutUndo: {workload: cache}", SET)
    rule = "'cache' is a ReplicaSet, which keeps no revisions that could be gone back to; use setImage"
    assert said.endswith(f"rolloutUndo.workload: {rule}")


def test_those_of_a_deployment_in_the_same_export_are_left_out(loaded: Loaded, deployment: str) -> None:
    owner = "ownerReferences: [{kind: Deployment, name: web, controller: true}]"
    own = SET.replace("name: cache\n", f"name: web-5d4f8c7b9\n  {owner}\n", 1)
    scenario = loaded(own, deployment, SET)
    assert [each.name for each in scenario.workloads] == ["web", "cache"]
    assert any("1 ReplicaSet that a Deployment" in sentence for sentence in scenario.assumptions)


def test_its_pods_in_the_same_export_are_left_out(loaded: Loaded) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: cache-abcde, namespace: shop, "
        "ownerReferences: [{kind: ReplicaSet, name: cache, controller: true}]}\n"
        "spec: {containers: [{name: a, image: b}]}\n"
    )
    scenario = loaded(pod, SET)
    assert scenario.pods == ()
    assert any("1 pod that a ReplicaSet" in sentence for sentence in scenario.assumptions)
