"""The summary of the example, by hand."""

from imagesim.engine.records import Disturbance, Records, StateRecord
from imagesim.results.measures.disturbances import waiting_pods
from imagesim.results.measures.summary import summary
from imagesim.results.report import summary_text
from tests.results.example_records import NEW, OLD, moved_tag_and_outage
from tests.results.measures.closed_forms.pods import bad_image, budget_not_met
from tests.results.measures.small_worlds import workload


def test_it_says_what_is_up_what_was_pulled_and_what_was_mixed():
    found = summary(moved_tag_and_outage())
    assert found["pods"] == {
        "total": 5,
        "ready": 4,
        "absent": 0,
        "by_status": {"Running": 4, "ImagePullBackOff": 1},
        "restarts": 1,
        "first_ready_s": 6.5,
        "last_ready_s": 621.5,
    }
    assert found["pulls"] == {
        "Pulled": 4,
        "AlreadyPresent": 1,
        "Failed": 4,
        "bytes_fetched": 200_000_000,
        "bytes_reused": 20_000_000,
        "unfinished": 0,
    }
    (web,) = found["versions"]
    assert (web["most_versions_at_once"], web["mixed_s"], web["pods_by_digest"]) == (2, 80.0, {OLD: 3, NEW: 1})
    (outage,) = found["recovery"]
    assert (outage["failing_pods"], outage["recovered_pods"], outage["median_s"], outage["max_s"]) == (2, 1, 21.5, 21.5)
    assert found["events"] == {"Normal": {"Pulling": 3, "BackOff": 2, "Scheduled": 2}, "Warning": {"Failed": 1}}


def test_it_says_what_hosts_sent_what_pushes_reached_and_who_had_too_few_pods():
    found = summary(moved_tag_and_outage())
    assert found["requests"] == {
        "total": 2,
        "by_host": {"registry-1.docker.io": 2},
        "bytes_by_host": {"registry-1.docker.io": 50_000_000},
    }
    (push,) = found["pushes"]
    assert (push["time_s"], push["digest"], push["pods"]) == (60.0, NEW, 1)
    assert summary(bad_image(workload(replicas=10)))["unavailable"] == []
    (below,) = summary(budget_not_met())["unavailable"]
    assert (below["workload"], below["minimum"], below["least"]) == ("PodDisruptionBudget/pdb", 4, 3)


def test_a_run_in_which_nothing_happened_has_the_same_keys():
    empty, full = summary(Records()), summary(moved_tag_and_outage())
    assert empty.keys() == full.keys()
    assert empty["pods"].keys() == full["pods"].keys()
    assert empty["pulls"].keys() == full["pulls"].keys()
    assert empty["pods"]["first_ready_s"] is None


def test_a_disturbance_that_hurt_nobody_is_told_with_zeroes():
    outage = Disturbance("outage of quay.io", "outage", "quay.io", 10.0, 20.0)
    (found,) = summary(Records(end_s=30.0, disturbances=[outage]))["recovery"]
    assert (found["failing_pods"], found["median_s"]) == (0, None)


def test_a_pod_whose_first_pull_hangs_when_an_outage_ends_is_told_as_waiting():
    def state(pod, image, ended_s=None, reason="ContainerCreating"):
        return StateRecord("shop", pod, "web", "node-0", 5.0, ended_s, "Waiting", reason, image, "", "", "")

    outage = Disturbance("outage of quay.io", "outage", "quay.io", 10.0, 20.0)
    states = [
        state("hangs", "quay.io/a:1"),
        state("was-served", "quay.io/a:1", ended_s=19.0),
        state("other-registry", "a:1"),
        state("no-name", "quay.io/A:1"),
        state("failing", "quay.io/a:1", reason="ErrImagePull"),
    ]
    (waiting,) = waiting_pods(Records(end_s=30.0, disturbances=[outage], states=states), [outage])
    (found,) = summary(Records(end_s=30.0, disturbances=[outage]))["recovery"]
    assert (waiting, found["waiting_pods"]) == (1, 0)
    told = summary_text._recovery(found | {"waiting_pods": waiting})
    assert told == "outage of quay.io, over at 20 s: no pod was failing then; 1 pod waited for a first pull then"
