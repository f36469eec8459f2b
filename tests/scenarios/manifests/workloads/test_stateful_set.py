"""StatefulSets: read as the API server stores them, written again, named by the timeline with their pods."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.api.objects import StatefulSet
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

SET = """apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  namespace: shop
spec:
  serviceName: web
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: 'registry.example/web'}]}
"""
MORE = """  podManagementPolicy: Parallel
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2, maxUnavailable: 50%}}
  minReadySeconds: 5
  ordinals: {start: 3}
  revisionHistoryLimit: 2
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Delete}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]
"""
TIMELINE = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, %s}]}\n"


def test_is_defaulted_as_the_api_server_does(loaded: Loaded) -> None:
    (made,) = loaded(SET.replace("  replicas: 3\n", "")).workloads
    assert isinstance(made, StatefulSet)
    assert (made.namespace, made.name, made.replicas, made.min_ready_s) == ("shop", "web", 1, 0)
    assert (made.pod_management_policy, made.strategy, made.partition) == ("OrderedReady", "RollingUpdate", 0)
    assert (made.max_unavailable, made.start_ordinal, made.revision_history_limit) == ("", 0, 10)
    assert made.template.spec.containers[0].image_pull_policy == "Always"


def test_every_field_is_read_and_what_is_not_acted_on_is_said(loaded: Loaded) -> None:
    scenario = loaded(SET + MORE)
    (made,) = scenario.workloads
    assert isinstance(made, StatefulSet)
    assert (made.pod_management_policy, made.partition, made.max_unavailable) == ("Parallel", 2, "50%")
    assert (made.min_ready_s, made.start_ordinal, made.revision_history_limit) == (5, 3, 2)
    assert scenario.not_modelled == (
        "volumeClaimTemplates is not modelled (StatefulSet/shop/web): every claim is bound at once and stays.",
        "maxUnavailable of a StatefulSet is not modelled (StatefulSet/shop/web): one pod at a time is replaced, as "
        "where the gate MaxUnavailableStatefulSet is off, its default up to 1.36.",
    )


@pytest.mark.parametrize("text", [SET, SET + MORE, SET + "  updateStrategy: {type: OnDelete}\n"])
def test_a_saved_one_reads_back(loaded: Loaded, tmp_path: Path, text: str) -> None:
    scenario = loaded(text)
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).workloads == scenario.workloads


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "  podManagementPolicy: Sequential\n",
            'spec.podManagementPolicy: Unsupported value: "Sequential"',
        ),
        (
            "  updateStrategy: {type: Recreate}\n",
            'spec.updateStrategy.type: Unsupported value: "Recreate"',
        ),
        (
            "  updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}\n",
            "spec.updateStrategy.rollingUpdate: Invalid value: only allowed for updateStrategy 'RollingUpdate'; "
            "remove it, or the type",
        ),
        ("  ordinals: {start: -1}\n", "spec.ordinals.start: -1 must be greater than or equal to 0"),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, more: str, said: str) -> None:
    assert said in mistake(SET + more)


@pytest.mark.parametrize(
    ("event", "target"),
    [
        ("delete: {target: Pod/shop/web-1}", "Pod/shop/web-1"),
        ("restart: {target: Pod/shop/web-12}", "Pod/shop/web-12"),
        ("delete: {target: web, pods: 2}", "StatefulSet/shop/web"),
    ],
)
def test_the_timeline_may_name_its_pods(loaded: Loaded, event: str, target: str) -> None:
    (made,) = loaded(SET, TIMELINE % event).timeline
    assert made.write()["target"] == target


@pytest.mark.parametrize("name", ["Pod/shop/web-01", "Pod/shop/web", "Pod/shop/other-1", "Pod/web-1"])
def test_other_pods_are_not_known(mistake: Mistake, name: str) -> None:
    assert "names no workload or pod of the manifests" in mistake(SET, TIMELINE % f"delete: {{target: {name}}}")
