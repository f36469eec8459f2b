"""From events, pods and nodes to pulls."""

import pytest

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.calibrating.reading import observations
from tests.studies.calibrating.events import event


def _read(*values):
    return observations([Document(value=value) for value in values])


def test_the_end_of_a_pull_is_known_to_the_nanosecond_from_the_events_name():
    one, two = _read(event("a", 10.25, 2.0, "n-0"), event("b", 10.75, 1.0, "n-1")).pulls
    assert two.started_s - one.started_s == pytest.approx(1.5)
    assert (one.took_s, one.waited_s, one.size, one.registry) == (pytest.approx(2.0), 0.0, 10**7, "docker.io")


def test_without_such_a_name_it_is_known_to_a_second_and_that_is_said():
    seen = _read(event("a", 10.25, 2.0, exact=False))
    assert seen.pulls[0].ended_s % 1 == pytest.approx(0.5)
    assert seen.notes[0] == "1 pull ended at a time that is known to a second alone."


def test_waiting_is_told_from_pulling():
    (pull,) = _read(event("a", 30, 2.0, waited_s=7.5)).pulls
    assert (pull.took_s, pull.waited_s) == (pytest.approx(2.0), pytest.approx(7.5))


def test_a_new_event_with_regarding_and_note_is_read_too():
    value = event("a", 10.25, 2.0)
    value["regarding"] = value.pop("involvedObject")
    value["note"] = value.pop("message")
    value["eventTime"] = "2025-11-24T16:00:10.250000Z"
    value["reportingInstance"] = "n-7"
    del value["source"], value["firstTimestamp"], value["lastTimestamp"]
    (pull,) = _read(value).pulls
    assert (pull.node, pull.ended_s % 60) == ("n-7", pytest.approx(10.25))


def test_pods_name_the_node_of_an_event_that_does_not():
    value = event("a", 10, 2.0)
    del value["source"]
    pod = {"kind": "Pod", "metadata": {"namespace": "d", "name": "p-n-0"}, "spec": {"nodeName": "n-5"}}
    assert _read(value, pod).pulls[0].node == "n-5"
    with pytest.raises(ScenarioError, match="no node is named, and its pod was not given: 1"):
        _read(value)


def test_nodes_say_their_kind_and_the_size_that_an_old_kubelet_does_not():
    node = {
        "kind": "Node",
        "metadata": {"name": "n-0", "labels": {"node.kubernetes.io/instance-type": "m5.large"}},
        "status": {
            "images": [{"names": ["docker.io/library/a:latest"], "sizeBytes": 77}],
            "nodeInfo": {"containerRuntimeVersion": "containerd://1.7.1"},
        },
    }
    seen = _read(event("a", 10, 2.0, size=None), node)
    assert (seen.pulls[0].size, seen.pulls[0].kind) == (77, "m5.large")
    assert seen.notes == ("The size of 1 pull is what a Node says of the image; the kubelet did not.",)


def test_a_runtime_that_counts_otherwise_is_said():
    node = {
        "kind": "Node",
        "metadata": {"name": "n"},
        "status": {"nodeInfo": {"containerRuntimeVersion": "docker://28"}},
    }
    assert any(
        "The nodes run docker, which may count sizes unpacked" in note for note in _read(event("a", 9, 2.0), node).notes
    )


def test_a_second_pull_of_what_the_node_has_moves_nothing():
    seen = _read(event("a", 10, 2.0), event("a", 20, 0.03), event("a", 10.5, 1.5), event("a", 10, 2.0, "n-1"))
    assert len(seen.pulls) == 2
    assert seen.present_s == (pytest.approx(0.03),)
    assert "Left out, 1 event: another pull on the same node was bringing that image." in seen.notes


def test_a_tag_that_has_another_size_is_another_image():
    assert len(_read(event("a", 10, 2.0), event("a", 20, 2.0, size=5)).pulls) == 2


def test_an_old_kubelets_time_beside_another_pull_is_left_out():
    old = 'Successfully pulled image "{}" in {}s'
    alone = event("c", 90, 3.0, message=old.format("c", 3) + ". Image size: 10 bytes.")
    both = [event(name, 10, 3.0, message=old.format(name, 3) + ". Image size: 10 bytes.") for name in "ab"]
    seen = _read(alone, *both)
    assert [pull.image for pull in seen.pulls] == ["docker.io/library/c:latest"]


def test_the_same_event_of_two_files_counts_once():
    assert len(_read(event("a", 10, 2.0), event("a", 10, 2.0)).pulls) == 1
    assert not any("another pull" in note for note in _read(event("a", 10, 2.0), event("a", 10, 2.0)).notes)


def test_events_without_a_pull_that_can_be_used_are_a_mistake_that_says_why():
    present = event("a", 10, 2.0, message='Container image "a" already present on machine')
    with pytest.raises(
        ScenarioError, match=r"no pull in 2 events can be used: the image was there.*: 1; no size: .*: 1"
    ):
        _read(present, event("b", 11, 2.0, size=None))
    with pytest.raises(ScenarioError, match="there is no Event in what was given; give what `kubectl get events"):
        _read({"kind": "Pod", "metadata": {"name": "p"}})


@pytest.mark.parametrize("odd", [None, 7, [], {"names": 3}, {"sizeBytes": "x"}])
def test_odd_values_are_passed_over(odd):
    value = event("a", 10, 2.0)
    node = {"kind": "Node", "metadata": {"name": "n-0", "labels": odd}, "status": {"images": [odd], "nodeInfo": odd}}
    assert len(_read(value, node, {"kind": "Event", "message": odd, "involvedObject": odd}).pulls) == 1
