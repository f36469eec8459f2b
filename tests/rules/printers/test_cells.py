"""Words of single cells."""

import pytest

from imagesim.rules.printers.cells import (
    container_cells,
    event_source,
    job_completions,
    job_status,
    labels_text,
    node_roles,
    node_status,
    selector_text,
)


@pytest.mark.parametrize(
    ("conditions", "unschedulable", "word"),
    [
        ({"Ready": "True"}, False, "Ready"),
        ({"Ready": "True"}, True, "Ready,SchedulingDisabled"),
        ({"Ready": "False"}, False, "NotReady"),
        ({"Ready": "Unknown"}, False, "NotReady"),
        ({"DiskPressure": "False"}, False, "Unknown"),
        ({}, True, "Unknown,SchedulingDisabled"),
    ],
)
def test_a_node_is_what_its_condition_ready_says(conditions, unschedulable, word):
    assert node_status(conditions, unschedulable=unschedulable) == word


def test_roles_are_read_from_labels():
    assert node_roles({"kubernetes.io/os": "linux"}) == "<none>"
    labels = {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/": "", "kubernetes.io/role": "gpu"}
    assert node_roles(labels) == "gpu,worker"


@pytest.mark.parametrize(
    ("holds", "deleted", "word"),
    [
        ((), False, "Running"),
        (("SuccessCriteriaMet",), False, "Running"),
        (("FailureTarget",), False, "FailureTarget"),
        (("Suspended", "FailureTarget"), False, "Suspended"),
        (("Suspended",), True, "Terminating"),
        (("FailureTarget", "Failed"), True, "Failed"),
        (("SuccessCriteriaMet", "Complete"), False, "Complete"),
    ],
)
def test_a_job_is_what_its_conditions_say(holds, deleted, word):
    assert job_status(dict.fromkeys(holds, "True"), deleted=deleted) == word


def test_a_condition_that_does_not_hold_says_nothing():
    assert job_status({"Suspended": "False"}, deleted=False) == "Running"


def test_completions_of_a_job_and_of_a_work_queue():
    assert job_completions(3, 2, 1) == "1/3"
    assert job_completions(None, 1, 0) == "0/1"
    assert job_completions(None, 3, 0) == "0/1 of 3"


def test_containers_and_images_stand_with_commas():
    containers = [{"name": "a", "image": "x:1"}, {"name": "b", "image": "y:2"}]
    assert container_cells(containers) == ("a,b", "x:1,y:2")


def test_selectors_and_labels_are_sorted_by_key():
    expressions = [
        {"key": "tier", "operator": "In", "values": ["b", "a"]},
        {"key": "app", "operator": "Exists"},
        {"key": "old", "operator": "DoesNotExist"},
        {"key": "track", "operator": "NotIn", "values": ["x"]},
    ]
    selector = {"matchLabels": {"zone": "1"}, "matchExpressions": expressions}
    assert selector_text(selector) == "app,!old,tier in (a,b),track notin (x),zone=1"
    assert selector_text(None) == selector_text({}) == "<none>"
    assert labels_text({"b": "2", "a": "1"}) == "a=1,b=2"
    assert labels_text(None) == "<none>"


def test_the_source_of_an_event_has_its_host():
    assert event_source("kubelet", "node-1") == "kubelet, node-1"
    assert event_source("default-scheduler") == "default-scheduler"
