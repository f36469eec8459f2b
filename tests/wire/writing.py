"""Short forms in which the rows of the measurements are written down as cases."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.wire.images import BLOBS, HOST, Json, registry, size_of

VERSIONS = ("1.6.20", "1.7.34", "2.3.4")
Request = list[Any]
Groups = list[list[Request]]


def head(name: str, status: int = 200, host: str = HOST) -> Request:
    """HEAD of a manifest; what comes back has no body."""
    return [host, "HEAD", f"manifests/{name}", status, 0]


def get(name: str, status: int = 200, host: str = HOST, size: int | None = -1) -> Request:
    """GET by digest of what the case calls *name*. By default all of it comes, and of a refusal who knows what."""
    kind = "blobs" if name in BLOBS else "manifests"
    full = size_of(name) if status == 200 else None
    return [host, "GET", f"{kind}/{name}", status, full if size == -1 else size]


def token(method: str = "GET", status: int = 200, host: str = HOST) -> Request:
    """A request to the token server."""
    return [host, method, "/token", status, None]


def one_by_one(*requests: Request) -> Groups:
    """Requests in this order."""
    return [[request] for request in requests]


def layers(version: str, names: Sequence[str], host: str = HOST) -> Groups:
    """Layers as a version asks for them: in order but for the first three, or in an order that chance decides."""
    asked = [get(name, host=host) for name in names]
    if version.startswith("2."):
        return [asked]
    return [asked[:3], *one_by_one(*asked[3:])]


def cold(version: str, tag: str, manifest: str, config: str, names: Sequence[str], host: str = HOST) -> Groups:
    """All requests for an image of one manifest that is not there."""
    return [*one_by_one(head(tag, host=host), get(manifest, host=host), get(config, host=host)),
            *layers(version, names, host)]  # fmt: skip


def pull(ref: str, at_s: float = 0.0, login: tuple[str, str] | None = None) -> Json:
    """A step that pulls."""
    step: Json = {"at_s": at_s, "pull": ref}
    return step | ({"user": login[0], "password": login[1]} if login else {})


def failed(code: str, error: str, **more: object) -> Json:
    """A pull that fails."""
    return {"ok": False, "code": code, "error": error, **more}


def case(
    row: str,
    version: str,
    tags: Iterable[str],
    steps: Sequence[Json],
    *,
    requests: Groups | None = None,
    pulls: Sequence[Json] = ({"ok": True},),
    left: Json | None = None,
    counts: Json | None = None,
    node: Json | None = None,
    mirrors: Sequence[Json] = (),
    held: Json | None = None,
) -> Json:
    """One case. *row* names the row of the measurements, *held* what the registry is besides its content."""
    expect: Json = {"requests": requests, "pulls": list(pulls), "left": left, "counts": counts}
    return {
        "name": f"{row}, containerd {version}",
        "containerd": version,
        "registry": registry(tags, **(held or {})),
        "mirrors": list(mirrors),
        # The machine on which these pulls were watched did other work beside them.
        "node": {"platform": "linux/amd64", "machine": "busy", **(node or {})},
        "steps": list(steps),
        "expect": {key: value for key, value in expect.items() if value is not None},
    }
