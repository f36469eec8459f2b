"""Clusters whose speeds are known: a YAML of nodes, a registry and pods that pull alone and together."""

import json
from typing import Any, NamedTuple

MB = 10**6
HOST = "registry.example"


class Pod(NamedTuple):
    """At *at_s* a pod on node *node* wants *image*."""

    at_s: float
    node: int
    image: str


def cluster(
    pods: list[Pod],
    images: dict[str, list[int]],
    *,
    nodes: int,
    pool: dict[str, Any],
    registry: dict[str, Any],
    version: str = "1.36",
    unpacked: float = 1.0,
) -> str:
    """The documents of a run in which *pods* pull *images*, each of layers of so many bytes."""
    layers = {
        name: [{"size": size, "unpacked": int(size * unpacked), "files": 0} for size in sizes]
        for name, sizes in images.items()
    }
    repositories = {f"team/{name}": {"tags": {"v1": name}} for name in images}
    events = [
        {"at": f"{at}s", "apply": {"manifests": [_pod(place, pod) for place, pod in group]}}
        for at, group in _by_time(pods)
    ]
    duration = f"{max(pod.at_s for pod in pods) + 900}s"
    world: list[dict[str, Any]] = [
        _world("Simulation", "s", {"duration": duration, "kubernetesVersion": version}),
        _world("NodePool", "n", {"count": nodes, **pool}),
        _world("Registry", HOST, {"latency": "0s", "repositories": repositories, **registry}),
        *(_world("Image", name, {"layers": each}) for name, each in layers.items()),
        _world("Timeline", "t", {"events": events}),
    ]
    return "\n---\n".join(map(json.dumps, world))


def _by_time(pods: list[Pod]) -> list[tuple[float, list[tuple[int, Pod]]]]:
    found: dict[float, list[tuple[int, Pod]]] = {}
    for place, pod in enumerate(pods):
        found.setdefault(pod.at_s, []).append((place, pod))
    return sorted(found.items())


def _pod(place: int, pod: Pod) -> dict[str, Any]:
    image = f"{HOST}/team/{pod.image}:v1"
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": f"p{place}"},
        "spec": {"nodeName": f"n-{pod.node}", "containers": [{"name": "c", "image": image}]},
    }


def _world(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def pace(fixed_s: float, unpack: str = "unlimited") -> dict[str, Any]:
    """A pace of which all but unpacking is before the layers."""
    return {
        "beforeLayers": f"{fixed_s}s",
        "unpack": unpack,
        "perFile": "0s",
        "perLayer": "0s",
        "finish": "0s",
        "resolve": "0s",
    }


SIZES = {"small": 8 * MB, "middle": 90 * MB, "large": 700 * MB}


def one_layer() -> dict[str, list[int]]:
    """Three images of one layer each."""
    return {name: [size] for name, size in SIZES.items()}


def nine_layers() -> dict[str, list[int]]:
    """The same of nine layers each, the first of which is the largest."""
    return {name: [size // 3, *[size // 12] * 8] for name, size in SIZES.items()}


def alone_and_together(nodes: int, images: list[str], apart_s: float = 30.0) -> list[Pod]:
    """Each image on the last nodes one by one, then on all others at once."""
    pods, now = list[Pod](), 0.0
    for image in images:
        for node in range(nodes - 3, nodes):
            pods.append(Pod(now, node, image))
            now += apart_s
        pods += [Pod(now, node, image) for node in range(nodes - 3)]
        now += 6 * apart_s
    return pods
