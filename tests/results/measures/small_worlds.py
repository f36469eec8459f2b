"""Small worlds for measures, as documents: a registry, its images, one pool of nodes, workloads, a timeline."""

from collections.abc import Mapping, Sequence
from typing import Any

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load

HOST = "registry.example"
IMAGE = f"{HOST}/web:v1"
MI = 2**20
Document = dict[str, Any]


def document(kind: str, name: str, **spec: Any) -> Document:
    """A world document."""
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def registry(tags: Mapping[str, str], *, host: str = HOST, repository: str = "web", **spec: Any) -> Document:
    """A registry with one repository."""
    return document("Registry", host, host=host, repositories={repository: {"tags": dict(tags)}}, **spec)


def image(name: str, *layers: Any) -> Document:
    """An Image; a layer is a size or has fields."""
    return document("Image", name, layers=list(layers))


def pool(count: int, **spec: Any) -> Document:
    """The nodes `node-0`, `node-1`, ..."""
    return document("NodePool", "node", count=count, **spec)


def timeline(*events: tuple[str, str, Mapping[str, Any]]) -> Document:
    """Events, each as its time, its name and its fields."""
    return document("Timeline", "timeline", events=[{"at": at, name: dict(fields)} for at, name, fields in events])


def workload(name: str = "web", replicas: int = 1, *, kind: str = "Deployment", **spec: Any) -> Document:
    """A workload with one container; `container` are its fields besides name and image, `pod` those of the pod."""
    container = {"name": "web", "image": IMAGE, **spec.pop("container", {})}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container], **spec.pop("pod", {})}}
    counted = {} if kind == "DaemonSet" else {"replicas": replicas}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {**counted, "selector": {"matchLabels": {"app": name}}, "template": template, **spec},
    }


def ran(*documents: Document, duration: str = "10m", seed: int = 1) -> Records:
    """What a run of these documents wrote."""
    return run(load(document("Simulation", "small", duration=duration), *documents), seed)


def one(found: Sequence[Any]) -> Any:
    """The only one."""
    (only,) = found
    return only
