"""What pods request, and what nodes have left."""

from imagesim.rules.api.node import Allocatable
from imagesim.rules.api.objects import Container, PodSpec, Resources
from imagesim.rules.scheduling.resources import (
    NO_LOAD,
    Demand,
    balanced_allocation,
    demand,
    lacking,
    least_allocated,
    with_pod,
)

MI = 2**20


def container(cpu: int | None = None, memory: int | None = None, restart_policy: str = "") -> Container:
    requests = Resources(cpu, memory)
    return Container(name="c", image="i", image_pull_policy="Always", restart_policy=restart_policy, requests=requests)


def test_what_runs_together_is_added_and_an_init_container_counts_if_it_wants_more():
    sidecar = container(50, 10 * MI, "Always")
    both = PodSpec(containers=(container(100, 0), container(200, 0)), init_containers=(sidecar, container(400, 0)))
    assert demand(both)[:2] == (450, 10 * MI)
    small = PodSpec(containers=(container(100, 0), container(200, 0)), init_containers=(sidecar, container(1, 0)))
    assert demand(small)[:2] == (350, 10 * MI)


def test_a_container_without_requests_counts_for_something_when_nodes_are_scored():
    plain = demand(PodSpec(containers=(container(),)))
    assert plain == Demand(0, 0, 100, 200 * MI)
    assert plain.best_effort
    assert demand(PodSpec(containers=(container(0, 0),))) == NO_LOAD


def test_a_full_node_says_what_it_lacks_and_whether_others_could_make_room():
    node = Allocatable(pods=2, cpu=1000, memory=100 * MI)
    load = with_pod(NO_LOAD, Demand(600, 50 * MI, 600, 50 * MI))
    assert lacking(Demand(400, 50 * MI, 0, 0), 1, load, node) == []
    lacks = lacking(Demand(500, 200 * MI, 0, 0), 2, load, node)
    assert [(lack.reason, lack.unresolvable) for lack in lacks] == [
        ("Too many pods", False),
        ("Insufficient cpu", False),
        ("Insufficient memory", True),
    ]


def test_a_node_that_does_not_say_its_size_lacks_only_places():
    assert [lack.resource for lack in lacking(Demand(10**9, 10**15, 0, 0), 110, NO_LOAD, Allocatable())] == ["pods"]


def test_scores_are_those_of_go():
    node = Allocatable(cpu=4000, memory=16 * 1024 * MI)
    pod = Demand(0, 0, 100, 200 * MI)
    assert least_allocated(pod, NO_LOAD, node) == (97 + 98) // 2
    assert least_allocated(pod, Demand(0, 0, 4000, 0), node) == 98 // 2
    assert balanced_allocation(Demand(2000, 0, 0, 0), NO_LOAD, node) == 75
