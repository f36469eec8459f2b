"""`kubectl describe`, kind by kind, line by line where the lines do not depend on chance."""

import re

import pytest

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.describe import describe
from imagesim.results.kubectl.get import Printout
from imagesim.results.kubectl.selecting import Chosen
from imagesim.results.result import simulate
from imagesim.rules.api.kinds import KINDS
from imagesim.scenarios.loading import load
from tests.results.kubectl.runs import END_S, every_kind


def told(*arguments: str) -> Printout:
    return describe(every_kind(), END_S, arguments, Chosen("shop"))


def text_of(*arguments: str) -> str:
    """What is printed, with names that chance made written as NAME."""
    return re.sub(r"\b(bad|web|once|old|agent)(-[0-9a-z]{8,10})?-[0-9a-z]{5}\b", r"\1-NAME", told(*arguments).text)


def test_a_pod_in_a_crash_loop() -> None:
    lines = text_of("pod", "crash").splitlines()
    assert lines[:9] == [
        "Name:             crash",
        "Namespace:        shop",
        "Service Account:  default",
        lines[3],
        "Start Time:       Sat, 01 Jan 2000 00:00:00 +0000",
        "Labels:           app=crash",
        "Annotations:      imagesim/exit-code.app: 3",
        "                  imagesim/runs-for.app: 1s",
        "Status:           Running",
    ]
    assert lines[3] in ("Node:             workers-0", "Node:             workers-1")
    assert lines[9:12] == ["Init Containers:", "  setup:", "    Image:          r.example/web:v1"]
    app = lines[lines.index("  app:") :]
    assert app[3:6] == ["    State:          Waiting", "      Reason:       CrashLoopBackOff",
                        "    Last State:     Terminated"]  # fmt: skip
    assert app[6:8] == ["      Reason:       Error", "      Exit Code:    3"]
    assert re.fullmatch(r"      Started:      Sat, 01 Jan 2000 00:0\d:\d\d \+0000", app[8])
    assert app[9].startswith("      Finished:     Sat, 01 Jan 2000 00:0")
    assert app[10:12] == ["    Ready:          False", "    Restart Count:  6"]
    assert "Events:" in lines
    assert lines[lines.index("Events:") + 1].split() == ["Type", "Reason", "Age", "From", "Message"]


def test_a_deployment() -> None:
    lines = text_of("deploy/web").splitlines()
    hash_ = every_kind().list_of(next(kind for kind in KINDS if kind.name == "ReplicaSet"))[1]["metadata"]["name"]
    assert lines == [
        "Name:                   web",
        "Namespace:              shop",
        "CreationTimestamp:      Sat, 01 Jan 2000 00:00:00 +0000",
        "Labels:                 team=blue",
        "Annotations:            deployment.kubernetes.io/revision: 1",
        "Selector:               app=web",
        "Replicas:               2 desired | 2 updated | 2 total | 2 available | 0 unavailable",
        "StrategyType:           RollingUpdate",
        "MinReadySeconds:        0",
        "RollingUpdateStrategy:  25% max unavailable, 25% max surge",
        "Pod Template:",
        "  Labels:           app=web",
        "  Service Account:  puller",
        "  Containers:",
        "   web:",
        "    Image:         r.example/web:v1",
        "  Node-Selectors:  <none>",
        "  Tolerations:     <none>",
        "Conditions:",
        "  Type           Status  Reason",
        "  ----           ------  ------",
        "  Available      True    MinimumReplicasAvailable",
        "  Progressing    True    NewReplicaSetAvailable",
        "OldReplicaSets:  <none>",
        f"NewReplicaSet:   {hash_} (2/2 replicas created)",
        "Events:",
        "  Type    Reason             Age   From                   Message",
        "  ----    ------             ----  ----                   -------",
        f"  Normal  ScalingReplicaSet  10m   deployment-controller  Scaled up replica set {hash_} from 0 to 2",
    ]


NOT_READY = "node.kubernetes.io/not-ready"
FULL = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "full"},
    "spec": {
        "tolerations": [
            {
                "key": "node.kubernetes.io/not-ready",
                "operator": "Exists",
                "effect": "NoExecute",
                "tolerationSeconds": 300,
            },
            {"operator": "Exists"},
            {"key": "k", "value": "v", "effect": "NoSchedule"},
        ],
        "volumes": [{"name": "data", "image": {"reference": "r.example/data:v1", "pullPolicy": "IfNotPresent"}}],
        "containers": [
            {
                "name": "app",
                "image": "r.example/app:v1",
                "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
                "volumeMounts": [{"name": "data", "mountPath": "/data"}],
                "readinessProbe": {"httpGet": {"port": 8080}, "initialDelaySeconds": 3},
                "livenessProbe": {"tcpSocket": {"port": 80}},
            }
        ],
    },
}


def test_requests_probes_volumes_and_tolerations() -> None:
    text = describe(ApiObjects(simulate(load(FULL)).records), 60.0, ["pod/full"], Chosen("default")).text
    counts = "#success=1 #failure=3"
    assert f"    Liveness:   tcp-socket :80 delay=0s timeout=1s period=10s {counts}\n" in text
    assert f"    Readiness:  http-get http://:8080 delay=3s timeout=1s period=10s {counts}\n" in text
    newest = describe(ApiObjects(simulate(load(FULL)).records), 60.0, ["pod/full"], Chosen("default"), "1.37").text
    assert " period=10s successThreshold=1 failureThreshold=3\n" in newest
    assert "    Requests:\n      cpu:      100m\n      memory:   64Mi\n" in text
    assert "    Mounts:\n      /data from data (rw)\n" in text
    assert "Volumes:\n  data:\n    Type:        Image (a container image or OCI artifact)\n" in text
    assert text[text.index("Tolerations:") : text.index("Events:")].splitlines() == [
        "Tolerations:     op=Exists",
        "                 k=v:NoSchedule",
        "                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s",
    ]


def test_ephemeral_containers_follow_the_others() -> None:
    debug = {"at": "10s", "debug": {"pod": "Pod/default/full", "image": "r.example/tools:v1"}}
    timeline = {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"}, "spec": {"events": [debug]}}
    objects = ApiObjects(simulate(load(FULL, timeline)).records)
    text = describe(objects, objects.records.end_s, ["pod/full"], Chosen("default")).text
    assert re.search(r"\nEphemeral Containers:\n  debugger-?\w*:\n    Image:          r.example/tools:v1\n", text)
    assert text.index("\nContainers:") < text.index("\nEphemeral Containers:") < text.index("\nConditions:")


def test_a_deployment_in_a_roll_out_has_old_sets() -> None:
    objects = ApiObjects(simulate(load("mistyped-tag")).records)
    text = describe(objects, 1800.0, ["deploy/web"], Chosen("shop")).text
    assert re.search(r"OldReplicaSets:  web-\w+ \(8/8 replicas created\)\nNewReplicaSet:   web-\w+ \(5/5 ", text)


@pytest.mark.parametrize(
    ("argument", "lines"),
    [
        ("rc/old", ["Selector:     app=old", "Replicas:     1 current / 1 desired",
                    "Pods Status:  1 Running / 0 Waiting / 0 Succeeded / 0 Failed"]),
        ("rs", ["Controlled By:  Deployment/bad", "Pods Status:    0 Running / 1 Waiting / 0 Succeeded / 0 Failed",
                "Pods Status:    2 Running / 0 Waiting / 0 Succeeded / 0 Failed"]),
        ("sts/db", ["CreationTimestamp:  Sat, 01 Jan 2000 00:00:00 +0000", "Replicas:           1 desired | 1 total",
                    "Update Strategy:    RollingUpdate", "  Partition:        0"]),
        ("ds/agent", ["Node-Selector:  kubernetes.io/os=linux", "Desired Number of Nodes Scheduled: 2",
                      "Number of Nodes Scheduled with Available Pods: 2", "Number of Nodes Misscheduled: 0",
                      "Pods Status:  2 Running / 0 Waiting / 0 Succeeded / 0 Failed"]),
        ("job/once", ["Parallelism:      1", "Completions:      1", "Completion Mode:  NonIndexed",
                      "Suspend:          false", "Backoff Limit:    6",
                      "Pods Statuses:    0 Active (0 Ready) / 1 Succeeded / 0 Failed",
                      "  Annotations:      imagesim/runs-for.once: 20s"]),
        ("cj/often", ["Schedule:                      */2 * * * *", "Concurrency Policy:            Allow",
                      "Suspend:                       False", "Starting Deadline Seconds:     <unset>",
                      "Last Schedule Time:  Sat, 01 Jan 2000 00:08:00 +0000", "Active Jobs:         <none>"]),
        ("no/workers-0", ["Roles:              <none>", "Taints:             <none>", "Unschedulable:      false",
                          "  Container Runtime Version:  containerd://2.3.4", "  Kubelet Version:            v1.36.0"]),
        ("secret/pull", ["", "Type:  kubernetes.io/dockerconfigjson", "", "Data", "===="]),
        ("sa/puller", ["Image pull secrets:  pull", "Mountable secrets:   <none>", "Tokens:              <none>"]),
        ("ns/shop", ["Labels:       kubernetes.io/metadata.name=shop", "Status:       Active", "", "No resource quota.",
                     "", "No LimitRange resource."]),
        ("controllerrevisions", ["API Version:  apps/v1", "Revision:                  1"]),
    ],
)  # fmt: skip
def test_the_lines_of_a_kind(argument: str, lines: list[str]) -> None:
    found = text_of(argument).splitlines()
    places = [found.index(line) for line in lines]
    assert places == sorted(places) or lines.count("") > 1
    assert found[0].startswith("Name: ")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_object_can_be_described(kind) -> None:
    for document in every_kind().list_of(kind, "shop" if kind.namespaced else None):
        name = document["metadata"]["name"]
        assert told(kind.plural, name).text.splitlines()[0].split() == ["Name:", name]


def test_a_secret_is_not_told_not_even_its_length() -> None:
    assert "canary" not in told("secret", "pull").text


def test_a_missing_secret_of_a_service_account_is_said() -> None:
    missing = load(*_with_account())
    objects = ApiObjects(simulate(missing).records)
    assert "Image pull secrets:  nowhere (not found)" in describe(objects, 60.0, ["sa/a"], Chosen("default")).text


def _with_account() -> list[dict[str, object]]:
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}}
    simulation = {
        "apiVersion": "imagesim/v1",
        "kind": "Simulation",
        "metadata": {"name": "s"},
        "spec": {"duration": "1m"},
    }
    return [{**account, "imagePullSecrets": [{"name": "nowhere"}]}, simulation]


def test_a_name_that_none_has_stands_for_all_that_begin_so() -> None:
    text = told("pods", "web").text
    assert text.count("Name:  ") == 2
    assert "\n\n\nName:" in text


def test_a_name_that_is_not_there() -> None:
    found = told("pods", "nope", "crash")
    assert found.beside == ('Error from server (NotFound): pods "nope" not found',)
    assert found.failed
    assert found.text.startswith("Name:             crash\n")


def test_nothing_to_describe() -> None:
    assert told("pdb") == Printout("", ("No resources found in shop namespace.",))  # type: ignore[arg-type]


def test_an_image_for_another_architecture_is_said_beside_the_text() -> None:
    objects = ApiObjects(simulate(load("many-architectures")).records)
    found = describe(objects, objects.records.end_s, ["pods"], Chosen(None))
    assert not found.failed
    assert [line for line in found.beside if "there is no image for it under the name" in line]
    assert not any(line in found.text for line in found.beside)
