"""READY, STATUS and RESTARTS of pods in many states, each as printPod of Kubernetes 1.32 decides it."""

import pytest

from imagesim.results.printers.pod import cells_of, print_pod
from imagesim.rules.calendar import Calendar
from tests.results.printers.pods import NOW, Document, ended, pod, running, waiting

READY = (("Ready", "True", ""),)
INITIALIZED = (("Initialized", "True", ""),)
GATED = (("PodScheduled", "False", "SchedulingGated"),)
ONE_MINUTE_AGO, FIVE_MINUTES_AGO = "2000-01-01T00:09:00Z", "2000-01-01T00:05:00Z"
MAIN = waiting("app", "PodInitializing")

STATES: dict[str, tuple[Document, tuple[str, str, str]]] = {
    "just created": (pod(), ("0/1", "Pending", "0")),
    "waits at a scheduling gate": (pod(conditions=GATED), ("0/1", "SchedulingGated", "0")),
    "being created": (pod(waiting("app", "ContainerCreating")), ("0/1", "ContainerCreating", "0")),
    "cannot pull": (pod(waiting("app", "ErrImagePull")), ("0/1", "ErrImagePull", "0")),
    "backs off": (pod(waiting("app", "ImagePullBackOff")), ("0/1", "ImagePullBackOff", "0")),
    "bad name": (pod(waiting("app", "InvalidImageName")), ("0/1", "InvalidImageName", "0")),
    "no config": (pod(waiting("app", "CreateContainerConfigError")), ("0/1", "CreateContainerConfigError", "0")),
    "runs": (pod(running("app"), phase="Running"), ("1/1", "Running", "0")),
    "runs, not ready": (pod(running("app", ready=False), phase="Running"), ("0/1", "Running", "0")),
    "restarted": (
        pod(running("app", restarts=3, ended=ONE_MINUTE_AGO), phase="Running"),
        ("1/1", "Running", "3 (60s ago)"),
    ),
    "restarted, nothing is known of when": (pod(running("app", restarts=3), phase="Running"), ("1/1", "Running", "3")),
    "crash loop": (
        pod(waiting("app", "CrashLoopBackOff", restarts=5, ended=FIVE_MINUTES_AGO), phase="Running"),
        ("0/1", "CrashLoopBackOff", "5 (5m ago)"),
    ),
    "completed": (pod(ended("app", reason="Completed"), phase="Succeeded"), ("0/1", "Completed", "0")),
    "failed": (pod(ended("app", 1, "Error"), phase="Failed"), ("0/1", "Error", "0")),
    "out of memory": (pod(ended("app", 137, "OOMKilled"), phase="Failed"), ("0/1", "OOMKilled", "0")),
    "ended by a signal": (pod(ended("app", 137, signal=9), phase="Failed"), ("0/1", "Signal:9", "0")),
    "ended without a reason": (pod(ended("app", 3), phase="Failed"), ("0/1", "ExitCode:3", "0")),
    "evicted": (pod(phase="Failed", reason="Evicted"), ("0/1", "Evicted", "0")),
    "evicted after it ran": (
        pod(ended("app", 137, "Error"), phase="Failed", reason="Evicted"),
        ("0/1", "Error", "0"),
    ),
    "of two that wait, the first is told": (
        pod(waiting("a", "ErrImagePull"), waiting("b", "ImagePullBackOff")),
        ("0/2", "ErrImagePull", "0"),
    ),
    "of three, the first that has a reason": (
        pod(running("a"), waiting("b", "ImagePullBackOff"), waiting("c", "ContainerCreating")),
        ("1/3", "ImagePullBackOff", "0"),
    ),
    "one crashed beside one that waits": (
        pod(ended("a", 1, "Error", restarts=1), waiting("b", "ErrImagePull"), phase="Pending"),
        ("0/2", "Error", "1"),
    ),
    "one done, one runs, not ready": (
        pod(ended("a", reason="Completed"), running("b"), phase="Running"),
        ("1/2", "NotReady", "0"),
    ),
    "one done, one runs, ready": (
        pod(ended("a", reason="Completed"), running("b"), phase="Running", conditions=READY),
        ("1/2", "Running", "0"),
    ),
    "init container runs": (pod(MAIN, init=(running("setup", ready=False),)), ("0/1", "Init:0/1", "0")),
    "init container waits for its turn": (
        pod(MAIN, init=(ended("a", reason="Completed"), waiting("b", "PodInitializing"))),
        ("0/1", "Init:1/2", "0"),
    ),
    "init container cannot pull": (
        pod(MAIN, init=(waiting("setup", "ImagePullBackOff"),)),
        ("0/1", "Init:ImagePullBackOff", "0"),
    ),
    "init container failed": (pod(MAIN, init=(ended("setup", 1, "Error"),)), ("0/1", "Init:Error", "0")),
    "init container killed": (pod(MAIN, init=(ended("setup", 137, signal=9),)), ("0/1", "Init:Signal:9", "0")),
    "init container ended without a reason": (pod(MAIN, init=(ended("setup", 2),)), ("0/1", "Init:ExitCode:2", "0")),
    "init container crashes": (
        pod(MAIN, init=(waiting("setup", "CrashLoopBackOff", restarts=2, ended=ONE_MINUTE_AGO),)),
        ("0/1", "Init:CrashLoopBackOff", "2 (60s ago)"),
    ),
    "initialized": (
        pod(waiting("app", "PodInitializing"), init=(ended("setup", reason="Completed", restarts=4),)),
        ("0/1", "PodInitializing", "0"),
    ),
    "sidecar up, container starts": (
        pod(
            waiting("app", "ContainerCreating"),
            init=(ended("setup", reason="Completed"), running("mesh")),
            sidecars=("mesh",),
        ),
        ("1/2", "ContainerCreating", "0"),
    ),
    "sidecar and container run": (
        pod(running("app"), init=(running("mesh", restarts=1),), sidecars=("mesh",), phase="Running"),
        ("2/2", "Running", "1"),
    ),
    "sidecar started, not ready": (
        pod(running("app"), init=(running("mesh", ready=False),), sidecars=("mesh",), phase="Running"),
        ("1/2", "Running", "0"),
    ),
    "sidecar cannot pull": (
        pod(MAIN, init=(waiting("mesh", "ErrImagePull"),), sidecars=("mesh",)),
        ("0/2", "Init:ErrImagePull", "0"),
    ),
    "sidecar crashes in a pod that runs": (
        pod(
            running("app"),
            init=(waiting("mesh", "CrashLoopBackOff", restarts=2),),
            sidecars=("mesh",),
            phase="Running",
            conditions=INITIALIZED,
        ),
        ("1/2", "Init:CrashLoopBackOff", "2"),
    ),
    "terminating": (pod(running("app"), phase="Running", deleted=True), ("1/1", "Terminating", "0")),
    "terminating while it backs off": (
        pod(waiting("app", "ImagePullBackOff"), deleted=True),
        ("0/1", "Terminating", "0"),
    ),
    "terminating, but it had ended": (
        pod(ended("app", reason="Completed"), phase="Succeeded", deleted=True),
        ("0/1", "Completed", "0"),
    ),
    "its node is lost": (
        pod(running("app"), phase="Running", deleted=True, reason="NodeLost"),
        ("1/1", "Unknown", "0"),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_what_kubectl_prints_of_a_pod(name: str) -> None:
    document, expected = STATES[name]
    cells = cells_of(document, Calendar())
    assert (f"{cells.ready}/{cells.total}", cells.status, cells.restarts_text(NOW)) == expected


def test_all_columns_of_a_pod() -> None:
    document = pod(running("app"), phase="Running")
    cells = ["web-0", "1/1", "Running", "0", "10m", "<none>", "<none>", "<none>", "<none>"]
    assert print_pod(document, NOW, Calendar()) == cells
    document["spec"]["nodeName"] = "node-1"
    document["status"]["podIPs"] = [{"ip": "10.0.0.7"}, {"ip": "fd00::7"}]
    assert print_pod(document, NOW, Calendar())[5:7] == ["10.0.0.7", "node-1"]
