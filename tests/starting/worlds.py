"""Small clusters in which something is under way at the time of the dump."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
HOST, IMAGE = "registry.example", "registry.example/shop/web"
NEW = "web-b"


@dataclass(frozen=True, kw_only=True)
class World:
    """A run of `duration_s` that is dumped at `dump_s`.

    `later` are the events of the timeline after the dump, at times from the beginning; `during` those that are under
    way then, as they stand at the dump. `tags` is what the tags of the registry are at the dump.
    """

    name: str
    manifest: Document
    before: list[Document]
    during: list[Document] = field(default_factory=list)
    later: list[Document] = field(default_factory=list)
    tags: Mapping[str, str] = field(default_factory=lambda: {"v1": "web-a", "v2": NEW})
    nodes: int = 4
    dump_s: int = 420
    duration_s: int = 1800
    pool: Mapping[str, Any] = field(default_factory=dict)

    def original(self) -> list[Document]:
        """The whole run."""
        pool = {"count": self.nodes, **self.pool}
        return [
            _simulation(self.duration_s),
            *_registry({"v1": "web-a", "v2": NEW}),
            _world("NodePool", "workers", pool),
            _world("Timeline", "events", {"events": [*self.before, *self.later]}),
            self.manifest,
        ]

    def rest(self, dump: list[Document]) -> list[Document]:
        """What is left of it from the dump on, with the *dump* in the place of what was there."""
        later = [{**event, "at": f"{int(event['at'].removesuffix('s')) - self.dump_s}s"} for event in self.later]
        start = f"2000-01-01T00:{self.dump_s // 60:02}:{self.dump_s % 60:02}Z"
        names = [each["metadata"]["name"] for each in dump if each["kind"] == "Node"]
        return [
            _simulation(self.duration_s - self.dump_s, start),
            *_registry(self.tags),
            _world("NodePool", "workers", {"nodes": names, **self.pool}),
            _world("Timeline", "events", {"events": [*self.during, *later]}),
            {"apiVersion": "v1", "kind": "List", "items": dump},
        ]


def _world(kind: str, name: str, spec: Mapping[str, Any]) -> Document:
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": dict(spec)}


def _simulation(duration_s: int, start: str = "2000-01-01T00:00:00Z") -> Document:
    spec = {"duration": f"{duration_s}s", "start": start, "kubernetesVersion": "1.36", "containerdVersion": "2.3"}
    return _world("Simulation", "starting", spec)


def _registry(tags: Mapping[str, str]) -> list[Document]:
    layers = [{"size": "30Mi", "digest": "base"}]
    held = {"tags": dict(tags), "images": ["web-a", NEW]}
    return [
        _world("Image", "web-a", {"layers": [*layers, {"size": "12Mi"}]}),
        _world("Image", NEW, {"layers": [*layers, {"size": "14Mi"}]}),
        _world("Registry", HOST, {"latency": "20ms", "repositories": {"shop/web": held}}),
    ]


def _workload(kind: str, spec: Document, *, policy: str = "IfNotPresent", notes: Document | None = None) -> Document:
    container = {"name": "web", "image": f"{IMAGE}:v1", "imagePullPolicy": policy}
    job = kind == "Job"
    template: Document = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}
    if notes:
        template["metadata"] = {**template["metadata"], "annotations": notes}
    if job:
        template["spec"]["restartPolicy"] = "Never"
    selector: Document = {} if job else {"selector": {"matchLabels": {"app": "web"}}}
    version = "batch/v1" if job else "apps/v1"
    if kind == "StatefulSet":
        selector["serviceName"] = "web"
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {**spec, **selector, "template": template},
    }


def _outage(at_s: int, ends_s: int, **how: object) -> Document:
    return {"at": f"{at_s}s", "outage": {"registry": HOST, "for": f"{ends_s - at_s}s", **how}}


def _set_image(at_s: int, kind: str) -> Document:
    return {"at": f"{at_s}s", "setImage": {"workload": f"{kind}/shop/web", "image": f"{IMAGE}:v2"}}


def _in_an_outage(name: str, kind: str, spec: Document, change: Document | None) -> World:
    """An image is to be rolled out while the registry is away; or the workload comes while it is."""
    began, ends = 60, 640
    first = [] if change is None else [change]
    return World(
        name=name,
        manifest=_workload(kind, spec),
        before=[_outage(0 if change is None else began, ends), *first],
        during=[_outage(0, ends - 420)],
    )


def _roll_out() -> World:
    slow = {"network": "2Mbit/s", "kubelet": {"serializeImagePulls": False}}
    return World(
        name="roll-out",
        manifest=_workload("Deployment", {"replicas": 8}),
        before=[_set_image(300, "Deployment")],
        dump_s=330,
        pool=slow,
    )


def _moved_tag() -> World:
    push = {"at": "120s", "push": {"image": f"{IMAGE}:v1", "to": NEW}}
    return World(
        name="moved-tag",
        manifest=_workload("Deployment", {"replicas": 4}, policy="Always"),
        before=[push, {"at": "240s", "restart": {"target": "Deployment/shop/web", "pods": 2}}],
        later=[{"at": "600s", "restart": {"target": "Deployment/shop/web", "over": "480s"}}],
        tags={"v1": NEW, "v2": NEW},
    )


def _long_outage() -> World:
    """Long enough that a kubelet sends few of its events, and their counts say little."""
    return World(
        name="long outage",
        manifest=_workload("Deployment", {"replicas": 8}),
        before=[_outage(0, 1500)],
        during=[_outage(0, 300)],
        dump_s=1200,
        duration_s=2700,
    )


WORLDS: Mapping[str, Callable[[], World]] = {
    "outage": lambda: _in_an_outage("outage", "Deployment", {"replicas": 8}, None),
    "long outage": _long_outage,
    "roll-out in an outage": lambda: _in_an_outage(
        "roll-out in an outage", "Deployment", {"replicas": 6}, _set_image(150, "Deployment")
    ),
    "roll-out": _roll_out,
    "moved-tag": _moved_tag,
    "DaemonSet": lambda: _in_an_outage("DaemonSet", "DaemonSet", {}, _set_image(200, "DaemonSet")),
    "StatefulSet": lambda: _in_an_outage("StatefulSet", "StatefulSet", {"replicas": 3}, _set_image(200, "StatefulSet")),
    "Job": lambda: _in_an_outage("Job", "Job", {"completions": 4, "parallelism": 2}, None),
}
