from collections.abc import Callable

import pytest

from imagesim.rules.api.app import NEVER, App
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: job
  annotations: {%s}
spec:
  initContainers: [{name: setup, image: a}]
  containers: [{name: app, image: b}, {name: log, image: c}]
"""
ASSUMED = "An init container exits successfully 1 s after it started."


def test_annotations_say_how_long_containers_run_and_how_they_end(loaded: Loaded) -> None:
    scenario = loaded(
        POD % 'imagesim/runs-for.app: 90s, imagesim/exit-code.app: "3", imagesim/runs-for.setup: 500ms, other/key: x'
    )
    spec = scenario.pods[0].spec
    assert {each.name: each.app for each in (*spec.init_containers, *spec.containers)} == {
        "setup": App(runs_for_s=0.5),
        "app": App(runs_for_s=90, exit_code=3),
        "log": None,
    }
    assert ASSUMED not in scenario.assumptions


def test_nothing_said_means_for_ever_and_that_is_said_of_init_containers(loaded: Loaded) -> None:
    scenario = loaded(POD % "")
    assert {each.app for each in scenario.pods[0].spec.containers} == {None}
    assert ASSUMED in scenario.assumptions


def test_they_stand_on_the_template_of_a_deployment(loaded: Loaded, deployment: str) -> None:
    labels = "      labels:\n        app: web\n"
    written = deployment.replace(labels, labels + "      annotations: {imagesim/runs-for.web: 1m}\n")
    (made,) = loaded(written).deployments
    assert made.template.spec.containers[0].app == App(runs_for_s=60)


def test_they_survive_saving(loaded: Loaded) -> None:
    scenario = loaded(POD % 'imagesim/runs-for.app: 90s, imagesim/exit-code.app: "3"')
    assert loaded(dump(scenario)).pods == scenario.pods


@pytest.mark.parametrize(
    ("annotations", "message"),
    [
        ("imagesim/runs-for.ap: 1s", "is no annotation that means anything here; did you mean imagesim/runs-for.app?"),
        ("imagesim/runs-for.app: soon", "is not a duration; write a time such as"),
        ("imagesim/runs-for.app: 0s", "must be longer than 0; write for example 1s"),
        ('imagesim/runs-for.app: 1s, imagesim/exit-code.app: "256"', "is no exit code; write a whole number from 0"),
        ("imagesim/runs-for.app: 1s, imagesim/exit-code.app: 1", "is not text; put it in quotes"),
        ('imagesim/exit-code.app: "1"', "nothing says when; add imagesim/runs-for.app: 1s, or remove it"),
    ],
)
def test_a_mistake_in_them_is_said_in_words(mistake: Mistake, annotations: str, message: str) -> None:
    assert message in mistake(POD % annotations)


PROBED = POD.replace("{name: app, image: b}", "{name: app, image: b, readinessProbe: {httpGet: {port: 80}}}")


def test_they_say_what_probes_see(loaded: Loaded) -> None:
    said = "imagesim/starts-in.app: 5s, imagesim/ready-after.app: never, imagesim/live-for.app: 1h"
    scenario = loaded(PROBED % said)
    assert scenario.pods[0].spec.containers[0].app == App(starts_in_s=5, ready_after_s=NEVER, live_for_s=3600)
    assert loaded(dump(scenario)).pods == scenario.pods


def test_of_a_container_without_probes_nothing_is_to_be_said_of_them(mistake: Mistake) -> None:
    message = mistake(PROBED % "imagesim/ready-after.log: 5s")
    assert "says what probes see, and the container has none; add one, or remove it" in message
