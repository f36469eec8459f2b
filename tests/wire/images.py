"""The images of the measurements, by their names there, and registries that hold them, in the format of a case.

Sizes are those of the reports; of images whose single sizes were not written down, only the sums are.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

Json = dict[str, Any]

HOST = "127.0.0.1:5000"

BLOBS: Mapping[str, int] = {
    "L0": 31_467_156, "L1": 10_489_250, "L2": 5_244_776, "L3": 1_049_163, "L4": 20_792, "app-v1-config": 729,
    "L3-new": 1_049_166, "L4-new": 20_786, "app-v2-config": 729,
    "other-own": 4_195_826, "other-config": 514,
    "multi-0": 6_293_656, "multi-1": 2_098_027, "multi-config": 404, "multi-arm64-config": 404,
    "twice-0": 1_049_169, "twice-1": 300_372, "twice-config": 729,
    "small-0": 1_049_169, "small-1": 104_900, "small-config": 404,
    "x-base": 2_098_027, "y-base": 2_098_031, "shared-top": 6_293_656, "x-config": 404, "y-config": 404,
    "ten-config": 1_270, **{f"ten-{place}": 2 * 2**20 for place in range(10)},
}  # fmt: skip
"""Compressed bytes. All is random data, so it does not compress, and unpacked it is as large."""

APP = ["L0", "L1", "L2", "L3", "L4"]
TEN = [f"ten-{place}" for place in range(10)]


def _manifest(size: int, config: str, layers: list[str], platform: str = "linux/amd64") -> Json:
    return {"bytes": size, "config": config, "layers": layers, "platform": platform}


def _index(size: int, *children: tuple[str, str]) -> Json:
    return {"bytes": size, "manifests": [{"id": id_, "platform": platform} for id_, platform in children]}


MANIFESTS: Mapping[str, Json] = {
    "app-v1": _manifest(1325, "app-v1-config", APP),
    "app-v2": _manifest(1325, "app-v2-config", ["L0", "L1", "L2", "L3-new", "L4-new"]),
    "other": _manifest(915, "other-config", ["L0", "L1", "other-own"]),
    "multi-amd64": _manifest(710, "multi-config", ["multi-0", "multi-1"]),
    "multi-arm64": _manifest(710, "multi-arm64-config", ["multi-0", "multi-1"], "linux/arm64"),
    "multi": _index(703, ("multi-amd64", "linux/amd64"), ("multi-arm64", "linux/arm64")),
    "attested": _index(1225, ("multi-amd64", "linux/amd64"), ("attestation", "unknown/unknown")),
    "arm64-only": _index(703, ("multi-arm64", "linux/arm64")),
    "twice": _manifest(1325, "twice-config", ["twice-0", "twice-1", "twice-0", "twice-1", "twice-0"]),
    "small": _manifest(710, "small-config", ["small-0", "small-1"]),
    "x": _manifest(710, "x-config", ["x-base", "shared-top"]),
    "y": _manifest(710, "y-config", ["y-base", "shared-top"]),
    "ten": _manifest(2350, "ten-config", TEN),
}

TAGS: Mapping[str, str] = {
    "team/app:v1": "app-v1", "team/app:v2": "app-v2", "team/other:1": "other", "team/multi:1": "multi",
    "team/multi:2": "attested", "team/twice:1": "twice", "team/small:t0": "small", "team/x:1": "x", "team/y:1": "y",
    "team/ten:1": "ten", "team/arm:1": "arm64-only",
}  # fmt: skip


def registry(tags: Iterable[str], *, host: str = HOST, repository: str = "", **more: object) -> Json:
    """A registry that holds these tags of TAGS, and all that they need; *repository* is another name for theirs."""
    ids = {tag: TAGS[tag] for tag in tags}
    manifests: Json = {}
    for id_ in ids.values():
        _add(id_, manifests)
    blobs = {
        blob: {"bytes": BLOBS[blob]}
        for manifest in manifests.values()
        for blob in (manifest.get("config"), *manifest.get("layers", ()))
        if blob
    }
    named = {f"{repository}:{tag.partition(':')[2]}" if repository else tag: id_ for tag, id_ in ids.items()}
    return {"host": host, "blobs": blobs, "manifests": manifests, "tags": named, **more}


def _add(id_: str, manifests: Json) -> None:
    if id_ not in MANIFESTS:
        return  # an attestation, which nobody asks for
    manifests[id_] = deepcopy(MANIFESTS[id_])
    for child in MANIFESTS[id_].get("manifests", ()):
        _add(child["id"], manifests)


def size_of(id_: str) -> int:
    """Bytes of a manifest or index, of a blob otherwise."""
    return int(MANIFESTS[id_]["bytes"]) if id_ in MANIFESTS else BLOBS[id_]


def content_bytes(*ids: str) -> int:
    """Bytes of the blobs that these manifests and indexes refer to, each blob once."""
    blobs: set[str] = set()
    for id_ in ids:
        manifest = MANIFESTS[id_]
        blobs.update([id_, *([manifest["config"], *manifest["layers"]] if "config" in manifest else [])])
    return sum(size_of(id_) for id_ in blobs)
