"""The texts of FailedScheduling, by version."""

from imagesim.rules.api.node import Taint
from imagesim.rules.scheduling.fit_error import fit_error, untolerated_taint
from imagesim.rules.versions import kubernetes

NEW, OLD = kubernetes("1.36"), kubernetes("1.33")


def test_reasons_are_sorted_as_texts_and_preemption_tells_who_could_make_room():
    reasons = {"Too many pods": 2, untolerated_taint(Taint("gpu", "a100"), OLD): 1, "never": 0}
    assert fit_error(3, reasons, OLD, full=2) == (
        "0/3 nodes are available: 1 node(s) had untolerated taint {gpu: a100}, 2 Too many pods. "
        "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, "
        "2 No preemption victims found for incoming pod."
    )


def test_later_schedulers_do_not_name_the_taint_and_speak_of_claims():
    assert fit_error(1, {untolerated_taint(Taint("gpu", "a100"), NEW): 1}, NEW) == (
        "0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: "
        "0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    )


def test_without_a_node_there_is_not_much_to_say():
    assert fit_error(0, {}, NEW) == "no nodes available to schedule pods"
