"""Events as objects: one that happens again is updated, and an hour after that it is forgotten."""

import pytest

from imagesim.rules.api.names import ObjectName
from tests.engine.api.api_worlds import Api

POD, WEB, NODE = ObjectName("Pod", "shop", "a"), ObjectName("Deployment", "shop", "web"), ObjectName("Node", "", "n")


@pytest.fixture
def api() -> Api:
    return Api()


def test_an_event_that_happens_again_is_the_same_object_with_a_higher_version(api):
    events = api.api.events
    events.record(POD, "Normal", "Pulling", 'Pulling image "app"')
    (first,) = events.list()
    events.record(WEB, "Normal", "ScalingReplicaSet", "up")
    api.env.run(until=30)
    events.record(POD, "Normal", "Pulling", 'Pulling image "app"', 2)
    _, again = events.list()
    assert (first.object_name, first.uid) == (again.object_name, again.uid)
    assert (again.first_s, again.last_s, again.times) == (0, 30, 2)
    assert (first.resource_version, again.resource_version) == (1, 3)


def test_an_event_is_forgotten_an_hour_after_its_last_update(api):
    events = api.api.events
    for name in ("a", "b"):
        events.record(ObjectName("Pod", "shop", name), "Normal", "Pulling", "x")
    api.env.run(until=1000)
    events.record(POD, "Normal", "Pulling", "x", 2)
    api.env.run(until=3599)
    assert [event.object.name for event in events.list()] == ["b", "a"]
    api.env.run(until=3601)
    assert [event.object.name for event in events.list()] == ["a"]
    api.env.run(until=4600)
    assert events.list() == []


def test_no_two_events_have_one_name(api):
    for message in ("x", "y", "z"):
        api.api.events.record(POD, "Normal", "Pulling", message)
    names = [str(event.object_name) for event in api.api.events.list()]
    assert len(set(names)) == 3
    assert all(name.startswith("Event/shop/a.") for name in names)


def test_who_told_it_and_in_which_namespace_it_is(api):
    events = api.api.events
    events.record(POD, "Normal", "Scheduled", "x")
    events.record(POD, "Normal", "Pulled", "x")
    events.record(WEB, "Normal", "ScalingReplicaSet", "x")
    events.record(NODE, "Normal", "NodeHasDiskPressure", "x")
    assert [event.source for event in events.list()] == [
        "default-scheduler", "kubelet", "deployment-controller", "kubelet",
    ]  # fmt: skip
    assert events.list("default") == events.list()[-1:]


def test_containers_whose_events_read_alike_have_events_of_their_own(api):
    rows = api.api.events.rows
    for time, container, count in ((0.0, "a", 1), (1.0, "b", 1), (2.0, "a", 2), (3.0, "b", 2)):
        rows.add(time, POD, ("Normal", "Pulling", "x"), count, f"spec.containers{{{container}}}")
    api.env.run(until=5)
    seen = [(event.field_path, event.first_s, event.last_s, event.times) for event in api.api.events.list()]
    assert seen == [("spec.containers{a}", 0, 2, 2), ("spec.containers{b}", 1, 3, 2)]


def test_events_that_are_combined_are_one_that_says_what_came_last(api):
    rows = api.api.events.rows
    for count, address in enumerate(("10.0.0.1", "10.0.0.2", "10.0.0.3"), start=1):
        rows.add(float(count), POD, ("Warning", "Failed", f"(combined from similar events): dial {address}"), count)
    api.env.run(until=5)
    (event,) = api.api.events.list()
    assert (event.first_s, event.last_s, event.times) == (1, 3, 3)
    assert event.message == "(combined from similar events): dial 10.0.0.3"
