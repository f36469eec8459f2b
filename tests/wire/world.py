"""A case becomes a scenario: registries with their faults and users, one node with its pace and mirrors."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.registry.access import Access, RegistryAccess
from imagesim.scenarios.presets.nodes import NODES
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost, Pace
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, RegistryService, TokenServer
from imagesim.scenarios.values.scenario import Scenario
from tests.wire.case import BadCase, Case, Json
from tests.wire.content import Contents, digest_of

LATENCY_S = 0.002
_BUSY = replace(NODES["two-core-vm"].pace, unpack=300e6)
_QUIET = replace(_BUSY, unpack=375e6, per_layer_s=0.01, before_layers_s=0.03, finish_s=0.025)
PACES = {"quiet": _QUIET, "busy": _BUSY}
"""What a pull costs on the machine where the pulls were watched, quiet or while others worked on it, too.

One set of parameters for all cases of each. Quiet: of an image of 48 MB of random bytes there were (medians of seven
pulls by 1.6.20, 1.7.34 and 2.3.4) 0.024, 0.029 and 0.037 s between the config and the first layer, and 0.235, 0.167 and
0.211 s from the end of layer 0, which is the last to come, to the end of the pull: five layers at the rate at which
random bytes were unpacked there, 10 ms for each, and 25 ms at the end. Busy, as in the first recordings: what documents
have as their default, but for the unpack rate, which is of random bytes (60 ms for 10.5 MB, 40 ms for 5.2 MB, 20 ms for
next to nothing). There three seconds of waiting for one layer took 3.36 s in all with 1.6.20, and 3.22 s with 2.3.4.
"""
PRIVATE = "priv/*"
"""A registry with tokens and without users guards these repositories."""


def scenario_of(case: Case) -> Scenario:
    """The scenario in which the case's steps are taken."""
    contents = Contents(case)
    registries = tuple(_registry(value, case, contents) for value in case.registries)
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
        pace=_pace(node),
        # As where the pulls were watched: a hosts.toml with server = "http://...".
        hosts=(HostConfiguration(host=case.host, mirrors=mirrors, server=MirrorHost(host=case.host, tls=False)),),
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


def _pace(node: Json) -> Pace:
    pace = PACES[node.get("machine") or "quiet"]
    unpack = node.get("unpack_bytes_per_s") or pace.unpack
    return replace(pace, connection=node.get("bytes_per_s_per_stream"), unpack=unpack)


def _registry(value: Json, case: Case, contents: Contents) -> Registry:
    images = {id_: contents.image(id_) for id_ in value.get("manifests") or {}}
    tags: dict[str, list[tuple[str, Image]]] = {}
    for name, id_ in (value.get("tags") or {}).items():
        if id_ not in images:
            raise BadCase(f"the tag {name} points to {id_!r}, which is no manifest")
        reference = ImageReference.parse(full_name(value["host"], name))
        tags.setdefault(reference.path, []).append((reference.effective_tag or "", images[id_]))
    repositories = dict.fromkeys([*tags, *_repositories(case)])
    return Registry(
        host=value["host"],
        latency_s=LATENCY_S,
        bandwidth=None,
        repositories=tuple((repository, tuple(held)) for repository, held in tags.items()),
        held=tuple((repository, tuple(images.values())) for repository in repositories),
        access=_access(value, case),
        service=RegistryService(
            tls=False,
            tokens=_tokens(value.get("token") or {}),
            faults=tuple(_faults(value.get("faults") or (), value, images)),
        ),
    )


def full_name(host: str, text: str) -> str:
    """The name with its registry, which may be left out; a digest may be one of the case's names."""
    first, slash, _ = text.partition("/")
    has_host = text.startswith(f"{host}/") or (slash and ("." in first or ":" in first or first == "localhost"))
    name = text if has_host else f"{host}/{text}"
    before, at, digest = name.partition("@")
    return f"{before}@{digest_of(digest)}" if at else name


def _repositories(case: Case) -> list[str]:
    """The repositories that the steps name: they hold each manifest by its digest, tags or none."""
    names = [step["pull"] for step in case.steps if "pull" in step]
    found = []
    for name in names:
        with suppress(InvalidImageName):
            found.append(ImageReference.parse(full_name(case.host, name)).path)
    return found


def _access(value: Json, case: Case) -> RegistryAccess:
    """Passwords guard all of a registry; tokens too where it has users, and else only what PRIVATE names.

    Where a registry with tokens says nothing of its users, its token server takes everybody.
    """
    auth = value.get("auth") or "none"
    if auth == "none":
        return RegistryAccess()
    users = tuple((name, _password(password)) for name, password in (value.get("users") or {}).items())
    everything = Access(repository="*", users=tuple(name for name, _ in users))
    if auth == "bearer" and not users:
        users = tuple((step["user"], None) for step in case.steps if step.get("user"))
        everything = Access(repository=PRIVATE, users=tuple(name for name, _ in users))
    return RegistryAccess(auth=auth, users=users, access=(everything,))


def _password(text: str | None) -> SecretValue | None:
    return None if text is None else SecretValue(text)


def _tokens(value: Json) -> TokenServer:
    post, get = (None if value.get(method) in (None, 200) else value[method] for method in ("post", "get"))
    return TokenServer(post_status=post, get_status=get)


def _faults(values: Iterable[Json], registry: Json, images: Mapping[str, Image]) -> Iterable[Fault]:
    for value in values:
        fields: dict[str, Any] = {name: value[name] for name in ("nth", "status", "cut_at_bytes") if name in value}
        for object_ in _objects(value.get("object") or "", value.get("method"), registry, images):
            yield Fault(
                method=(value.get("method") or "").upper(),
                object=object_,
                delay_s=value.get("delay_s") or 0.0,
                silent=bool(value.get("silent")),
                message=_message(value.get("status")),
                **fields,
            )


def _objects(text: str, method: str | None, registry: Json, images: Mapping[str, Image]) -> list[str]:
    """What a fault's object names: `manifests/TAG`, `manifests/ID`, `blobs/ID`, `token`, a kind, an ID or a tag alone.

    A manifest's name may be a tag too: a HEAD asks for the tag, a GET for the digest.
    """
    text = text.partition("?")[0].strip("/")
    if not text or text.endswith("token"):
        return [text and "token"]
    if text in (registry.get("tags") or {}):
        return [f"manifests/{text.rpartition(':')[2]}"]
    kind, _, name = text.rpartition("/")
    kind = kind.rpartition("/")[2]
    if name in ("manifests", "blobs"):
        return [f"{name}/*"]
    if "*" in name:
        return [f"{kind or '*'}/{name}"]
    by_digest = f"{kind or '*'}/{digest_of(name)}"
    if kind == "blobs" or name.startswith("sha256:") or (kind != "manifests" and name in (registry.get("blobs") or {})):
        return [by_digest]
    if name not in images:
        return [f"manifests/{name}"]
    return [by_digest] if method == "GET" else [by_digest, f"manifests/{name}"]


def _message(status: int | None) -> str | None:
    """Registries explain these refusals in a JSON body with the standard text; the others are bare."""
    return "" if status in (401, 403, 429, 503) else None
