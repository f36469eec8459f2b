"""Static pods of a NodePool: manifests as they are or in files, written again, and what a kubelet refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

import imagesim
from imagesim.engine.bounds.estimate import estimate
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = """apiVersion: v1
kind: Pod
metadata: {name: proxy, namespace: kube-system}
spec: {containers: [{name: app, image: 'registry.k8s.io/kube-proxy:v1', args: [--token=hunter2]}]}
"""
INLINE = """
  - apiVersion: v1
    kind: Pod
    metadata: {name: proxy, namespace: kube-system}
    spec: {containers: [{name: app, image: 'registry.k8s.io/kube-proxy:v1', args: [--token=hunter2]}]%s}
"""
POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\nspec:\n  count: 3\n%s  staticPods: %s"
TIMELINE = (
    "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, delete: {target: %s}}]}\n"
)


def pool(pods: str = INLINE % "", more: str = "") -> str:
    return POOL % (more, pods)


def test_a_manifest_is_read_as_a_pod_and_written_again(loaded: Loaded) -> None:
    scenario = loaded(pool())
    (pod,) = scenario.pools[0].static_pods
    assert (pod.namespace, pod.name, pod.spec.containers[0].image_pull_policy) == (
        "kube-system",
        "proxy",
        "IfNotPresent",
    )
    assert loaded(dump(scenario)).pools == scenario.pools
    assert "hunter2" not in repr(scenario.documents) + dump(scenario)
    assert estimate(scenario).pods == 3


def test_a_manifest_in_a_file_is_no_pod_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "proxy.yaml").write_text(POD)
    (tmp_path / "world.yaml").write_text(pool("[proxy.yaml]\n"))
    scenario = imagesim.load(tmp_path)
    assert scenario.pods == ()
    assert [pod.name for pod in scenario.pools[0].static_pods] == ["proxy"]
    assert "hunter2" not in repr(scenario.documents)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            pool(INLINE.replace("kind: Pod", "kind: Job") % ""),
            "NodePool/w: spec.staticPods[0], Job/kube-system/proxy: kind: a Pod is needed here",
        ),
        (pool(INLINE % ", imagePullSecrets: [{name: a}]"), "imagePullSecrets: static pods may not reference secrets"),
        (pool((INLINE + INLINE) % ("", "")), "stands twice among the static pods of this NodePool"),
        (pool(INLINE.replace("image:", "imgae:") % ""), "image"),
        (pool("[absent.yaml]\n"), "names no file that is there"),
        (pool("3\n"), "staticPods"),
        (pool() + "---\n" + POD.replace("proxy", "proxy-w-2"), "is the name of a NodePool's static pod"),
    ],
)
def test_what_a_kubelet_would_not_start_is_a_mistake(mistake: Mistake, text: str, message: str) -> None:
    assert message in mistake(text)


def test_before_it_was_refused_a_static_pod_could_list_secrets(loaded: Loaded) -> None:
    scenario = loaded(pool(INLINE % ", imagePullSecrets: [{name: a}]", "  kubernetesVersion: '1.33'\n"))
    assert scenario.pools[0].static_pods[0].spec.image_pull_secrets == ("a",)
    assert any("no mirror pod may list imagePullSecrets" in sentence for sentence in scenario.not_modelled)


def test_the_timeline_may_name_a_mirror_pod(loaded: Loaded, mistake: Mistake) -> None:
    (event,) = loaded(pool(), TIMELINE % "Pod/kube-system/proxy-w-7").timeline
    assert event.text() == "delete Pod/kube-system/proxy-w-7"
    for name in ("Pod/kube-system/proxy-x-1", "Pod/default/proxy-w-1", "Pod/kube-system/proxy"):
        assert "names no workload or pod" in mistake(pool(), TIMELINE % name)
