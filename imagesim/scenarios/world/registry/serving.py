"""How a Registry document says that it serves becomes a RegistryService: names looked up, and checked.

What could never have an effect is a mistake, not a wish that is ignored.
"""

import re
from collections.abc import Iterator, Mapping

from imagesim.scenarios.files.hosts_toml import shown_url
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.registries import RegistryPreset
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.images import Image, Layer
from imagesim.scenarios.values.registry_service import Fault, RegistryService, TokenServer
from imagesim.scenarios.world.image.read import short_digest
from imagesim.scenarios.world.registry.access import NameOrPattern
from imagesim.scenarios.world.registry.caching import make_cache
from imagesim.scenarios.world.registry.limits import make_limits
from imagesim.scenarios.world.registry.model import FaultSpec, RegistrySpec, TokenSpec
from imagesim.scenarios.world.registry.refusing import make_refusals, preset_of
from imagesim.scenarios.world.registry.upkeep import make_deletion, make_retention

_OBJECT = re.compile(r"token|(manifests|blobs)/.+|.*\*.*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?|\[[0-9a-fA-F:]+\](:[0-9]+)?")


def make_service(
    document: Document,
    spec: RegistrySpec,
    upstreams: Mapping[str, str],
    images: Mapping[str, Image],
    notes: Notes,
    covered: NameOrPattern,
) -> RegistryService:
    """Return how the registry serves. *upstreams* maps what a cache may be `of`, a name or a host, to a host.

    *covered* says which repositories a name or a pattern at a path means.

    ScenarioError if a value has no effect, or is a mistake.
    """
    preset = preset_of(document, spec, notes)
    if spec.token is not None and spec.asks != "bearer":
        hint = "write auth: bearer, or remove token"
        raise document.error("has no effect: the registry asks for no token", ("spec", "token"), suggestion=hint)
    return RegistryService(
        tls=spec.tls,
        head=spec.head,
        ranges=spec.ranges,
        redirect="" if spec.redirect is None else _host(document, ("spec", "redirect"), spec.redirect),
        roots=_roots(spec.roots),
        connection=spec.connection,
        inside=spec.inside,
        addresses=tuple(spec.addresses),
        tokens=_tokens(document, spec.token or TokenSpec(), preset),
        refusals=make_refusals(document, spec, preset),
        limits=make_limits(document, spec, notes),
        faults=tuple(_fault(document, index, fault, images, covered) for index, fault in enumerate(spec.faults)),
        cache=make_cache(document, spec, upstreams, preset, notes),
        deletion=make_deletion(spec, preset),
        retention=make_retention(spec, covered, notes),
    )


def _roots(written: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The longest first, since of roots that fit the longest counts."""
    return tuple(sorted(((path, under.strip("/")) for path, under in written.items()), key=lambda root: -len(root[0])))


def _host(document: Document, path: Path, written: str) -> str:
    if not _HOST.fullmatch(written):
        raise document.error(
            "is not a host", path, value=shown_url(written), suggestion="write a host such as cdn.example"
        )
    return written


def _tokens(document: Document, spec: TokenSpec, preset: RegistryPreset | None) -> TokenServer:
    usual = TokenServer() if preset is None else preset.tokens
    return TokenServer(
        host=usual.host if spec.host is None else _host(document, ("spec", "token", "host"), spec.host),
        service=usual.service if spec.service is None else spec.service,
        path=usual.path if spec.path is None else spec.path,
        post_status=usual.post_status if spec.post is None else spec.post,
        get_status=usual.get_status if spec.get is None else spec.get,
        lifetime_s=usual.lifetime_s if spec.lifetime is None else spec.lifetime,
    )


def _fault(
    document: Document, index: int, spec: FaultSpec, images: Mapping[str, Image], covered: NameOrPattern
) -> Fault:
    path: Path = ("spec", "faults", index, "repository")
    return Fault(
        method=spec.method or "",
        object=_object(document, ("spec", "faults", index, "object"), spec.object, images),
        repository="" if spec.repository is None else covered(path, spec.repository),
        nth=spec.nth,
        from_s=spec.from_,
        until_s=spec.until,
        status=spec.status,
        message=spec.message,
        transport=spec.transport,
        names=tuple(spec.names),
        delay_s=spec.delay,
        cut_at_bytes=spec.cut_at,
        silent=spec.silent,
        corrupt=spec.corrupt,
        surplus=spec.surplus or 0,
        slow=spec.slow,
    )


def _object(document: Document, path: Path, written: str | None, images: Mapping[str, Image]) -> str:
    """What is asked for, as the table `requests` has it; blobs/NAME with the short name of a layer is its digest."""
    if written is None:
        return ""
    if not _OBJECT.fullmatch(written):
        hint = "write manifests/TAG, blobs/DIGEST or token, with * for any text"
        raise document.error("is nothing that is asked of a registry", path, value=written, suggestion=hint)
    name = written.removeprefix("blobs/")
    if name == written or "*" in name or name.startswith("sha256:"):
        return written
    digest = short_digest(name, "layer")
    if not any(layer.digest == digest for layer in _layers(images)):
        raise document.error(
            "is neither a digest nor the short name of a layer",
            path,
            value=written,
            suggestion="write blobs/sha256:...",
        )
    return f"blobs/{digest}"


def _layers(images: Mapping[str, Image]) -> Iterator[Layer]:
    return (layer for image in images.values() for manifest in image.manifests for layer in manifest.layers)
