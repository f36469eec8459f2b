"""-n: one namespace counts, with what its pods need and what belongs to none."""

from pathlib import Path

import pytest

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError

POD = """apiVersion: v1
kind: Pod
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{containers: [{{name: c, image: nginx}}], imagePullSecrets: [{{name: key}}]}}
---
apiVersion: v1
kind: Secret
metadata: {{name: key, namespace: {namespace}}}
type: kubernetes.io/dockerconfigjson
data: {{.dockerconfigjson: e30=}}
---
"""
POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: mine}\nspec: {count: 2}\n"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.yaml"
    pods = [POD.format(name=f"p{number}", namespace=name) for number, name in enumerate(("a", "b", "b2", "b"))]
    pods[3] = pods[3].partition("---\n")[0] + "---\n"
    path.write_text("".join(pods) + POOL)
    return path


def test_one_namespace_counts_with_its_secrets_and_the_nodes(dump: Path) -> None:
    scenario = imagesim.load(dump, namespace="b")
    assert [pod.name for pod in scenario.pods] == ["p1", "p3"]
    assert [(secret.namespace, secret.name) for secret in scenario.secrets] == [("b", "key")]
    assert [pool.name for pool in scenario.pools] == ["mine"]
    said = "Of the namespace b alone; 4 objects of other namespaces left out: a (2) and b2 (2)."
    assert said in scenario.assumptions


def test_what_names_no_namespace_belongs_to_the_one_that_is_picked(tmp_path: Path) -> None:
    path = tmp_path / "pod.yaml"
    path.write_text(POD.format(name="p", namespace="''"))
    scenario = imagesim.load(path, namespace="shop")
    assert {pod.namespace for pod in scenario.pods} == {"shop"} == {each.namespace for each in scenario.secrets}


def test_a_namespace_with_nothing_in_it_is_a_mistake(dump: Path) -> None:
    with pytest.raises(ScenarioError, match=r"--namespace: \(?.*b22.*did you mean b2"):
        imagesim.load(dump, namespace="b22")


def test_without_a_namespace_everything_counts(dump: Path) -> None:
    assert len(imagesim.load(dump).pods) == 4
