"""Which pods a kubelet does not take."""

import pytest

from imagesim.rules.api.node import Allocatable, Taint
from imagesim.rules.api.objects import Container, Labels, PodSpec, Resources
from imagesim.rules.pods.admission import NodeSeen, predicate_failure, refusal
from imagesim.rules.scheduling.resources import NO_LOAD, Demand


@pytest.mark.parametrize(
    ("os", "labels", "node_os", "reason"),
    [
        ("", (), "linux", ""),
        ("linux", (("a", "b"),), "linux", ""),
        ("windows", (), "windows", ""),
        ("windows", (), "linux", "PodOSNotSupported"),
        ("linux", (), "windows", "PodOSNotSupported"),
        ("", (("kubernetes.io/os", "windows"),), "linux", "PodOSSelectorNodeLabelDoesNotMatch"),
        ("windows", (("kubernetes.io/os", "windows"),), "linux", "PodOSSelectorNodeLabelDoesNotMatch"),
        ("", (("kubernetes.io/os", "linux"),), "linux", ""),
    ],
)
def test_a_pod_for_another_operating_system_is_refused(os: str, labels: Labels, node_os: str, reason: str):
    found = refusal(PodSpec(containers=(), os=os), labels, node_os)
    assert (found.reason if found else "") == reason


NODE = NodeSeen("n", (("disk", "hdd"),), (), Allocatable(pods=1, cpu=1000, memory=None), 0, NO_LOAD)


@pytest.mark.parametrize(
    ("node", "refused"),
    [
        (NODE, None),
        (NODE._replace(pods=1), "OutOfpods"),
        (NODE._replace(load=Demand(900, 0, 0, 0)), "OutOfcpu"),
        (NODE._replace(labels=()), "NodeAffinity"),
        (NODE._replace(taints=(Taint("a", "", "NoExecute"),)), "TaintToleration"),
        (NODE._replace(taints=(Taint("a", "", "NoSchedule"),)), None),
        (NODE._replace(taints=(Taint("node.kubernetes.io/not-ready", "", "NoExecute"),)), None),
    ],
)
def test_a_kubelet_asks_what_the_scheduler_would_have_asked(node: NodeSeen, refused: str | None) -> None:
    spec = PodSpec(
        containers=(Container(name="c", image="i", image_pull_policy="Always", requests=Resources(200)),),
        node_selector=(("disk", "hdd"),),
    )
    found = predicate_failure(spec, node)
    assert (found and found.reason) == refused


def test_what_is_short_is_said_in_the_units_of_the_scheduler() -> None:
    spec = PodSpec(containers=(Container(name="c", image="i", image_pull_policy="Always", requests=Resources(1500)),))
    found = predicate_failure(spec, NODE._replace(load=Demand(900, 0, 0, 0)))
    assert found is not None
    assert found.message == "Node didn't have enough resource: cpu, requested: 1500, used: 900, capacity: 1000"
