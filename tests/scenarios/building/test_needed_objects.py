"""ConfigMaps and Secrets that pods need and that no document makes."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  containers: [{name: app, image: b%s}]
  volumes: [%s]
"""
END = " or the containers that need them would not start."


def said(scenario: Scenario) -> list[str]:
    return [each.removesuffix(END) for each in scenario.assumptions if each.endswith(END)]


@pytest.mark.parametrize(
    ("container", "volumes", "needed"),
    [
        ("", "{name: v, configMap: {name: c}}", "ConfigMap/shop/c"),
        ("", "{name: v, secret: {secretName: s}}", "Secret/shop/s"),
        ("", "{name: v, projected: {sources: [{secret: {name: s}}]}}", "Secret/shop/s"),
        (", envFrom: [{configMapRef: {name: c}}]", "", "ConfigMap/shop/c"),
        (", envFrom: [{prefix: A, secretRef: {name: s}}]", "", "Secret/shop/s"),
    ],
)
def test_what_a_pod_mounts_or_reads_and_nobody_makes_is_said(
    loaded: Loaded, container: str, volumes: str, needed: str
) -> None:
    assert said(loaded(POD % (container, volumes))) == [f"{needed} is in no document: it exists,"]


def test_many_are_counted(loaded: Loaded) -> None:
    volumes = ", ".join(f"{{name: v{number}, configMap: {{name: c{number}}}}}" for number in range(5))
    (sentence,) = said(loaded(POD % ("", volumes)))
    names = "ConfigMap/shop/c0, ConfigMap/shop/c1, ConfigMap/shop/c2"
    assert sentence == f"{names} and 2 more are in no document: they exist,"


@pytest.mark.parametrize(
    "volume",
    [
        "{name: v, configMap: {name: c, optional: true}}",
        "{name: v, configMap: {name: kube-root-ca.crt}}",
        "{name: v, emptyDir: {}}",
    ],
)
def test_what_is_optional_or_always_there_is_not_missed(loaded: Loaded, volume: str) -> None:
    assert said(loaded(POD % ("", volume))) == []


def test_what_a_document_makes_is_there_in_its_namespace(loaded: Loaded) -> None:
    made = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: %s}\ndata: {a: b}\n"
    pod = POD % ("", "{name: v, configMap: {name: c}}")
    assert said(loaded(pod + made % "shop")) == []
    assert said(loaded(pod + made % "other")) != []


def test_templates_are_looked_at_too(loaded: Loaded, deployment: str) -> None:
    text = deployment.rstrip() + "\n      volumes: [{name: v, secret: {secretName: tls}}]\n"
    assert len(said(loaded(text))) == 1
