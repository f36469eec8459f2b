"""Tolerations of a pod spec."""

import pytest

from imagesim.rules.api.objects import Toleration
from imagesim.scenarios.reading.errors import ScenarioError
from tests.scenarios.manifests.scheduling.pod_specs import read_spec, round_trip


def test_tolerations_are_read_and_written():
    spec = read_spec(
        "tolerations: [{operator: Exists}, {key: gpu, value: a100, effect: NoSchedule},"
        " {key: out, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]"
    )
    assert spec.tolerations == (
        Toleration(operator="Exists"),
        Toleration("gpu", value="a100", effect="NoSchedule"),
        Toleration("out", "Exists", effect="NoExecute", seconds=60),
    )
    assert round_trip(spec).tolerations == spec.tolerations


@pytest.mark.parametrize(
    ("toleration", "rule"),
    [
        ("{value: x}", "operator must be Exists when `key` is empty"),
        ("{key: a, operator: Exists, value: x}", "value must be empty when `operator` is 'Exists'"),
        (
            "{key: a, operator: Exists, tolerationSeconds: 5}",
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
        ),
        ("{key: a, effect: Sometimes}", 'Unsupported value: "Sometimes"'),
        ("{key: a, operator: Gt}", 'Unsupported value: "Gt"'),
        ("{key: -a, operator: Exists}", "must consist of alphanumeric characters"),
        ("{key: a, value: -b}", "a valid label must be an empty string"),
    ],
)
def test_what_the_api_server_refuses(toleration, rule):
    with pytest.raises(ScenarioError) as caught:
        read_spec(f"tolerations: [{toleration}]")
    assert rule in str(caught.value)
