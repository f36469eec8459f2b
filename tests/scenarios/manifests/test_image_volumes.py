from collections.abc import Callable

import pytest

from imagesim.rules.api.objects import ImageVolume
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  containers:
    - {name: app, image: 'b:1', volumeMounts: [{name: data, mountPath: /data}, {name: model, mountPath: /model}]}
    - {name: log, image: 'c:1'}
  volumes:
    - {name: model, image: %s}
    - {name: data, emptyDir: {}}
"""
SIMULATION = """\
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: old}
spec: {kubernetesVersion: "1.34"}
"""


def test_an_image_volume_gets_its_policy_and_the_containers_that_mount_it(loaded: Loaded) -> None:
    scenario = loaded(POD % "{reference: models/small}")
    spec = scenario.pods[0].spec
    assert spec.image_volumes == (ImageVolume(name="model", reference="models/small", pull_policy="Always"),)
    assert [container.volume_mounts for container in spec.containers] == [("model",), ()]
    assert scenario.not_modelled == ()


def test_it_survives_saving(loaded: Loaded) -> None:
    scenario = loaded(POD % "{reference: 'models/small:1', pullPolicy: Never}")
    assert loaded(dump(scenario)).pods == scenario.pods


def test_an_api_server_without_the_gate_fills_in_no_policy(loaded: Loaded) -> None:
    scenario = loaded(SIMULATION, POD % "{reference: models/small}")
    assert scenario.pods[0].spec.image_volumes[0].pull_policy == ""
    assert loaded(dump(scenario)).pods == scenario.pods


def test_its_registry_is_named_among_those_that_nobody_describes(loaded: Loaded) -> None:
    scenario = loaded(POD % "{reference: 'models.example/small:1'}")
    assert any(each.startswith("No document describes docker.io, models.example:") for each in scenario.assumptions)


def test_kubelets_without_the_gate_leave_it_out_and_that_is_said(loaded: Loaded) -> None:
    (sentence,) = loaded(SIMULATION, POD % "{reference: 'models/small:1'}").not_modelled
    assert sentence == (
        "a volume of type image is not modelled (Pod/default/reader): kubelets of 1.34 leave it out, "
        "since their gate ImageVolume is off by default."
    )


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("{}", "Required value: a volume of type image needs a reference"),
        ("{reference: x, pullPolicy: always}", 'Unsupported value: "always": supported values: "Always"'),
    ],
)
def test_what_the_api_server_refuses_is_a_mistake(mistake: Mistake, image: str, message: str) -> None:
    assert message in mistake(POD % image)


TEMPLATE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: reader}
spec:
  selector: {matchLabels: {app: reader}}
  template:
    metadata: {labels: {app: reader}}
    spec:
      containers: [{name: app, image: 'b:1'}]
      volumes: [{name: model, image: {}}]
"""


def test_a_template_without_a_reference_is_taken_before_1_37(loaded: Loaded, mistake: Mistake) -> None:
    (made,) = loaded(TEMPLATE).deployments
    assert made.template.spec.image_volumes[0].reference == ""
    newer = SIMULATION.replace("1.34", "1.37")
    assert mistake(newer, TEMPLATE).endswith("a volume of type image needs a reference")
