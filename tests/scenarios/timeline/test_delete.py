"""The timeline event delete: pods by the names that workloads make, and those of a phase."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.pod_names import may_be_pod_of
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: 'r.example/a:v1'}]}
"""
EVENT = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, %s}]}\n"


def one(scenario: Scenario) -> Delete:
    (event,) = scenario.timeline
    assert isinstance(event, Delete)
    return event


@pytest.mark.parametrize(
    ("kind", "pod", "may_be"),
    [
        ("Deployment", "web-7c875f46f5-2ttl6", True),
        ("Deployment", "web-b87568b8d-rwlsf", True),
        ("Deployment", "web-2ttl6", False),
        ("Deployment", "web-7c875f46f5-2ttl", False),
        ("Deployment", "web-7c875f46f5-2ttla", False),  # no vowels in the letters of a name
        ("Deployment", "other-7c875f46f5-2ttl6", False),
        ("ReplicaSet", "web-2ttl6", True),
        ("DaemonSet", "web-2ttl6", True),
        ("DaemonSet", "web-0", False),
        ("Job", "web-2ttl6", True),
        ("CronJob", "web-15778368-2ttl6", True),
        ("CronJob", "web-2ttl6", False),
        ("StatefulSet", "web-0", True),
        ("StatefulSet", "web-01", False),
    ],
)
def test_a_name_is_made_of_its_owners(kind: str, pod: str, may_be: bool) -> None:
    assert may_be_pod_of(kind, "web", pod) is may_be


@pytest.mark.parametrize("event", ["delete: {target: %s}", "restart: {target: %s}", "loseSandbox: {target: %s}"])
def test_the_timeline_may_name_a_pod_of_a_deployment(loaded: Loaded, event: str) -> None:
    (made,) = loaded(WEB, EVENT % (event % "Pod/shop/web-7c875f46f5-2ttl6")).timeline
    assert made.write()["target"] == "Pod/shop/web-7c875f46f5-2ttl6"


@pytest.mark.parametrize(
    "name", ["Pod/shop/web-2ttl6", "Pod/default/web-7c875f46f5-2ttl6", "Pod/shop/wbe-7c875f46f5-2ttl6"]
)
def test_a_name_that_no_workload_can_make_is_a_mistake(mistake: Mistake, name: str) -> None:
    said = mistake(WEB, EVENT % f"delete: {{target: {name}}}")
    assert "names no workload or pod of the manifests" in said


def test_the_phase_is_kept_and_told(loaded: Loaded) -> None:
    made = one(loaded(WEB, EVENT % "delete: {target: web, phase: Pending}"))
    assert made.phase == "Pending"
    assert made.text() == "delete Pending pods of Deployment/shop/web"
    assert made.short == "delete Pending pods of web"
    assert one(loaded(dump(loaded(WEB, EVENT % "delete: {target: web, phase: Pending}")))) == made


def test_without_a_phase_nothing_is_written_of_it(loaded: Loaded) -> None:
    made = one(loaded(WEB, EVENT % "delete: {target: web}"))
    assert "phase" not in made.write()
    assert made.text() == "delete Deployment/shop/web"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{target: web, phase: pending}", "phase"),
        ("{target: web, phase: Failed}", "phase"),
        (
            "{target: Pod/shop/web-7c875f46f5-2ttl6, phase: Pending}",
            "delete.phase: says which pods of a workload, and the target is one pod; remove it, or name a Deployment",
        ),
    ],
)
def test_a_wrong_phase_is_a_mistake(mistake: Mistake, event: str, said: str) -> None:
    assert said in mistake(WEB, EVENT % f"delete: {event}")
