"""Images, and the registries that hold them: limits, faults, logins, a cache in front of one."""

from tests.laws.drawing.draw import Document, Draw, World, world_document

REGISTRY, CACHE, PEERS = "r.example", "cache.example", "peers.example"
USER, PASSWORD = "alice", "right"
_SIZES = ("1Mi", "1Mi", "5Mi", "5Mi", "30Mi", "200Mi", "512", "0")
_SPEEDS = ("2MB/s", "10MB/s", "100Mbit/s", "1Gbit/s")
_TRANSPORTS = (
    "refused", "reset", "closed", "no-such-host", "dns-error", "dns-silent", "dial-silent", "tls-silent",
    "plain-http", "unknown-authority",
)  # fmt: skip

_PRESETS = ("docker-hub", "ghcr", "ecr", "harbor", "quay", "artifact-registry", "acr", "distribution")
_REFUSALS = (
    "not-found", "insufficient-scope", "bearer-challenge", "basic-challenge", "no-challenge", "denied",
    "token-unauthorized", "token-denied",
)  # fmt: skip
_STALE = ("serve", "serve-or-pass-on", "pass-on", "forget")


def images(world: World) -> list[Document]:
    """Some images, of a few layers each; some for several platforms, some broken."""
    documents = []
    for number in range(world.draw.randint(1, 3)):
        name = f"i{number}"
        world.images.append(name)
        documents.append(world_document("Image", name, _image(world, number)))
    return documents


def _image(world: World, number: int) -> Document:
    draw = world.draw
    digest = {"digest": f"sha256:{number + 1:064x}"} if draw.chance(0.3) else {}
    if draw.chance(0.2):
        platforms = draw.some(("linux/amd64", "linux/arm64", "windows/amd64"), 3, 1)
        return {"manifests": [{"platform": each, "layers": _layers(world)} for each in platforms], **digest}
    return {"layers": _layers(world), **digest}


def _layers(world: World) -> list[object]:
    draw, layers = world.draw, list[object]()
    for _ in range(draw.randint(1, 5)):
        size = draw.choice(_SIZES)
        if draw.chance(0.15):
            layers.append({"size": size, **draw.fields(0.4, unpacked=("0", "10Mi"), files=(1, 900))})
        elif draw.chance(0.05):
            layers.append({"size": size, "defect": draw.choice(("not-a-tar", "wrong-diff-id"))})
        elif draw.chance(0.1):
            shared = draw.choice(("base", "tools"))
            world.layers.add(shared)
            layers.append({"size": "30Mi" if shared == "base" else "4Mi", "digest": shared})
        else:
            layers.append(size)
    return layers


def registries(world: World) -> list[Document]:
    """The registry, now and then with a cache before it."""
    draw = world.draw
    documents = [world_document("Registry", REGISTRY, _registry(world))]
    world.hosts.append(REGISTRY)
    if draw.chance(0.25):
        spec = {
            "cache": {"of": REGISTRY, **draw.fields(0.5, tagTTL=("5s", "10m"), servesStale=(True, False))},
            **draw.fields(0.3, latency=("0ms", "5ms"), bandwidth=_SPEEDS, tls=(True, False), blobBandwidth=_SPEEDS),
        }
        if draw.chance(0.5):
            spec |= _as_a_product(draw, spec["cache"])
        if draw.chance(0.2):
            spec["faults"] = [_fault(world)]
        documents.append(world_document("Registry", CACHE, spec))
        world.hosts.append(CACHE)
    return documents


def _registry(world: World) -> Document:
    draw = world.draw
    repositories = {}
    for repository in draw.some(("app", "team/tool"), 2, 1):
        tags = {tag: draw.choice(world.images) for tag in draw.some(("v0", "v1", "latest"), 3, 1)}
        repositories[repository] = {"tags": tags}
        world.texts += [f"{REGISTRY}/{repository}:{tag}" for tag in tags]
    spec: Document = {"repositories": repositories}
    spec |= draw.fields(0.5, latency=("0ms", "0ms", "5ms", "1s"), bandwidth=_SPEEDS)
    spec |= draw.fields(
        0.15,
        blobBandwidth=_SPEEDS,
        connection=_SPEEDS,
        head=("not-allowed", "without-digest"),
        redirect=("blobs.example",),
    )
    if draw.chance(0.25):
        world.private = REGISTRY
        spec |= {"auth": draw.choice(("basic", "bearer")), "users": [{"name": USER, "password": PASSWORD}]}
        spec["access"] = [{"repository": draw.choice(("*", "app", "team/*")), "users": [USER]}]
        if spec["auth"] == "bearer" and draw.chance(0.5):
            spec["token"] = draw.fields(0.3, post=(401, 405, 500), get=(401, 503), lifetime=("2s", "1m"))
    elif draw.chance(0.1):
        spec |= draw.choice(({"auth": "bearer"}, {"preset": draw.choice(_PRESETS)}))
    if spec.get("auth") == "bearer" and draw.chance(0.3):
        spec["refusals"] = draw.fields(
            0.4, missing=_REFUSALS, missingWithLogin=_REFUSALS, private=_REFUSALS, project=(1,)
        )
    if draw.chance(0.2):
        spec["limits"] = [_limit(draw) for _ in range(draw.randint(1, 2))]
    if draw.chance(0.5):
        spec["faults"] = [_fault(world) for _ in range(draw.randint(1, 4))]
    return spec


def _as_a_product(draw: Draw, cache: Document) -> Document:
    """What a cache does with stale tags, of which *cache* is told, and what it is besides."""
    if cache.get("servesStale", True) and draw.chance(0.5):
        answers = dict.fromkeys(("notFound", "denied", "tooManyRequests", "error", "noAnswer"), _STALE)
        cache["stale"] = draw.fields(0.4, **answers)
    if draw.chance(0.3):
        cache["under"] = "hub"
    return {"preset": draw.choice(("harbor", "distribution"))} if draw.chance(0.5) else {}


def _limit(draw: Draw) -> Document:
    return {
        "amount": draw.choice((1, 5, 20)),
        "window": draw.choice(("1s", "1m", "10m")),
        **draw.fields(0.5, counts=("manifest-gets", "blob-gets", "requests"), per=("address", "registry")),
    }


def _fault(world: World) -> Document:
    draw = world.draw
    fault: Document = draw.fields(0.3, method=("GET", "HEAD"), nth=(1, 2, 5))
    if draw.chance(0.5):
        fault["object"] = draw.choice(
            ("manifests/*", "blobs/*", "token", *(f"blobs/{name}" for name in sorted(world.layers)))
        )
    if draw.chance(0.5):
        begin = draw.randrange(world.duration_s)
        fault |= {"from": f"{begin}s", "until": f"{begin + draw.choice((1, 30, 300))}s"}
    return fault | draw.choice(_EFFECTS)(draw)


_EFFECTS = (
    lambda draw: {"status": draw.choice((401, 403, 404, 429, 500, 503))},
    lambda draw: {"transport": draw.choice(_TRANSPORTS)},
    lambda draw: {"delay": draw.choice(("500ms", "12s", "45s"))},
    lambda draw: {"cutAt": draw.choice(("0", "2Mi"))},
    lambda draw: {"cutAt": "100", "nth": draw.choice((1, 3))},  # each time would be ten thousand times for a layer
    lambda draw: {"silent": True},
    lambda draw: {"silent": True, "cutAt": draw.choice(("100", "2Mi"))},
    lambda draw: {"corrupt": True},
    lambda draw: {"slow": draw.choice(("100kB/s", "1MB/s"))},
)
