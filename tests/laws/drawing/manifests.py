"""What runs: pods, Deployments, ReplicaSets and StatefulSets, and the Secrets that they pull with."""

import base64
import json

from tests.laws.drawing.draw import Document, Draw, Workload, World
from tests.laws.drawing.registries import PASSWORD, REGISTRY, USER

_STRANGE = (
    f"{REGISTRY}/app:gone", f"{REGISTRY}/none:v1", f"{REGISTRY}/App:v1", f"{REGISTRY}/app@sha256:{'0' * 64}",
    f"{REGISTRY}/app@sha256:{1:064x}", "docker.io/x/y:1", "nginx", "busybox:latest", "dead.invalid/a/b",
)  # fmt: skip


def secrets(world: World) -> list[Document]:
    """Pull secrets, right and wrong ones, and a ServiceAccount that has one."""
    draw, documents = world.draw, []
    for name in draw.some(("s0", "s1"), 2 if world.private else 1):
        world.secrets.append(name)
        documents.append(secret(draw, name))
    if world.secrets and draw.chance(0.3):
        documents.append(service_account(world))
    return documents


def secret(draw: Draw, name: str) -> Document:
    """A pull secret; now and then its password is wrong, or it is for another host."""
    login = {"username": USER, "password": draw.choice((PASSWORD, PASSWORD, "wrong"))}
    config = {"auths": {draw.choice((REGISTRY, REGISTRY, "other.example")): login}}
    text = base64.b64encode(json.dumps(config).encode()).decode()
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name},
        "type": "kubernetes.io/dockerconfigjson",
        "data": {".dockerconfigjson": text},
    }


def service_account(world: World) -> Document:
    """The ServiceAccount that pods have where they name none, with one of the pull secrets."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default"},
        "imagePullSecrets": [{"name": world.draw.choice([*world.secrets, "absent"])}],
    }


def pods(world: World) -> list[Document]:
    """Pods of their own."""
    documents = []
    for number in range(world.draw.choice((0, 0, 1, 2))):
        name = f"p{number}"
        world.pods.append(name)
        meta, spec = template(world, world.draw.choice(("Always", "OnFailure", "Never")))
        if world.draw.chance(0.1):
            spec["nodeName"] = world.draw.choice(world.nodes())
        documents.append({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, **meta}, "spec": spec})
    return documents


def workloads(world: World) -> list[Document]:
    """Deployments, now and then a ReplicaSet that stands alone, or a StatefulSet."""
    draw, documents = world.draw, []
    for number in range(draw.randint(1, 3)):
        kind = draw.choice(_WORKLOADS)
        name, labels = f"w{number}", {"a": f"w{number}"}
        meta, pod_spec = template(world, "Always")
        spec: Document = {
            "replicas": draw.randint(0, 5),
            "selector": {"matchLabels": dict(labels)},
            "template": {"metadata": {"labels": labels, **meta}, "spec": pod_spec},
            **draw.fields(0.15, minReadySeconds=(5, 30)),
        }
        if kind == "Deployment":
            spec |= draw.fields(0.15, progressDeadlineSeconds=(60, 300), revisionHistoryLimit=(0, 2), paused=(True,))
            if draw.chance(0.4):
                spec["strategy"] = _strategy(draw)
        if kind == "StatefulSet":
            spec |= draw.fields(0.3, podManagementPolicy=("Parallel",), revisionHistoryLimit=(0, 1), ordinals=_START)
            spec |= draw.fields(0.3, updateStrategy=_UPDATES)
        names = tuple(each["name"] for each in pod_spec["containers"])
        world.workloads.append(Workload(kind, name, names, rolls=kind != "ReplicaSet" and "paused" not in spec))
        documents.append({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": spec})
    return documents


_WORKLOADS = (*["Deployment"] * 6, "ReplicaSet", "StatefulSet")
_START = ({"start": 3},)
_UPDATES = ({"type": "OnDelete"}, {"rollingUpdate": {"partition": 1}})


def _strategy(draw: Draw) -> Document:
    if draw.chance(0.3):
        return {"type": "Recreate"}
    return {
        "rollingUpdate": draw.choice(({"maxSurge": "100%", "maxUnavailable": 0}, {"maxSurge": 0, "maxUnavailable": 2}))
    }


def image_text(world: World) -> str:
    """A name as people write it: mostly of something that a registry holds."""
    return world.draw.choice(_STRANGE if world.draw.chance(0.25) else world.texts)


def template(world: World, restart_policy: str) -> tuple[Document, Document]:
    """Metadata and spec of a pod."""
    draw = world.draw
    containers = [_container(world, name) for name in ("a", "b", "c")[: draw.choice((1, 1, 1, 2, 2, 3))]]
    spec: Document = {"containers": containers}
    names = [each["name"] for each in containers]
    if draw.chance(0.2):
        spec["initContainers"] = [_container(world, name) for name in ("i", "j")[: draw.randint(1, 2)]]
        if draw.chance(0.4):
            spec["initContainers"][0]["restartPolicy"] = "Always"
        names += [each["name"] for each in spec["initContainers"]]
    if restart_policy != "Always":
        spec["restartPolicy"] = restart_policy
    if draw.chance(0.08):
        spec["volumes"] = [{"name": "v", "image": {"reference": image_text(world)}}]
        containers[0]["volumeMounts"] = [{"name": "v", "mountPath": "/v"}]
    if draw.chance(0.5 if world.secrets else 0.02):
        spec["imagePullSecrets"] = [{"name": name} for name in draw.some([*world.secrets, "absent"], 2, 1)]
    if draw.chance(0.05):
        spec["nodeSelector"] = {"disk": "fast"}
    annotations = _run_times(draw, names)
    return ({"annotations": annotations} if annotations else {}), spec


def _container(world: World, name: str) -> Document:
    policy = world.draw.choice(("Always", "IfNotPresent", "Never", "", "", ""))
    return {"name": name, "image": image_text(world), **({"imagePullPolicy": policy} if policy else {})}


def _run_times(draw: Draw, names: list[str]) -> Document:
    """How long some containers run; half of them fail then."""
    annotations = {}
    for name in names:
        if draw.chance(0.12):
            annotations[f"imagesim/runs-for.{name}"] = draw.choice(("10ms", "1s", "5s", "90s"))
            if draw.chance(0.5):
                annotations[f"imagesim/exit-code.{name}"] = "3"
    return annotations
