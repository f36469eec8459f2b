"""Pods that have ended give way to others, ever more slowly where they fail."""

import simpy

from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.controllers.daemon_set.failed_pods import FailedPods
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import PodSpec

OWNER = ApiObject(ObjectName("DaemonSet", "default", "agent"))
REVISION = ApiObject(ObjectName("ControllerRevision", "default", "agent-1"))


def ended(name: str, phase: str) -> ApiPod:
    pod = ApiPod(ObjectName("Pod", "default", name), PodSpec(containers=()))
    pod.phase, pod.node = phase, "n0"
    return pod


def test_a_pod_that_fails_again_waits_twice_as_long_each_time() -> None:
    api = ApiServer(simpy.Environment())
    failed, pod = FailedPods(api.events), ended("a", "Failed")
    assert failed.to_delete(OWNER, REVISION, [pod], 10.0) == [pod]
    assert failed.again_at() is None
    assert failed.to_delete(OWNER, REVISION, [pod], 10.5) == []
    assert failed.again_at() == 11.5
    assert failed.to_delete(OWNER, REVISION, [pod], 11.5) == [pod]
    assert failed.to_delete(OWNER, REVISION, [pod], 13.0) == []
    assert next((event.reason, event.message) for event in api.events.rows) == (
        "FailedDaemonPod",
        "Found failed daemon pod default/a on node n0, will try to kill it",
    )


def test_one_that_succeeded_goes_at_once() -> None:
    api = ApiServer(simpy.Environment())
    pods = [ended("a", "Succeeded"), ended("b", "Succeeded")]
    assert FailedPods(api.events).to_delete(OWNER, REVISION, pods, 10.0) == pods
    assert {event.reason for event in api.events.rows} == {"SucceededDaemonPod"}
