"""Images made for a test, and their push to a registry by plain HTTP, as a client does it.

    base, app = make_layer(2_000_000, seed="base"), make_layer(300_000, seed="app")
    web = push_image(registry, "shop/web", "v1", [base, app])
    both = push_index(registry, "shop/web", "multi", [web, push_image(registry, "shop/web", "", [base], "linux/arm64")])

A layer is a gzip'd tar with one file of seeded random bytes, so that a real runtime unpacks it and nothing compresses
it further; equal seeds and sizes are equal layers. The same call gives the same digests on one machine (another zlib
may compress otherwise, so no test holds a digest that it has not computed).
"""

import base64
import gzip
import hashlib
import http.client
import io
import json
import random
import ssl
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.registry_server import RunningRegistry

OCI = "application/vnd.oci.image"
INDEX, MANIFEST = f"{OCI}.index.v1+json", f"{OCI}.manifest.v1+json"
CONFIG, LAYER = f"{OCI}.config.v1+json", f"{OCI}.layer.v1.tar+gzip"

Json = dict[str, object]


@dataclass(frozen=True)
class Layer:
    """A layer: `data` is what the registry holds, `diff_id` the digest of what is in it, `raw_bytes` its length."""

    data: bytes
    diff_id: str
    raw_bytes: int

    @property
    def digest(self) -> str:
        """The digest of the compressed layer."""
        return digest_of(self.data)


@dataclass(frozen=True)
class Pushed:
    """An index or a manifest as it was pushed: `data` are its very bytes."""

    digest: str
    data: bytes
    media_type: str
    platform: str = ""
    config: bytes = b""
    layers: tuple[Layer, ...] = ()

    def descriptor(self) -> Json:
        """How an index lists it."""
        system, machine, *variant = self.platform.split("/")
        platform = {"architecture": machine, "os": system, **({"variant": variant[0]} if variant else {})}
        return {**descriptor(self.media_type, self.data), "platform": platform}


def digest_of(data: bytes) -> str:
    """The digest of a blob."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def descriptor(media_type: str, data: bytes) -> Json:
    """How a manifest lists a blob."""
    return {"mediaType": media_type, "digest": digest_of(data), "size": len(data)}


def make_layer(size: int, seed: str) -> Layer:
    """Return a layer with a file of *size* bytes, which takes about as many when it is compressed."""
    content = random.Random(f"{seed}/{size}").randbytes(size)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        member = tarfile.TarInfo(f"data/{seed}.bin")  # owner 0, mode 0644, 1970: nothing of this machine
        member.size = size
        archive.addfile(member, io.BytesIO(content))
    text = raw.getvalue()
    return Layer(data=gzip.compress(text, compresslevel=1, mtime=0), diff_id=digest_of(text), raw_bytes=len(text))


def make_image(layers: Sequence[Layer], platform: str = "linux/amd64") -> Pushed:
    """Return an image that was not pushed yet."""
    system, machine, *variant = platform.split("/")
    config = json.dumps(
        {
            "architecture": machine,
            "os": system,
            **({"variant": variant[0]} if variant else {}),
            "config": {"Cmd": ["/bin/true"]},
            "rootfs": {"type": "layers", "diff_ids": [layer.diff_id for layer in layers]},
        }
    ).encode()
    manifest: Json = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(CONFIG, config),
        "layers": [descriptor(LAYER, layer.data) for layer in layers],
    }
    data = json.dumps(manifest, indent=2).encode()
    return Pushed(digest_of(data), data, MANIFEST, platform, config, tuple(layers))


def make_index(images: Sequence[Pushed]) -> Pushed:
    """Return an index of *images* that was not pushed yet."""
    listed = [image.descriptor() for image in images]
    data = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}, indent=2).encode()
    return Pushed(digest_of(data), data, INDEX)


def write_layout(folder: Path, image: Pushed, **entry: object) -> Path:
    """Write an image as an OCI layout; *entry* goes into its entry of index.json."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    for data in (image.data, image.config, *(layer.data for layer in image.layers)):
        (blobs / digest_of(data).removeprefix("sha256:")).write_bytes(data)
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    listed = [{**descriptor(image.media_type, image.data), **entry}]
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": listed}))
    return folder


def push_image(
    registry: RunningRegistry, repository: str, tag: str, layers: Sequence[Layer], platform: str = "linux/amd64"
) -> Pushed:
    """Push an image for one platform; without a *tag* it is there by its digest alone, as part of an index is."""
    image = make_image(layers, platform)
    for blob in (image.config, *(layer.data for layer in layers)):
        _push_blob(registry, repository, blob)
    push_manifest(registry, repository, tag or image.digest, image.data, image.media_type)
    return image


def push_index(registry: RunningRegistry, repository: str, tag: str, images: Sequence[Pushed]) -> Pushed:
    """Push an index of images that the repository holds."""
    index = make_index(images)
    push_manifest(registry, repository, tag, index.data, index.media_type)
    return index


def push_manifest(registry: RunningRegistry, repository: str, tag: str, data: bytes, media_type: str) -> None:
    """Push the bytes of an index or a manifest under a tag, or under their digest."""
    _call(registry, "PUT", f"/v2/{repository}/manifests/{tag}", {201}, data, {"Content-Type": media_type})


def _push_blob(registry: RunningRegistry, repository: str, data: bytes) -> None:
    digest = digest_of(data)
    status, _ = _call(registry, "HEAD", f"/v2/{repository}/blobs/{digest}", {200, 404})
    if status == 404:
        _, headers = _call(registry, "POST", f"/v2/{repository}/blobs/uploads/", {202})
        place = urlsplit(headers["location"])
        path = f"{place.path}?{place.query}&{urlencode({'digest': digest})}"
        _call(registry, "PUT", path, {201}, data, {"Content-Type": "application/octet-stream"})


def _call(
    registry: RunningRegistry,
    method: str,
    path: str,
    expected: set[int],
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str]]:
    sent = dict(headers or {})
    for name, password in list(registry.users.items())[:1]:
        sent["Authorization"] = "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
    connection = _connection(registry)
    try:
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    if answer.status not in expected:
        raise RuntimeError(f"{method} {path}: {answer.status} {text.decode(errors='replace')}")
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


def _connection(registry: RunningRegistry) -> http.client.HTTPConnection:
    if registry.scheme == "http":
        return http.client.HTTPConnection(registry.host, timeout=30)
    # The certificate of a test is trusted by nobody, and what is pushed here is nobody's secret.
    context = ssl._create_unverified_context()
    return http.client.HTTPSConnection(registry.host, timeout=30, context=context)
