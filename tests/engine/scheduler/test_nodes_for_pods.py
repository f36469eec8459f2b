"""Which nodes take new pods, and what kube-scheduler says of those that do not."""

from dataclasses import replace

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.scheduler.node_counts import NodeCounts
from imagesim.engine.scheduler.nodes_for_pods import NodesForPods
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.node import NodeSpec, taints_by_condition
from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import PodSpec, Toleration
from imagesim.rules.scheduling.resources import NO_LOAD
from imagesim.rules.versions import kubernetes

ANY = PodSpec(containers=())
PICKY = PodSpec(containers=(), node_selector=(("disk", "ssd"),))
NOT_HELPFUL = "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."


def named(*terms: tuple[str, ...]) -> PodSpec:
    """A pod whose affinity names nodes: of each term all, of the terms one."""
    made = [
        NodeSelectorTerm(
            match_fields=tuple(
                NodeSelectorRequirement(key="metadata.name", operator="In", values=(name,)) for name in term
            )
        )
        for term in terms
    ]
    return PodSpec(containers=(), node_affinity=NodeSelector(node_selector_terms=tuple(made)))


def node(name: str, *, unschedulable: bool = False, disk_pressure: bool = False) -> ApiObject:
    taints = taints_by_condition(disk_pressure=disk_pressure, unschedulable=unschedulable)
    return ApiObject(ObjectName("Node", "", name), NodeSpec(pool="p", unschedulable=unschedulable, taints=taints))


def nodes(*joined: ApiObject) -> NodesForPods:
    known = NodesForPods(kubernetes("1.33"))
    for each in joined:
        known.note("create", each)
    return known


def why_not(known: NodesForPods, spec: PodSpec) -> str:
    counts = NodeCounts()
    for each in (*known._open.values(), *known._closed.values()):
        counts.add_node(each)
    return known.why_not(spec, NO_LOAD, counts)


def test_a_cordoned_node_takes_no_new_pod_and_says_so():
    known = nodes(node("a"), node("b", unschedulable=True))
    assert list(known.fitting(ANY)) == ["a"]
    assert why_not(known, PICKY) == (
        "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable. "
        "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    )


def test_of_two_reasons_being_unschedulable_counts():
    known = nodes(node("a", unschedulable=True, disk_pressure=True), node("b", disk_pressure=True))
    assert why_not(known, ANY).startswith(
        "0/2 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }, "
        "1 node(s) were unschedulable. preemption:"
    )


def test_a_node_that_opens_again_stands_last_and_one_that_stays_open_keeps_its_place():
    a, b = node("a"), node("b")
    known = nodes(a, b)
    known.note("update", a)
    assert list(known.fitting(ANY)) == ["a", "b"]
    a.spec = replace(a.spec, unschedulable=True)
    known.note("update", a)
    a.spec = replace(a.spec, unschedulable=False)
    known.note("update", a)
    assert list(known.fitting(ANY)) == ["b", "a"]
    assert list(known.fitting(PICKY)) == []


def test_a_cordoned_node_has_the_taint_that_says_so():
    assert [taint.key for taint in taints_by_condition(disk_pressure=True, unschedulable=True)] == [
        "node.kubernetes.io/disk-pressure",
        "node.kubernetes.io/unschedulable",
    ]
    assert taints_by_condition(disk_pressure=False, unschedulable=False) == ()


def test_a_pod_goes_to_a_node_that_its_affinity_names():
    assert list(nodes(node("a"), node("b")).fitting(named(("b",), ("c",)))) == ["b"]


def test_nodes_that_an_affinity_leaves_out_by_name_are_not_even_asked():
    known = nodes(node("a"), node("b", unschedulable=True))
    plugin = "node(s) didn't satisfy plugin(s) [NodeAffinity]"
    assert why_not(known, named(("c",))) == f"0/2 nodes are available: 2 {plugin}. {NOT_HELPFUL}"
    assert why_not(known, named(("b",))) == (
        f"0/2 nodes are available: 1 {plugin}, 1 node(s) were unschedulable. {NOT_HELPFUL}"
    )


def test_terms_that_contradict_themselves_are_said_in_place_of_reasons():
    known = nodes(node("a"), node("b"))
    assert why_not(known, named(("a", "b"))) == f"0/2 nodes are available: pod affinity terms conflict. {NOT_HELPFUL}"


def test_a_pod_that_tolerates_all_may_go_to_a_closed_node_too_and_a_named_one_is_found_by_its_name():
    known = nodes(node("a"), node("b", unschedulable=True), node("c", disk_pressure=True))

    def daemon(spec: PodSpec) -> PodSpec:
        return replace(spec, tolerations=(Toleration(operator="Exists"),))

    assert list(known.fitting(daemon(ANY))) == ["a", "b", "c"]
    assert list(known.fitting(daemon(named(("b",))))) == ["b"]
    assert known.only(named(("b",))) == "b"
    assert known.takes("b", daemon(ANY))
    assert not known.takes("b", ANY)
    assert list(known.fitting(named(("b",)))) == []
    assert list(known.fitting(named(("a",)))) == ["a"]
    assert list(known.fitting(daemon(named(("a",), ("b",))))) == ["a", "b"]


def test_a_pod_that_tolerates_one_taint_is_kept_away_by_the_other():
    known = nodes(node("a", unschedulable=True, disk_pressure=True))
    spec = replace(ANY, tolerations=(Toleration("node.kubernetes.io/unschedulable", "Exists"),))
    assert list(known.fitting(spec)) == []
    assert "untolerated taint {node.kubernetes.io/disk-pressure: }" in why_not(known, spec)
