"""What manifests of well-known projects ask for, in our own words: in the default world every pod of a modelled kind is
Ready, and what is missing is said."""

from collections.abc import Mapping
from typing import Any

import pytest

from imagesim.results.expectations import parse_expectation
from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load

Document = Mapping[str, Any]
LINUX = {"kubernetes.io/os": "linux"}
OLD_LINUX = {"beta.kubernetes.io/os": "linux"}


def controlled(kind: str, name: str, pod: Document, **spec: Any) -> Document:
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": pod}
    metadata = {"name": name, "namespace": "tools"}
    whole = {"selector": {"matchLabels": labels}, "template": template, **spec}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": whole}


def running(*images: str, **more: Any) -> Document:
    return {"containers": [{"name": f"c{place}", "image": image} for place, image in enumerate(images)], **more}


def required(*terms: list[dict[str, Any]]) -> Document:
    selector = {"nodeSelectorTerms": [{"matchExpressions": term} for term in terms]}
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": selector}}


ARCH = {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64", "arm64"]}
NO_EDGE = {"key": "node-role.example/edge", "operator": "DoesNotExist"}

# A continuous delivery tool: Deployments and a StatefulSet, all held to Linux.
DELIVERY = (
    controlled("Deployment", "server", running("quay.example/cd/cd:v3", nodeSelector=LINUX)),
    controlled("StatefulSet", "controller", running("quay.example/cd/cd:v3", nodeSelector=LINUX), replicas=1),
)
# A certificate manager: the label's old name.
CERTIFICATES = (controlled("Deployment", "webhook", running("quay.example/cm/hook:v1", nodeSelector=OLD_LINUX)),)
# An ingress controller: a digest beside a tag, Jobs that make its certificates.
INGRESS = (
    controlled("Deployment", "ingress", running("r.example/in:v1@sha256:" + "1" * 64, nodeSelector=LINUX)),
    {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "certificates", "namespace": "tools"},
        "spec": {"template": {"spec": running("r.example/certgen:v1", nodeSelector=LINUX, restartPolicy="OnFailure")}},
    },
)
# A monitoring stack: several containers, custom resources of an operator, an exporter on each node.
MONITORING = (
    controlled(
        "Deployment", "state", running("r.example/ksm:v2", "r.example/proxy:v1", nodeSelector=LINUX), replicas=2
    ),
    controlled("DaemonSet", "exporter", running("r.example/exporter:v1", nodeSelector=LINUX, hostNetwork=True)),
    {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": "k8s", "namespace": "tools"},
        "spec": {"image": "r.example/prometheus:v3", "replicas": 2},
    },
)
# A network: a controller held to some platforms, agents for Linux and for Windows.
NETWORK = (
    controlled("Deployment", "network", running("r.example/net:v3", affinity=required([ARCH, NO_EDGE]))),
    controlled("DaemonSet", "agent", running("r.example/agent:v3", nodeSelector=LINUX)),
    controlled(
        "DaemonSet", "agent-windows", running("r.example/agent:w", nodeSelector={"kubernetes.io/os": "windows"})
    ),
)


@pytest.mark.parametrize(
    ("documents", "ready", "missing"),
    [
        (DELIVERY, 2, []),
        (CERTIFICATES, 1, []),
        (INGRESS, 1, []),
        (
            MONITORING,
            5,
            [
                "Prometheus/tools/k8s: 2 pods are missing (replicas: 2): r.example/prometheus:v3",
            ],
        ),
        (
            NETWORK,
            4,
            [],
        ),
    ],
)
def test_every_pod_of_a_modelled_kind_is_ready_and_the_others_are_named(
    documents: tuple[Document, ...], ready: int, missing: list[str]
) -> None:
    result = simulate(load(*documents))
    found = result.summary()["pods"]
    completed = found["by_status"].get("Completed", 0)
    assert (found["ready"], found["total"] - completed, found["absent"]) == (ready, ready, 0)
    assert parse_expectation("not ready == 0").of(result.records, ()).met
    assert [each.text for each in result.scenario.missing_pods] == missing


def green(result: Result, text: str) -> str:
    return str(parse_expectation(text).of(result.records, result.scenario.missing_pods))


@pytest.mark.parametrize("kind", ["CloneSet", "Rollout"])
def test_with_kinds_that_are_not_modelled_alone_nothing_is_green(kind: str) -> None:
    result = simulate(load(controlled(kind, "agent", running("r.example/agent:v3"))))
    assert green(result, "not ready == 0").startswith("not met: not ready == 0 (measured: there was no pod; without ")
    assert green(result, "ready by 5m").startswith("not met: ready by 5m (measured: there was no pod; without ")


def test_a_node_of_another_platform_is_asked_by_its_labels() -> None:
    pool = {
        "apiVersion": "imagesim/v1",
        "kind": "NodePool",
        "metadata": {"name": "arm"},
        "spec": {"count": 2, "platform": "linux/arm64"},
    }
    held = controlled("Deployment", "web", running("r.example/web:v1", nodeSelector={"kubernetes.io/arch": "amd64"}))
    free = controlled("Deployment", "api", running("r.example/api:v1", affinity=required([ARCH])))
    result = simulate(load(held, free, pool))
    assert {pod.workload.name: bool(pod.node) for pod in result.records.pods if pod.workload} == {
        "web": False,
        "api": True,
    }
    told = {event.message for event in result.records.events if event.reason == "FailedScheduling"}
    (message,) = told
    assert message == (
        "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, "
        "preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."
    )
