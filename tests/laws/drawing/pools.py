"""Node pools: versions, pullers, disks, mirrors, logins of their own."""

import base64

from tests.laws.drawing.draw import Document, Draw, World, world_document
from tests.laws.drawing.registries import CACHE, PASSWORD, PEERS, REGISTRY, USER

_KUBERNETES = ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
_CONTAINERD = ("1.6", "1.7", "2.0", "2.1", "2.2", "2.3")
_SPEEDS = ("100Mbit/s", "1Gbit/s", "20MB/s")


def pools(world: World) -> list[Document]:
    """One pool or two, of a few nodes each."""
    documents = []
    for number in range(world.draw.randint(1, 2)):
        name = f"n{number}"
        world.pools[name] = world.draw.randint(1, 3)
        documents.append(world_document("NodePool", name, _pool(world, world.pools[name])))
    return documents


def _pool(world: World, count: int) -> Document:
    draw = world.draw
    kubernetes, containerd = draw.choice(_KUBERNETES), draw.choice(_CONTAINERD)
    spec: Document = {"count": count, "kubernetesVersion": kubernetes, "containerdVersion": containerd}
    spec |= draw.fields(0.5, network=_SPEEDS)
    spec |= draw.fields(0.1, platform=("linux/arm64", "windows/amd64"), labels=({"disk": "fast"},))
    if draw.chance(0.7):
        spec["kubelet"] = _kubelet(draw, kubernetes)
    if draw.chance(0.35):
        spec["containerd"] = _containerd(draw, containerd)
    if draw.chance(0.25):
        spec["pace"] = draw.fields(
            0.5, connection=("5MB/s", "30MB/s"), unpack=("20MB/s", "500MB/s"), perLayer=("0s", "1s"),
            beforeLayers=("0s",), finish=("0s", "2s"), resolve=("0s",),
        )  # fmt: skip
    if draw.chance(0.3):
        spec["disk"] = {"size": draw.choice(("400Mi", "1Gi", "3Gi")), **draw.fields(0.5, used=("100Mi", "350Mi"))}
    if draw.chance(0.3):
        spec["nat"] = draw.choice(({"name": "nat"}, {"name": "slow-nat", "bandwidth": "50MB/s"}))
    if draw.chance(0.25):
        spec["prepulled"] = draw.some(world.texts, 2, 1)
    if draw.chance(0.1):
        spec["pinned"] = draw.some(world.texts, 1, 1)
    if draw.chance(0.35):
        spec["hosts"] = _hosts(world)
    if world.private and draw.chance(0.5):
        spec["credentials"] = _credentials(draw)
    return spec


def _containerd(draw: Draw, version: str) -> Document:
    settings: Document = draw.fields(0.3, maxConcurrentDownloads=(1, 2, 10), discardUnpackedLayers=(True,))
    if version >= "1.7":
        settings |= draw.fields(0.4, imagePullProgressTimeout=("10s", "1m", "0s"))
    if version >= "2.1":
        settings |= draw.fields(0.2, useLocalImagePull=(True,))
    if version >= "2.2":
        settings["transfer"] = draw.fields(0.5, maxConcurrentDownloads=(1, 8), maxConcurrentUnpacks=(1, 4))
    return settings


def _kubelet(draw: Draw, version: str) -> Document:
    kubelet: Document = draw.fields(0.3, registryPullQPS=(0, 1, 5), registryBurst=(1, 2, 10))
    if draw.chance(0.5):
        kubelet["serializeImagePulls"] = False
        kubelet |= draw.fields(0.5, maxParallelImagePulls=(1, 2, 3))
    kubelet |= draw.fields(
        0.1, imageMaximumGCAge=("3m",), imageMinimumGCAge=("10s",), imageGCHighThresholdPercent=(50, 95),
        evictionPressureTransitionPeriod=("20s",),
    )  # fmt: skip
    if version >= "1.35":
        policies = ("NeverVerify", "NeverVerifyPreloadedImages", "AlwaysVerify")
        kubelet |= draw.fields(0.3, imagePullCredentialsVerificationPolicy=policies)
    if kubelet.get("imageGCHighThresholdPercent") == 50:
        kubelet["imageGCLowThresholdPercent"] = 30
    if draw.chance(0.1):
        kubelet["evictionHard"] = {"imagefs.available": draw.choice(("5%", "200Mi"))}
    return kubelet


def _hosts(world: World) -> Document:
    draw, mirrors = world.draw, []
    if CACHE in world.hosts and draw.chance(0.7):
        path = draw.choice(("", "", "/v2/hub", "/elsewhere"))
        mirrors.append({"host": f"{draw.choice(('http', 'https'))}://{CACHE}{path}", **_said_of_a_host(draw)})
    if draw.chance(0.4):
        mirrors.append({"host": f"http://{PEERS}", "peers": True})
    if draw.chance(0.3):
        mirrors.append({"host": "http://nobody.example", "capabilities": draw.some(("pull", "resolve"), 2, 1)})
    draw.shuffle(mirrors)
    hosts: Document = {"mirrors": mirrors}
    if draw.chance(0.2):
        hosts["server"] = _said_of_a_host(draw, override_path=False) or f"https://{REGISTRY}"
    return {draw.choice((REGISTRY, "_default")): hosts}


def _said_of_a_host(draw: Draw, *, override_path: bool = True) -> Document:
    login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    said = draw.fields(
        0.2, header=({"Authorization": f"Basic {login}"}, {"x": "1"}), skipVerify=(True,), dialTimeout=("2s",)
    )
    return said | ({"overridePath": True} if override_path and draw.chance(0.5) else {})


def _credentials(draw: Draw) -> Document:
    login = {"username": USER, "password": draw.choice((PASSWORD, PASSWORD, "wrong"))}
    auth = {REGISTRY: login}
    kind = draw.randrange(3)
    if kind == 0:
        return {"config": {"auths": auth}}
    if kind == 1:
        return {"vendorHook": {"auth": auth, **draw.fields(0.4, **{"from": ("3m",)})}}
    provider = {
        "name": "p",
        "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
        "matchImages": [REGISTRY],
        "defaultCacheDuration": draw.choice(("0s", "1m")),
    }
    config = {
        "apiVersion": "kubelet.config.k8s.io/v1",
        "kind": "CredentialProviderConfig",
        "providers": [provider],
    }
    plugin = {"auth": auth, **draw.fields(0.4, takes=("2s", "70s"), validFor=("1m",), failsFrom=("4m",))}
    return {"providers": {"config": config, "plugins": {"p": plugin}}}
