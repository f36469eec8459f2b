"""A case becomes a scenario: content under digests, registries, one node."""

import hashlib
from collections.abc import Iterable
from typing import Any

from imagesim.rules.registry_access import Access, RegistryAccess
from imagesim.rules.secret_value import SecretValue
from imagesim.scenarios.node_runtime import HostConfiguration, MirrorHost, Pace
from imagesim.scenarios.registry_service import Fault, RegistryService, TokenServer
from imagesim.scenarios.scenario import Image, ImageManifest, Layer, NodePool, Registry, Scenario
from tests.wire.case import BadCase, Case, Json

LATENCY_S = 0.002
PACE = {"per_layer_s": 0.02, "before_layers_s": 0.05, "finish_s": 0.025, "resolve_s": 0.01}
"""The one set of parameters for all cases: what a pull costs on the machine where the pulls were watched."""
PRIVATE = "priv/*"
"""A registry with tokens guards these repositories; one with passwords guards all of its."""


def digest_of(id_: str) -> str:
    """The digest that stands for a case's name of a manifest or blob; a digest is its own."""
    if id_.startswith("sha256:") and len(id_) == 71:
        return id_
    return "sha256:" + hashlib.sha256(f"wire {id_}".encode()).hexdigest()


def scenario_of(case: Case) -> Scenario:
    """The scenario in which the case's steps are taken."""
    registries = tuple(_registry(value) for value in case.registries)
    mirrors = tuple(
        MirrorHost(host=value["host"], capabilities=tuple(value.get("capabilities") or ("resolve", "pull")), tls=False)
        for value in case.registries[1:]
    )
    node = case.node
    pool = NodePool(
        name="node",
        count=1,
        platform=node.get("platform") or "linux/amd64",
        kubernetes_version="1.36",
        containerd_version=case.version,
        pace=Pace(connection=node.get("bytes_per_s_per_stream"), unpack=node.get("unpack_bytes_per_s"), **PACE),
        hosts=(HostConfiguration(host=case.host, mirrors=mirrors),) if mirrors else (),
    )
    return Scenario(
        name=case.name,
        duration_s=1e9,
        kubernetes_version="1.36",
        containerd_version=case.version,
        default_image_size=0,
        default_latency_s=LATENCY_S,
        registries=registries,
        pools=(pool,),
    )


def images_of(registry: Json) -> dict[str, Image]:
    """The images of a registry by the case's names of their manifests."""
    manifests: Json = registry.get("manifests") or {}
    return {id_: _image(id_, value, registry) for id_, value in manifests.items()}


def _registry(value: Json) -> Registry:
    images = images_of(value)
    tags: dict[str, list[tuple[str, Image]]] = {}
    for name, id_ in (value.get("tags") or {}).items():
        repository, _, tag = name.removeprefix(f"{value['host']}/").rpartition(":")
        if id_ not in images:
            raise BadCase(f"the tag {name} points to {id_!r}, which is no manifest")
        tags.setdefault(repository, []).append((tag, images[id_]))
    auth = value.get("auth") or "none"
    users = tuple((name, SecretValue(password)) for name, password in (value.get("users") or {}).items())
    guarded = Access(repository="*" if auth == "basic" else PRIVATE, users=tuple(name for name, _ in users))
    return Registry(
        host=value["host"],
        latency_s=LATENCY_S,
        bandwidth=None,
        repositories=tuple((repository, tuple(held)) for repository, held in tags.items()),
        held=tuple((repository, tuple(images.values())) for repository in tags),
        access=RegistryAccess(auth=auth, users=users, access=() if auth == "none" else (guarded,)),
        service=RegistryService(
            tls=False,
            tokens=_tokens(value.get("token") or {}),
            faults=tuple(_faults(value.get("faults") or (), images)),
        ),
    )


def _tokens(value: Json) -> TokenServer:
    post, get = (None if value.get(method) in (None, 200) else value[method] for method in ("post", "get"))
    return TokenServer(post_status=post, get_status=get)


def _faults(values: Iterable[Json], images: dict[str, Image]) -> Iterable[Fault]:
    for value in values:
        fields: dict[str, Any] = {name: value[name] for name in ("nth", "status", "cut_at_bytes") if name in value}
        for object_ in _objects(value.get("object") or "", value.get("method"), images):
            yield Fault(
                method=value.get("method") or "",
                object=object_,
                delay_s=value.get("delay_s") or 0.0,
                silent=bool(value.get("silent")),
                message=_message(value.get("status")),
                **fields,
            )


def _objects(text: str, method: str | None, images: dict[str, Image]) -> list[str]:
    """What a fault's object names: `manifests/TAG`, `manifests/ID`, `blobs/ID`, `token`, or ID alone, for any kind.

    A manifest's name may be a tag too: a HEAD asks for the tag, a GET for the digest.
    """
    if not text or text.strip("/").endswith("token"):
        return [text and "token"]
    kind, _, name = text.rpartition("/")
    kind = kind.rpartition("/")[2]
    if "*" in name:
        return [f"{kind or '*'}/{name}"]
    by_digest = f"{kind or '*'}/{digest_of(name)}"
    if kind == "blobs":
        return [by_digest]
    if name not in images:
        return [by_digest] if name.startswith("sha256:") else [f"{kind}/{name}" if kind else by_digest]
    return [by_digest] if method == "GET" else [by_digest, f"manifests/{name}"]


def _message(status: int | None) -> str | None:
    """Registries explain these refusals in a JSON body with the standard text; the others are bare."""
    return "" if status in (401, 403, 429, 503) else None


def _image(id_: str, value: Json, registry: Json) -> Image:
    if "manifests" not in value:
        manifest = _manifest(id_, value, registry, value.get("platform") or "linux/amd64")
        return Image(name=id_, digest=manifest.digest, manifests=(manifest,))
    known: Json = registry.get("manifests") or {}
    children = tuple(
        _manifest(child["id"], known.get(child["id"]) or {"bytes": 0, "config": "none"}, registry, child["platform"])
        for child in value["manifests"]
    )
    return Image(name=id_, digest=digest_of(id_), manifests=children, index_size=value["bytes"])


def _manifest(id_: str, value: Json, registry: Json, platform: str) -> ImageManifest:
    blobs: Json = registry.get("blobs") or {}

    def size(blob: str, key: str = "bytes") -> int:
        if blob == "none":
            return 0
        if blob not in blobs:
            raise BadCase(f"the manifest {id_} names the blob {blob!r}, which is not there")
        own = blobs[blob]
        return int(own.get(key) or own["bytes"])

    layers = tuple(
        Layer(digest=digest_of(layer), size=size(layer), unpacked=size(layer, "raw_bytes"))
        for layer in value.get("layers") or ()
    )
    config = str(value["config"])
    return ImageManifest(
        platform=platform,
        digest=digest_of(id_),
        size=value["bytes"],
        config_digest=digest_of(config),
        config_size=size(config),
        layers=layers,
    )
