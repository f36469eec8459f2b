"""Scenarios in which nodes come, go and fail, that once broke a law which was wrong. Smaller than they were drawn."""

import pytest

from imagesim.scenarios.loading import load
from tests.laws.checking import broken_laws, finished
from tests.laws.drawing.draw import Document, world_document

_IMAGE = "r.example/app:latest"


def _world(duration: str, *events: Document) -> list[Document]:
    return [
        world_document("Image", "i", {"layers": []}),
        world_document("Registry", "r.example", {"repositories": {"app": {"tags": {"latest": "i"}}}}),
        world_document("NodePool", "n", {}),
        world_document("Simulation", "s", {"duration": duration, "seed": 3}),
        world_document("Timeline", "t", {"events": list(events)}),
    ]


def _daemon_set() -> Document:
    template = {"metadata": {"labels": {"a": "w"}}, "spec": {"containers": [{"name": "a", "image": _IMAGE}]}}
    spec = {"selector": {"matchLabels": {"a": "w"}}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "w"}, "spec": spec}


@pytest.mark.parametrize("goes", ["removeNode", "replaceNode"])
def test_a_pod_of_a_daemon_set_stays_on_a_node_that_went_while_it_was_off_until_it_is_collected(goes: str) -> None:
    """No controller deletes it: the pod garbage collector does, after it has waited for the node for 40 s."""
    events = [{"at": "100s", "crashNode": {"node": "n-0"}}, {"at": "110s", goes: {"node": "n-0"}}]
    for duration, stays in (("149s", True), ("172s", False)):
        documents = [*_world(duration, *events), _daemon_set()]
        pods = [row for row in finished(load(*documents)).records.pods if row.node == "n-0"]
        assert [row.deleted_s is None for row in pods] == [stays]
        assert broken_laws(documents) == []


def test_a_kubelet_that_starts_asks_a_container_that_hangs_as_often_as_if_nobody_had() -> None:
    probed = {"name": "a", "image": _IMAGE, "imagePullPolicy": "Never", "livenessProbe": {"httpGet": {"port": 80}}}
    pod = {"metadata": {"name": "p", "annotations": {"imagesim/live-for.a": "40s"}}, "spec": {"containers": [probed]}}
    restarts = [{"at": f"{at}s", "restartKubelet": {"node": "n-0", "takes": "5s"}} for at in (50, 65, 80, 95)]
    documents = [*_world("300s", *restarts), {"apiVersion": "v1", "kind": "Pod", **pod}]
    documents[2]["spec"]["prepulled"] = [_IMAGE]
    first = finished(load(*documents)).records.running[0]
    assert first.started_s < 5
    assert first.ended_s is not None
    assert first.ended_s > 100 + 2 * 10
    assert broken_laws(documents) == []


def test_a_pod_that_its_node_refused_is_collected_too_when_the_node_goes_while_it_is_off() -> None:
    """gcOrphaned asks for all pods of nodes that are gone, those included that have ended."""
    events = [{"at": "100s", "crashNode": {"node": "n-0"}}, {"at": "110s", "removeNode": {"node": "n-0"}}]
    spec = {"nodeName": "n-0", "nodeSelector": {"no": "node"}, "containers": [{"name": "a", "image": _IMAGE}]}
    for duration, stays in (("149s", True), ("172s", False)):
        documents = [
            *_world(duration, *events),
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec},
        ]
        (pod,) = finished(load(*documents)).records.pods
        assert (pod.phase, pod.deleted_s is None) == ("Failed", stays)
        assert broken_laws(documents) == []


def test_a_pod_that_is_deleted_goes_when_the_runtime_gives_up_its_sandbox() -> None:
    """Its sandbox image comes no further, and RunPodSandbox takes its time."""
    documents = [*_world("200s", {"at": "50s", "delete": {"target": "Pod/p"}}), _pod()]
    documents[0]["spec"] = {"layers": ["5Mi"]}
    documents[1]["spec"]["faults"] = [{"silent": True, "cutAt": "2Mi"}]
    documents[2]["spec"]["sandboxImage"] = {"image": _IMAGE, "present": False}
    (pod,) = finished(load(*documents)).records.pods
    assert pod.deleted_s is None
    assert broken_laws(documents) == []


def _pod() -> Document:
    spec = {"containers": [{"name": "a", "image": _IMAGE}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}
