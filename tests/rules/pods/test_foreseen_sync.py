import pytest

from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.client_go.backoff import Backoff
from imagesim.rules.credentials.service_account import PodIdentity
from imagesim.rules.pods.actions import ContainerState
from imagesim.rules.pods.foreseen_sync import ForeseenImage, Foresight
from imagesim.rules.versions import kubernetes

POD = PodIdentity(namespace="ns", name="p", uid="uid")
ONE, TWO = (
    Container(name=name, image=image, image_pull_policy="Always") for name, image in (("one", "a"), ("two", "b"))
)
SPEC = PodSpec(containers=(ONE, TWO))
SAID = ("Normal", "BackOff", "says so")


def waits(until=100.0):
    return lambda container: ForeseenImage("ImagePullBackOff", container.image, (SAID,), until)


def foreseen(image, *, spec=SPEC, states=None, now=10.0, version="1.34", has_sandbox=True, crashed=()):
    backoff = Backoff(10, 300)
    for key in crashed:
        backoff.next(key, 0)
    behaviour = kubernetes(version)
    foresight = Foresight(behaviour, backoff)
    return foresight.foresee(POD, spec, states or {}, now, has_sandbox=has_sandbox, image=image)


def test_a_pod_whose_images_all_wait_does_the_same_until_the_first_may_be_pulled():
    sync = foreseen(lambda container: waits(50.0 if container is TWO else 70.0)(container))
    assert [result.error for result in sync.results if result.error] == ["ImagePullBackOff"] * 2
    assert [(event[1], path) for event, path in sync.events] == [
        ("BackOff", "spec.containers{one}"),
        ("Failed", "spec.containers{one}"),
        ("BackOff", "spec.containers{two}"),
        ("Failed", "spec.containers{two}"),
    ]
    assert sync.since == 10
    assert sync.until == pytest.approx(50)
    assert sync.until < 50


@pytest.mark.parametrize(
    "different",
    [
        {"image": lambda container: None},
        {"image": lambda container: None if container is TWO else waits()(container)},
        {"image": waits(10.0)},
        {"image": waits(), "has_sandbox": False},
        {"image": waits(), "states": {name: ContainerState(name[0], 0.0) for name in ("one", "two")}},
    ],
    ids=["a pull", "a pull of one", "too late", "no sandbox", "a container of another image runs"],
)
def test_a_sync_that_may_do_more_is_not_foreseen(different):
    assert foreseen(**different) is None


def test_a_crashed_container_waits_until_its_own_back_off_ends_or_is_swept():
    ended = {"one": ContainerState("a", 1.0, finished_s=5.0, exit_code=1)}
    spec = PodSpec(containers=(ONE,))
    sync = foreseen(waits(), spec=spec, states=ended, crashed=["uid_one_a"])
    assert sync.results[-1].error == "CrashLoopBackOff"
    assert sync.until == pytest.approx(15)
    assert foreseen(waits(), spec=spec, states=ended, crashed=["uid_one_a"], now=15.0) is None


def test_it_is_not_foreseen_where_the_end_of_that_decides_about_the_next_sync():
    ended = {"one": ContainerState("a", 1.0, finished_s=5.0, exit_code=1)}
    assert foreseen(waits(), states=ended, crashed=["uid_one_a"], version="1.35") is None


def test_asking_changes_no_back_off():
    backoff = Backoff(10, 300)
    ended = {"one": ContainerState("a", 1.0, finished_s=5.0, exit_code=1)}
    foresight = Foresight(kubernetes("1.34"), backoff)
    for _ in range(2):
        assert foresight.foresee(POD, SPEC, ended, 9.0, has_sandbox=True, image=waits()) is None
    assert backoff.get("uid_one_a") == 0


def test_what_was_found_out_for_one_pod_holds_for_its_mates_until_they_hear_something_else():
    foresight = Foresight(kubernetes("1.36"), Backoff(10, 300))
    mate = PodIdentity(namespace="ns", name="q", uid="other")
    first = foresight.foresee(POD, SPEC, {}, 10.0, has_sandbox=True, image=waits(50.0))
    second = foresight.foresee(mate, SPEC, {}, 20.0, has_sandbox=True, image=waits(70.0))
    assert second == first._replace(since=20.0, until=second.until)
    assert second.until == pytest.approx(70)
    other = foresight.foresee(
        mate, SPEC, {}, 20.0, has_sandbox=True, image=lambda _: ForeseenImage("ErrImageNeverPull", "", (), 70.0)
    )
    assert [result.error for result in other.results] == ["ErrImageNeverPull"] * 2
    assert foresight.foresee(mate, SPEC, {}, 80.0, has_sandbox=True, image=waits(70.0)) is None
