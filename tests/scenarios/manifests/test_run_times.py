from collections.abc import Callable

import pytest

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
    assert {each.name: (each.runs_for_s, each.exit_code) for each in (*spec.init_containers, *spec.containers)} == {
        "setup": (0.5, 0),
        "app": (90, 3),
        "log": (None, 0),
    }
    assert ASSUMED not in scenario.assumptions


def test_nothing_said_means_for_ever_and_that_is_said_of_init_containers(loaded: Loaded) -> None:
    scenario = loaded(POD % "")
    assert {each.runs_for_s for each in scenario.pods[0].spec.containers} == {None}
    assert ASSUMED in scenario.assumptions


def test_they_stand_on_the_template_of_a_deployment(loaded: Loaded, deployment: str) -> None:
    labels = "      labels:\n        app: web\n"
    written = deployment.replace(labels, labels + "      annotations: {imagesim/runs-for.web: 1m}\n")
    (made,) = loaded(written).deployments
    assert made.template.spec.containers[0].runs_for_s == 60


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
