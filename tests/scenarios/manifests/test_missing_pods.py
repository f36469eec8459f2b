"""Kinds that are not modelled and would have made pods: their names, their images, how many pods are missing."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]


def manifest(api_version: str, kind: str, spec: str, more: str = "") -> str:
    metadata = "metadata: {name: it, namespace: shop}"
    return f"apiVersion: {api_version}\nkind: {kind}\n{metadata}\nspec: {spec}\n{more}"


def template(*images: str, more: str = "") -> str:
    containers = ", ".join(f"{{name: c{place}, image: '{image}'}}" for place, image in enumerate(images))
    return f"template: {{spec: {{containers: [{containers}]{more}}}}}"


ONE = template("r.example/a:v1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (manifest("argoproj.io/v1alpha1", "Rollout", f"{{{ONE}}}"), "1 pod is missing (1 replica)"),
        (
            manifest("example.org/v1", "NightlyJob", f"{{suspend: true, jobTemplate: {{spec: {{{ONE}}}}}}}"),
            "no pod is missing (it is suspended)",
        ),
        (
            manifest("example.org/v1", "NightlyJob", f"{{schedule: '*/5 * * * *', jobTemplate: {{spec: {{{ONE}}}}}}}"),
            "pods are missing (a Job at its times, */5 * * * *)",
        ),
        (
            manifest("argoproj.io/v1alpha1", "Rollout", f"{{replicas: 2, {ONE}}}"),
            "2 pods are missing (2 replicas)",
        ),
        (
            manifest("serving.knative.dev/v1", "Service", f"{{{ONE}}}"),
            "pods are missing (as many as its controller makes)",
        ),
        (
            manifest("example.org/v1", "Training", f"{{roles: [{{replicas: 1, {ONE}}}, {{replicas: 3, {ONE}}}]}}"),
            "4 pods are missing (replicas: 1 + 3)",
        ),
        (
            manifest("monitoring.coreos.com/v1", "Prometheus", "{replicas: 2, image: 'r.example/a:v1'}"),
            "2 pods are missing (replicas: 2)",
        ),
    ],
)  # fmt: skip
def test_how_many_pods_are_missing_is_said_with_their_image(loaded: Loaded, text: str, said: str) -> None:
    scenario = loaded(text)
    (missing,) = scenario.missing_pods
    assert missing.text == f"{missing.kind}/shop/it: {said}: r.example/a:v1"
    assert scenario.not_modelled == (f"{missing.text}; {missing.kind} is not modelled.",)


def test_all_images_are_named_in_the_order_in_which_they_are_pulled(loaded: Loaded) -> None:
    both = template("r.example/b:v1", "r.example/c:v1", more=", initContainers: [{name: i, image: 'r.example/a:v1'}]")
    (missing,) = loaded(manifest("argoproj.io/v1alpha1", "Rollout", f"{{{both}}}")).missing_pods
    assert missing.images == ("r.example/a:v1", "r.example/b:v1", "r.example/c:v1")


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {template: '{spec: {containers: []}}'}\n",
        manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "{properties: {template: {type: object}}}"),
        manifest("kyverno.io/v1", "ClusterPolicy", f"{{rules: [{{validate: {{pattern: {{spec: {{{ONE}}}}}}}}}]}}"),
        manifest("image.toolkit.fluxcd.io/v1", "ImageRepository", "{image: r.example/a}"),
        manifest("argoproj.io/v1alpha1", "Rollout", "{template: {spec: {containers: 3}}}"),
        manifest("argoproj.io/v1alpha1", "Rollout", "[a, b]"),
        manifest("argoproj.io/v1alpha1", "Rollout", "{template: {spec: {containers: [3]}}}"),
    ],
)
def test_what_makes_no_pod_as_far_as_anybody_can_see_is_listed_by_its_kind(loaded: Loaded, text: str) -> None:
    scenario = loaded(text)
    assert scenario.missing_pods == ()
    (sentence,) = scenario.not_modelled
    assert sentence.endswith(" is not modelled (1 document).")


def test_odd_values_are_no_mistake_where_nobody_models_them(loaded: Loaded) -> None:
    odd = (
        f"{{replicas: many, {template('r.example/a:v1', more=', nodeSelector: {a: 3}, affinity: {nodeAffinity: x}')}}}"
    )
    (missing,) = loaded(manifest("argoproj.io/v1alpha1", "Rollout", odd)).missing_pods
    assert missing.pods == 1


def test_pods_that_came_along_are_not_missing(loaded: Loaded) -> None:
    owner = "ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: it, uid: u, controller: true}]"
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: it-x, namespace: shop, {owner}}}\n"
    text = pod + "spec: {containers: [{name: c, image: 'r.example/a:v1'}]}\n"
    (missing,) = loaded(manifest("argoproj.io/v1alpha1", "Rollout", f"{{replicas: 3, {ONE}}}"), text).missing_pods
    assert (missing.pods, missing.why) == (2, "3 replicas; 1 of them stands in this scenario")


def test_a_saved_scenario_still_says_it_and_holds_nothing_else_of_the_manifest(loaded: Loaded) -> None:
    secret = "containers: [{name: c, image: 'r.example/a:v1', args: [hunter2], env: [{name: P, value: hunter2}]}]"
    placed = "nodeSelector: {kubernetes.io/os: linux}"
    text = manifest("argoproj.io/v1alpha1", "Rollout", f"{{template: {{spec: {{{secret}, {placed}}}}}}}")
    scenario = loaded(text)
    assert "hunter2" not in repr(scenario.documents) + repr(scenario.missing_pods[0].document) + dump(scenario)
    again = loaded(dump(scenario))
    assert again.missing_pods == scenario.missing_pods
    assert again.not_modelled == scenario.not_modelled
