import pytest

from imagesim.rules.api.objects import DaemonSet, PodSpec, PodTemplate
from imagesim.rules.workloads.daemon_set import (
    Actions,
    DaemonSetStatus,
    SeenDaemonPod,
    counted_status,
    desired_counts,
    manage,
    pinned,
    pinned_to,
    rolling_update,
    should_run,
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
    assert manage(agent(), {"n": runs}, {"n": pods} if pods else {}) == expected


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
    assert manage(agent(**SURGE), {"n": True}, {"n": pods}).delete == delete


@pytest.mark.parametrize(
    ("surge", "unavailable", "nodes", "expected"),
    [("0", "1", 5, (0, 1)), ("0", "30%", 5, (0, 2)), ("30%", "0", 5, (2, 0)), ("0", "10%", 0, (0, 1))],
)
def test_percentages_are_rounded_up(surge, unavailable, nodes, expected):
    assert desired_counts(agent(max_surge=surge, max_unavailable=unavailable), nodes) == expected


def rolled(spec, *pods):
    return rolling_update(spec, len(pods), {f"n{number}": here for number, here in enumerate(pods)})


def test_without_surge_pods_that_are_of_no_use_go_at_once_and_others_as_far_as_nodes_may_be_without():
    assert rolled(agent(), (old("a"),), (old("b"),)).delete == ("a",)
    assert rolled(agent(), (old("a"),), ()).delete == ()
    assert rolled(agent(), (old("a"),), (old("b", terminating=True),)).delete == ()
    assert rolled(agent(), (old("a"),), (pod("b", ready=False),)).delete == ()
    assert rolled(agent(), (old("a"),), (old("b", ready=False),)).delete == ("b",)
    assert rolled(agent(), (pod("a"),), (pod("b"),)) == Actions()


def test_with_surge_new_pods_come_beside_old_ones():
    assert rolled(agent(**SURGE), (old("a"),), (old("b"),)) == Actions(create=("n0",))
    assert rolled(agent(**SURGE), (old("a"), pod("c", ready=False)), (old("b"),)) == Actions()
    assert rolled(agent(**SURGE), (old("a"), pod("c")), (old("b"),)) == Actions(create=("n1",), delete=("a",))
    assert rolled(agent(**SURGE), (old("a", ready=False),), (old("b"), pod("c", ready=False))).create == ("n0",)
    assert rolled(agent(**SURGE), (old("a"), old("b")), (old("c"),)) == Actions()


def test_a_node_counts_by_its_oldest_pod():
    runs = {"a": True, "b": True, "c": False, "d": True}
    pods = {"a": (pod("new", age=2.0), old("old", age=1.0)), "b": (pod("x", available=False),), "c": (pod("y"),)}
    assert counted_status(runs, pods, 3) == DaemonSetStatus(3, 3, 2, 1, 2, 1, 1, 2)


def test_a_pod_is_held_to_its_node_by_name():
    spec = pinned(EMPTY, "n1")
    assert pinned_to(spec) == "n1"
    assert pinned_to(EMPTY) == ""
    assert should_run(spec, "n1", ())
    assert not should_run(spec, "n2", ())
    assert not should_run(PodSpec(containers=(), node_name="n1"), "n2", ())
