"""ReplicationControllers: what ReplicaSets do, under their own kind."""

from collections.abc import Callable
from pathlib import Path

from imagesim.engine.run import run
from imagesim.rules.api.objects import ReplicationController
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

CONTROLLER = """apiVersion: v1
kind: ReplicationController
metadata: {name: guestbook, namespace: shop}
spec:
  replicas: 2
  selector: {app: guestbook}
  template:
    metadata: {labels: {app: guestbook, tier: web}}
    spec: {containers: [{name: app, image: 'registry.example/guestbook:v1'}]}
"""


def test_makes_its_pods_and_goes_by_its_own_kind(loaded: Loaded) -> None:
    records = run(loaded(CONTROLLER))
    assert [str(row.workload) for row in records.pods] == ["ReplicationController/shop/guestbook"] * 2
    assert all(row.ready_s is not None for row in records.pods)
    made = [str(event.object) for event in records.events if event.reason == "SuccessfulCreate"]
    assert made == ["ReplicationController/shop/guestbook"] * 2


def test_its_selector_is_by_default_what_the_template_has(loaded: Loaded) -> None:
    (made,) = loaded(CONTROLLER.replace("  selector: {app: guestbook}\n", "")).workloads
    assert isinstance(made, ReplicationController)
    assert made.spec.selector == (("app", "guestbook"), ("tier", "web"))


def test_a_saved_one_reads_back(loaded: Loaded, tmp_path: Path) -> None:
    scenario = loaded(CONTROLLER)
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).workloads == scenario.workloads


def test_a_selector_that_does_not_match_is_a_mistake(mistake: Mistake) -> None:
    text = CONTROLLER.replace("selector: {app: guestbook}", "selector: {app: other}")
    assert "`selector` does not match template `labels`" in mistake(text)
