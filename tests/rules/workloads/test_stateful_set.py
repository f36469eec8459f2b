import pytest

from imagesim.rules.api.objects import PodSpec, PodTemplate, StatefulSet
from imagesim.rules.workloads.stateful_set import (
    Plan,
    SeenPod,
    StatefulSetStatus,
    complete_rolling_update,
    counted_status,
    max_unavailable_pods,
    needs_current_revision,
    plan,
)

STUCK = {"ready": False, "available": False}


def web(replicas=3, **fields):
    template = PodTemplate(spec=PodSpec(containers=()))
    return StatefulSet(namespace="default", name="web", replicas=replicas, template=template, **fields)


def pod(ordinal, revision="new", *, ready=True, available=True, **fields):
    return SeenPod(ordinal, revision, ready=ready, available=available, **fields)


def planned(spec, *pods, gate=False):
    return plan(spec, {each.ordinal: each for each in pods}, "new", max_unavailable=gate)


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        ((), ((0, True),)),
        ((pod(0),), ((1, True),)),
        ((pod(0, **STUCK),), ()),
        ((pod(0, available=False),), ()),
        ((pod(0, terminating=True), pod(2)), ()),
        ((pod(0), pod(1, ended=True, **STUCK)), ((1, False),)),
        ((pod(0), pod(1, ended=True, terminating=True, **STUCK)), ()),
        ((pod(0), pod(2)), ((1, True),)),
    ],
)
def test_in_order_one_thing_is_done_at_a_time_and_every_pod_is_waited_for(pods, expected):
    assert planned(web(), *pods) == Plan(expected)


def test_in_parallel_nobody_is_waited_for():
    spec = web(4, pod_management_policy="Parallel")
    assert planned(spec) == Plan(tuple((ordinal, True) for ordinal in range(4)))
    assert planned(spec, pod(1, **STUCK), pod(2, ended=True, **STUCK)).replace == ((0, True), (2, False), (3, True))


def test_ordinals_begin_where_they_are_said_to():
    assert planned(web(2, start_ordinal=5), pod(5)) == Plan(((6, True),))
    assert planned(web(2, start_ordinal=5), pod(5), pod(6), pod(0)) == Plan((), (0,))


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        ((pod(1), pod(2)), (2,)),
        ((pod(1), pod(2, terminating=True)), ()),
        ((pod(1), pod(2, **STUCK)), (2,)),
        ((pod(1, **STUCK), pod(2, **STUCK)), ()),
        ((pod(1, **STUCK), pod(2)), (2,)),
    ],
)
def test_in_order_the_highest_goes_first_unless_a_lower_one_is_the_first_that_is_not_available(pods, expected):
    assert planned(web(1), pod(0), *pods) == Plan((), expected)


def test_in_parallel_all_beyond_the_replicas_go_and_the_roll_out_goes_on():
    spec = web(1, pod_management_policy="Parallel")
    pods = pod(0, "old"), pod(1), pod(2, terminating=True), pod(3, **STUCK)
    assert planned(spec, *pods) == Plan((), (3, 1), (0,))


@pytest.mark.parametrize(
    ("fields", "pods", "expected"),
    [
        ({}, (pod(0, "old"), pod(1, "old"), pod(2, "old")), (2,)),
        ({}, (pod(0, "old"), pod(1, "old"), pod(2)), (1,)),
        ({}, (pod(0), pod(1), pod(2)), ()),
        ({"partition": 2}, (pod(0, "old"), pod(1, "old"), pod(2)), ()),
        ({"partition": 2}, (pod(0, "old"), pod(1, "old"), pod(2, "old")), (2,)),
        ({"strategy": "OnDelete"}, (pod(0, "old"), pod(1, "old"), pod(2, "old")), ()),
    ],
)
def test_a_roll_out_goes_from_the_highest_ordinal_down_to_the_partition(fields, pods, expected):
    assert planned(web(**fields), *pods).outdated == expected


def test_a_stuck_pod_that_is_out_of_date_is_replaced_in_parallel_and_never_in_order():
    pods = pod(0, "older"), pod(1, "older"), pod(2, "bad", **STUCK)
    assert planned(web(), *pods) == Plan()
    assert planned(web(pod_management_policy="Parallel"), *pods) == Plan((), (), (2,))
    assert planned(web(pod_management_policy="Parallel"), *pods[:2], pod(2, **STUCK)) == Plan()


def test_with_the_feature_gate_several_go_at_once_and_a_stuck_one_counts_among_them():
    pods = pod(0, "old"), pod(1, "old"), pod(2, "old")
    spec = web(max_unavailable="2", pod_management_policy="Parallel")
    assert planned(spec, *pods, gate=True).outdated == (2, 1)
    assert planned(spec, *pods[:2], pod(2, "bad", **STUCK), gate=True).outdated == (2,)
    assert planned(web(pod_management_policy="Parallel"), *pods[:2], pod(2, "bad", **STUCK), gate=True) == Plan()


@pytest.mark.parametrize(("text", "pods"), [("", 1), ("3", 3), ("50%", 3), ("1%", 1)])
def test_at_least_one_pod_may_be_unavailable(text, pods):
    assert max_unavailable_pods(text, 7) == pods


def test_only_below_the_partition_a_new_pod_is_of_the_current_revision():
    spec = web(partition=2, start_ordinal=1)
    assert [needs_current_revision(spec, ordinal) for ordinal in (1, 2, 3)] == [True, True, False]
    assert not needs_current_revision(web(partition=2, strategy="OnDelete"), 0)


def test_the_status_counts_as_the_sync_began_and_what_it_deletes_no_longer_as_current():
    seen = [pod(0, "old"), pod(1, "old", available=False), pod(2, terminating=True)]
    status = counted_status(seen, 4, "old", "new", deleted=1)
    assert status == StatefulSetStatus(4, 3, 3, 2, 1, 0, "old", "new")
    assert counted_status([], 1, "old", "new", deleted=1).current == -1


def test_the_update_is_the_current_revision_once_every_replica_is_updated_and_ready():
    done = StatefulSetStatus(1, 3, 3, 0, 0, 3, "old", "new")
    assert complete_rolling_update(web(), done) == done._replace(current=3, current_revision="new")
    for status in (done._replace(ready=2), done._replace(updated=2), done._replace(replicas=4)):
        assert complete_rolling_update(web(), status) == status
    assert complete_rolling_update(web(strategy="OnDelete"), done) == done
