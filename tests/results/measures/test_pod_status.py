"""The columns READY, STATUS and RESTARTS of kubectl get pods."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.measures.pod_status import pod_statuses
from tests.results.example_records import moved_tag_and_outage, pod, running, state

INIT = {"init_containers": ("setup", "mesh"), "sidecars": ("mesh",)}


def shown(*states, **fields):
    """STATUS and READY of one pod with these states; each is (container, state, reason)."""
    rows = [
        state("web-a", 0.0, None, what, reason, container=name, digest="sha256:1" if what == "Running" else "")
        for name, what, reason in states
    ]
    (found,) = pod_statuses(Records(end_s=9.0, pods=[pod("web-a", **fields)], states=rows))
    return found.status, f"{found.ready}/{found.containers}"


@pytest.mark.parametrize(
    ("states", "fields", "expected"),
    [
        ([], {}, ("Pending", "0/1")),
        ([("app", "Waiting", "ContainerCreating")], {}, ("ContainerCreating", "0/1")),
        ([("app", "Waiting", "ImagePullBackOff")], {}, ("ImagePullBackOff", "0/1")),
        ([("app", "Running", "")], {"phase": "Running"}, ("Running", "1/1")),
        ([("app", "Terminated", "Error")], {"phase": "Failed"}, ("Error", "0/1")),
        ([], {"phase": "Failed", "reason": "Evicted"}, ("Evicted", "0/1")),
        ([("app", "Terminated", "Completed")], {"phase": "Failed", "reason": "Evicted"}, ("Completed", "0/1")),
        ([("app", "Running", "")], {"phase": "Running", "deletion_s": 5.0}, ("Terminating", "1/1")),
    ],
)
def test_one_container(states, fields, expected):
    assert shown(*states, **fields) == expected


def test_the_first_container_of_the_spec_that_has_something_to_tell_is_told():
    waiting = [("b", "Waiting", "ErrImagePull"), ("a", "Waiting", "ContainerCreating")]
    assert shown(*waiting, containers=("b", "a")) == ("ErrImagePull", "0/2")
    assert shown(("b", "Running", ""), ("a", "Waiting", "ErrImagePull"), containers=("b", "a")) == (
        "ErrImagePull",
        "1/2",
    )


def test_completed_beside_running_is_not_ready():
    done = [("a", "Terminated", "Completed"), ("b", "Running", "")]
    assert shown(*done, containers=("a", "b"), phase="Running") == ("NotReady", "1/2")


def test_init_containers_that_are_not_done_go_first():
    main = ("app", "Waiting", "PodInitializing")
    assert shown(("setup", "Waiting", "ErrImagePull"), main, **INIT) == ("Init:ErrImagePull", "0/2")
    assert shown(("setup", "Waiting", "PodInitializing"), main, **INIT) == ("Init:0/2", "0/2")
    assert shown(("setup", "Running", ""), main, **INIT) == ("Init:0/2", "0/2")
    setup = ("setup", "Terminated", "Completed")
    assert shown(setup, ("mesh", "Waiting", "ImagePullBackOff"), main, **INIT) == ("Init:ImagePullBackOff", "0/2")


def test_a_running_sidecar_counts_as_a_container():
    done = [("setup", "Terminated", "Completed"), ("mesh", "Running", "")]
    assert shown(*done, ("app", "Waiting", "ErrImagePull"), **INIT) == ("ErrImagePull", "1/2")
    assert shown(*done, ("app", "Running", ""), phase="Running", **INIT) == ("Running", "2/2")


def test_restarts_tell_when_the_last_run_ended_and_deleted_pods_are_gone():
    found = {row.pod: row for row in pod_statuses(moved_tag_and_outage())}
    assert (found["web-b"].restarts, found["web-b"].restarted_s) == (1, 100.0)
    assert found["web-a"].restarted_s is None
    gone = Records(pods=[pod("web-a", deleted_s=5.0)], running=[running("web-a", 0, 5)])
    assert pod_statuses(gone) == []
