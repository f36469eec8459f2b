import pytest

from imagesim.rules.api.objects import DaemonSet, PodSpec, PodTemplate
from imagesim.rules.workloads.daemon_set import (
    Actions,
    DaemonSetStatus,
    SeenDaemonPod,
    Step,
    counted_status,
    desired_counts,
    go_on,
    is_settled,
    manage,
    node_counts,
    pinned,
    pinned_to,
    room,
    should_run,
    step,
)

EMPTY = PodSpec(containers=())
SURGE = {"max_surge": "1", "max_unavailable": "0"}


def agent(**fields):
    return DaemonSet(namespace="default", name="agent", template=PodTemplate(spec=EMPTY), **fields)


def pod(name, *, updated=True, ready=True, available=None, age=0.0, **fields):
    available = ready if available is None else available
    return SeenDaemonPod(name, updated, ready=ready, available=available, age=(False, age, name), **fields)


def old(name, **fields):
    return pod(name, updated=False, **fields)


@pytest.mark.parametrize(
    ("runs", "pods", "expected"),
    [
        (True, (), Actions(create=("n",))),
        (False, (), Actions()),
        (True, (pod("a"),), Actions()),
        (True, (pod("a", terminating=True),), Actions()),
        (False, (pod("a"), pod("b", terminating=True)), Actions(delete=("a",))),
        (True, (pod("a", age=2.0), pod("b", age=1.0)), Actions(delete=("a",))),
        (True, (pod("a", ended=True, ready=False),), Actions(ended=("a",))),
        (True, (pod("a", ended=True, ready=False), pod("b")), Actions(ended=("a",))),
    ],
)
def test_every_node_that_should_has_one_pod_the_oldest(runs, pods, expected):
    assert manage(agent(), "n", runs, pods) == expected
    assert not (is_settled(runs, pods) and any(expected))


@pytest.mark.parametrize(
    ("pods", "delete"),
    [
        ((old("a"), pod("b", ready=False)), ()),
        ((old("a"), pod("b", available=False)), ()),
        ((old("a"), pod("b")), ("a",)),
        ((old("a", ready=False), pod("b", ready=False)), ("a",)),
        ((old("a", age=1.0), old("b", age=2.0), pod("c", age=3.0, ready=False), pod("d", age=4.0)), ("d", "b")),
    ],
)
def test_with_surge_an_old_and_a_new_one_stand_side_by_side_until_one_of_them_is_no_use(pods, delete):
    assert manage(agent(**SURGE), "n", True, pods).delete == delete


@pytest.mark.parametrize(
    ("surge", "unavailable", "nodes", "expected"),
    [("0", "1", 5, (0, 1)), ("0", "30%", 5, (0, 2)), ("30%", "0", 5, (2, 0)), ("0", "10%", 0, (0, 1))],
)
def test_percentages_are_rounded_up(surge, unavailable, nodes, expected):
    assert desired_counts(agent(max_surge=surge, max_unavailable=unavailable), nodes) == expected


def stands(*pods, surges=False):
    return step(surges, pods)


def test_without_surge_a_node_goes_on_at_once_if_its_old_pod_is_of_no_use():
    assert stands(old("a")) is Step.IN_TURN
    assert stands(old("a", ready=False)) is Step.AT_ONCE
    assert stands() is stands(old("a", terminating=True)) is stands(old("a"), pod("b")) is Step.UNDER_WAY
    assert stands(pod("a", ready=False)) is Step.UNDER_WAY
    assert stands(pod("a")) is Step.DONE
    assert go_on(False, "n", (old("a"), pod("b", terminating=True))) == Actions(delete=("a",))


def test_with_surge_a_new_pod_comes_beside_the_old_one_which_goes_when_that_is_available():
    assert stands(old("a"), surges=True) is Step.IN_TURN
    assert stands(old("a", ready=False), surges=True) is Step.AT_ONCE
    assert stands(old("a"), pod("b", ready=False), surges=True) is Step.UNDER_WAY
    assert stands(old("a"), pod("b"), surges=True) is Step.AT_ONCE
    assert stands(old("a"), old("b"), surges=True) is Step.UNDER_WAY
    assert stands(surges=True) is stands(pod("a", ready=False), surges=True) is Step.DONE
    assert go_on(True, "n", (old("a"),)) == Actions(create=("n",))
    assert go_on(True, "n", (old("a"), pod("b"))) == Actions(delete=("a",))


def test_others_go_on_as_far_as_the_limit_leaves_room():
    assert room(agent(max_unavailable="3"), 9, under_way=1, at_once=1) == 1
    assert room(agent(max_unavailable="3"), 9, under_way=4, at_once=0) == 0
    surging = agent(max_surge="3", max_unavailable="0")
    assert room(surging, 9, under_way=1, at_once=1) == 2, "what goes at once needs no room there"


def test_a_node_counts_by_its_oldest_pod():
    nodes = [
        (True, (pod("new", age=2.0), old("old", age=1.0))),
        (True, (pod("x", available=False),)),
        (False, (pod("y"),)),
        (True, ()),
    ]
    counts = [sum(each) for each in zip(*(node_counts(runs, here) for runs, here in nodes), strict=True)]
    assert counted_status(counts, 3) == DaemonSetStatus(3, 3, 2, 1, 2, 1, 1, 2)


def test_a_pod_is_held_to_its_node_by_name():
    spec = pinned(EMPTY, "n1")
    assert pinned_to(spec) == "n1"
    assert pinned_to(EMPTY) == ""
    assert should_run(spec, "n1", ())
    assert not should_run(spec, "n2", ())
    assert not should_run(PodSpec(containers=(), node_name="n1"), "n2", ())
