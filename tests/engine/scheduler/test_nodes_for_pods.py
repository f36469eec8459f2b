"""Which nodes take new pods, and what kube-scheduler says of those that do not."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import NodeSpec, taints_by_condition
from imagesim.rules.api.objects import PodSpec

ANY = PodSpec(containers=())
PICKY = PodSpec(containers=(), node_selector=(("disk", "ssd"),))


def node(name: str, *, unschedulable: bool = False, disk_pressure: bool = False) -> ApiObject:
    taints = taints_by_condition(disk_pressure=disk_pressure, unschedulable=unschedulable)
    return ApiObject(ObjectName("Node", "", name), NodeSpec(pool="p", unschedulable=unschedulable, taints=taints))


def nodes(*joined: ApiObject) -> NodesForPods:
    known = NodesForPods()
    for each in joined:
        known.note("create", each)
    return known


def test_a_cordoned_node_takes_no_new_pod_and_says_so():
    known = nodes(node("a"), node("b", unschedulable=True))
    assert known.fitting(ANY) == ["a"]
    assert known.why_not() == (
        "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable. "
        "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    )


def test_of_two_reasons_being_unschedulable_counts():
    known = nodes(node("a", unschedulable=True, disk_pressure=True), node("b", disk_pressure=True))
    assert known.why_not().startswith(
        "0/2 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, "
        "1 node(s) were unschedulable. preemption:"
    )


def test_a_node_that_opens_again_stands_last_and_one_that_stays_open_keeps_its_place():
    a, b = node("a"), node("b")
    known = nodes(a, b)
    assert not known.note("update", a)
    assert known.fitting(ANY) == ["a", "b"]
    a.spec = replace(a.spec, unschedulable=True)
    assert known.note("update", a)
    a.spec = replace(a.spec, unschedulable=False)
    assert known.note("update", a)
    assert known.fitting(ANY) == ["b", "a"]
    assert known.fitting(PICKY) == []


def test_a_cordoned_node_has_the_taint_that_says_so():
    assert [taint.key for taint in taints_by_condition(disk_pressure=True, unschedulable=True)] == [
        "node.kubernetes.io/disk-pressure",
        "node.kubernetes.io/unschedulable",
    ]
    assert taints_by_condition(disk_pressure=False, unschedulable=False) == ()
