"""What containers request."""

import pytest

from imagesim.rules.api.objects import Resources
from imagesim.scenarios.reading.errors import ScenarioError
from tests.scenarios.manifests.scheduling.pod_specs import read_spec, round_trip, scenario

SILENT = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: silent}"
SIZED = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: sized}\nspec: {allocatable: {cpu: 4, memory: 16Gi}}"


def resources(text: str) -> str:
    return f"resources: {{{text}}}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("requests: {cpu: 500m, memory: 1Gi}", Resources(500, 2**30)),
        ("requests: {cpu: 0.0001, memory: 1500m}", Resources(1, 2)),
        ("requests: {cpu: '2'}, limits: {memory: 1M}", Resources(2000, 10**6)),
        ("limits: {cpu: 1e-1}", Resources(100)),
        ("requests: {}", Resources()),
    ],
)
def test_requests_are_read_in_thousandths_of_a_core_and_in_bytes(written, read):
    spec = read_spec(container=resources(written))
    assert spec.containers[0].requests == read
    assert round_trip(spec) == spec


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("requests: {cpu: 2}, limits: {cpu: 1}", "must be less than or equal to cpu limit of 1"),
        ("requests: {memory: lots}", "is not a quantity"),
        ("requests: {memory: -1}", "must be greater than or equal to 0"),
        ("requests: {cpu: 1X}", "has the unknown unit 'X'"),
    ],
)
def test_what_the_api_server_refuses(written, rule):
    with pytest.raises(ScenarioError) as caught:
        read_spec(container=resources(written))
    assert rule in str(caught.value)


def test_requests_count_for_nothing_where_a_node_does_not_say_its_size():
    asks = resources("requests: {cpu: 1, nvidia.com/gpu: 1}")
    assert scenario("", asks, SILENT).not_modelled == (
        "a request for nvidia.com/gpu is not modelled (Pod/default/p): every node has enough of it.",
        "what pods request is not modelled (Pod/default/p): any fits on a node of silent, which does not say its "
        "allocatable cpu and memory.",
    )
    assert scenario("", resources("requests: {cpu: 1}"), SIZED).not_modelled == ()


def test_what_is_limited_alone_is_requested_too():
    limited = resources("requests: {cpu: 1}, limits: {nvidia.com/gpu: 1}")
    (said,) = scenario("", limited, SIZED).not_modelled
    assert said == "a request for nvidia.com/gpu is not modelled (Pod/default/p): every node has enough of it."
