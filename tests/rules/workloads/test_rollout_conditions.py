import pytest

from imagesim.rules.workloads import rollout_conditions as rc
from imagesim.rules.workloads.rollout_conditions import DeploymentStatus, Rollout, new_condition

ABOUT = Rollout(deployment="web", new_rs="web-1", replicas=3, generation=1, deadline_s=60)


def status(replicas=3, updated=3, ready=0, available=0, reason="ReplicaSetUpdated", at=100.0, state="True"):
    condition = new_condition("Progressing", state, reason, "", at)
    return DeploymentStatus(1, replicas, updated, ready, available, replicas - available, (condition,))


def progressing(old, new, now, about=ABOUT):
    condition = rc.with_progress(old, new._replace(conditions=old.conditions), about, now).condition("Progressing")
    return condition and (condition.status, condition.reason, condition.message, condition.last_update_s)


def test_more_ready_pods_are_progress_and_move_the_clock():
    text = 'ReplicaSet "web-1" is progressing.'
    assert progressing(status(), status(ready=1), 130.7) == ("True", "ReplicaSetUpdated", text, 130)


def test_an_old_pod_that_went_is_progress_too():
    old, new = status(replicas=4, updated=3), status(replicas=3, updated=3)
    assert rc.deployment_progressing(old, new)
    assert not rc.deployment_progressing(new, new)


def test_all_pods_new_and_available_is_complete():
    text = 'ReplicaSet "web-1" has successfully progressed.'
    after = progressing(status(), status(ready=3, available=3), 130)
    assert after == ("True", "NewReplicaSetAvailable", text, 130)


@pytest.mark.parametrize(("now", "reason"), [(160, "ReplicaSetUpdated"), (160.01, "ProgressDeadlineExceeded")])
def test_the_deadline_has_passed_when_it_is_over_not_when_it_is_reached(now, reason):
    assert progressing(status(), status(), now)[1] == reason


def test_what_was_complete_never_times_out():
    done = status(reason="NewReplicaSetAvailable")
    assert progressing(done, done, 1e6)[1] == "NewReplicaSetAvailable"
    assert rc.next_deadline_check_s(done, ABOUT, 1e6) is None


def test_without_a_deadline_there_is_no_progressing_condition():
    assert progressing(status(), status(ready=1), 130, ABOUT._replace(deadline_s=rc.NO_DEADLINE)) is None
    assert progressing(status(), status(ready=1), 130, ABOUT._replace(deadline_s=2147483647)) is None
    assert progressing(status(), status(ready=1), 130, ABOUT._replace(deadline_s=2147483646)) is not None


@pytest.mark.parametrize(
    ("now", "next_look"), [(100, 161), (159, 161), (159.5, 160.005), (160, 160.005), (200, 200.005)]
)
def test_the_next_look_is_a_second_after_the_deadline(now, next_look):
    assert rc.next_deadline_check_s(status(), ABOUT, now) == pytest.approx(next_look)


def test_the_transition_time_moves_only_with_the_status():
    base = status(at=100)
    same = base.with_condition(new_condition("Progressing", "True", "NewReplicaSetAvailable", "", 200))
    other = base.with_condition(new_condition("Progressing", "False", "ProgressDeadlineExceeded", "", 200))
    assert same.condition("Progressing")[-2:] == (200, 100)
    assert other.condition("Progressing")[-2:] == (200, 200)


def test_a_condition_with_the_same_reason_stays_as_it_is():
    base = status(at=100)
    assert base.with_condition(new_condition("Progressing", "True", "ReplicaSetUpdated", "other words", 200)) is base


def test_a_replica_sets_failure_comes_and_goes():
    failing = rc.with_replica_failure(status(), ("FailedCreate", "no", 5.0))
    assert failing.condition("ReplicaFailure") == ("ReplicaFailure", "True", "FailedCreate", "no", 5, 5)
    assert rc.with_replica_failure(failing, None).condition("ReplicaFailure") is None
