"""DaemonSets: read as the API server stores them, written again, and not scaled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.api.objects import DaemonSet
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

SET = """apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: shop
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: app, image: 'registry.example/agent'}]}
"""
MORE = """  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 30%, maxUnavailable: 0}}
  minReadySeconds: 5
  revisionHistoryLimit: 2
"""
TIMELINE = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, %s}]}\n"


def strategy(text: str) -> str:
    return f"  updateStrategy: {{{text}}}\n"


def test_is_defaulted_as_the_api_server_does(loaded: Loaded) -> None:
    (made,) = loaded(SET).workloads
    assert isinstance(made, DaemonSet)
    assert (made.namespace, made.name, made.strategy, made.min_ready_s) == ("shop", "agent", "RollingUpdate", 0)
    assert (made.max_surge, made.max_unavailable, made.revision_history_limit) == ("0", "1", 10)
    assert made.replicas is None
    assert made.template.spec.containers[0].image_pull_policy == "Always"


def test_every_field_is_read(loaded: Loaded) -> None:
    scenario = loaded(SET + MORE)
    (made,) = scenario.workloads
    assert isinstance(made, DaemonSet)
    assert (made.max_surge, made.max_unavailable, made.min_ready_s, made.revision_history_limit) == ("30%", "0", 5, 2)
    assert scenario.not_modelled == ()
    assert scenario.missing_pods == ()


@pytest.mark.parametrize("text", [SET, SET + MORE, SET + strategy("type: OnDelete")])
def test_a_saved_one_reads_back(loaded: Loaded, tmp_path: Path, text: str) -> None:
    scenario = loaded(text)
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).workloads == scenario.workloads


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("type: Recreate", 'spec.updateStrategy.type: Unsupported value: "Recreate"'),
        ("rollingUpdate: {maxUnavailable: 0}", "maxUnavailable: 0 cannot be 0 when maxSurge is 0"),
        ("rollingUpdate: {maxSurge: 1}", "maxSurge: 1 may not be set when maxUnavailable is non-zero"),
        ("rollingUpdate: {maxUnavailable: 101%}", "maxUnavailable: '101%' must not be greater than 100%"),
        ("rollingUpdate: {maxUnavailable: few}", "'few' is neither a whole number nor a percentage"),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, text: str, said: str) -> None:
    assert said in mistake(SET + strategy(text))


def test_kubectl_scales_none(mistake: Mistake) -> None:
    said = mistake(SET, TIMELINE % "scale: {workload: agent, replicas: 3}")
    assert "'agent' is a DaemonSet, which has a pod on each node" in said
