"""The timeline event debug: read, named, and what kubectl refuses."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.workloads.debug import Debug
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: 'r.example/a:v1'}]}\n"
EVENT = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, debug: %s}]}\n"


def one(scenario: Scenario) -> Debug:
    (event,) = scenario.timeline
    assert isinstance(event, Debug)
    return event


def test_a_name_is_made_up_and_stays(loaded: Loaded) -> None:
    scenario = loaded(POD, EVENT % "{pod: web, image: busybox}")
    made = one(scenario)
    assert made.target == "Pod/default/web"
    assert made.container.name.startswith("debugger-")
    assert made.container.image_pull_policy == "Always"
    assert one(loaded(dump(scenario))) == made
    assert one(loaded(POD, EVENT % "{pod: web, image: busybox}")) == made


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("{pod: wb, image: busybox}", "names no workload or pod"),
        ("{pod: web, image: ' busybox'}", "must not have leading or trailing whitespace"),
        ("{pod: web, image: busybox, name: App}", "is not a name"),
        ("{pod: web, image: busybox, name: app}", "is the name of a container of Pod/default/web already"),
        ("{pod: web}", "image"),
    ],
)
def test_what_kubectl_refuses_is_a_mistake(mistake: Mistake, event: str, message: str) -> None:
    assert message in mistake(POD, EVENT % event)


def test_no_static_pod_is_debugged(mistake: Mistake) -> None:
    manifest = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: app, image: a}]}}"
    head = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\n"
    pool = f"{head}spec: {{count: 1, staticPods: [{manifest}]}}\n"
    said = mistake(pool, EVENT % "{pod: Pod/default/p-w-0, image: busybox}")
    assert "static pods do not support ephemeral containers" in said
