"""What images take on the disks of nodes, and when unused ones go. Sizes by hand."""

from collections.abc import Iterator
from functools import cache

from imagesim.engine.records import Records
from imagesim.results.measures.disks import disks
from imagesim.results.measures.node_images import node_images
from imagesim.results.measures.summary import summary
from tests.results.measures.closed_forms.held import Held
from tests.results.measures.small_worlds import HOST, IMAGE, MI, image, one, pool, ran, registry, timeline, workload

OTHER = f"{HOST}/web:v2"
_LOOK_S = 300
"""The kubelet collects images every five minutes."""


@cache
def two_layers() -> Records:
    """An image of two layers on one of two nodes with disks of 1 GiB."""
    return ran(
        image("a", {"size": "10Mi", "unpacked": "25Mi"}, {"size": "1Mi", "unpacked": "3Mi"}),
        registry({"v1": "a"}),
        pool(2, disk={"size": "1Gi", "used": "100Mi"}),
        workload(),
    )


@cache
def one_removed() -> Records:
    """Two images of one base, of which the first is removed after five minutes."""
    base = {"size": "10Mi", "unpacked": "20Mi", "digest": "base"}
    return ran(
        image("a", base, {"size": "1Mi", "unpacked": "1Mi"}),
        image("b", base, {"size": "4Mi", "unpacked": "4Mi"}),
        registry({"v1": "a", "v2": "b"}),
        pool(1),
        workload(),
        workload("other", container={"image": OTHER}),
        timeline(("5m", "removeImage", {"node": "node-0", "image": IMAGE})),
    )


@cache
def too_old() -> Records:
    """Three nodes with two images each, of which a pod uses one; unused ones may be ten minutes old."""
    return ran(
        image("a", "10Mi"), image("b", "20Mi"), registry({"v1": "a", "v2": "b"}),
        pool(3, prepulled=[IMAGE, OTHER], kubelet={"imageMaximumGCAge": "10m"}),
        workload(kind="DaemonSet"), duration="40m",
    )  # fmt: skip


def described(records: Records) -> dict[str, int]:
    """What manifest and config of each image take, whose layers are whole mebibytes."""
    return {row.image: row.size_bytes % MI for row in records.stored_images}


def nodes() -> Iterator[Held]:
    """Disks, removed and collected images."""
    most = max(row.high_water_bytes for row in disks(two_layers()))
    form = "layers compressed + unpacked + manifest + config"
    yield Held("disk of a node", form, 39 * MI + one(described(two_layers()).values()), most, "bytes")
    small, found = described(one_removed()), one(disks(one_removed()))
    form = "a shared layer once, compressed and unpacked"
    yield Held("disk, two images", form, 40 * MI + sum(small.values()), found.high_water_bytes, "bytes")
    form = "the same less the removed image's own layer"
    yield Held("disk, one of them removed", form, 38 * MI + small[OTHER], found.image_bytes, "bytes")
    gone = too_old().removed_images
    yield Held(
        "images collected by age", "unused images x nodes", 3, summary(too_old())["removed_images"]["MaximumAge"]
    )
    form = "the first look, every 300 s, past an age of 600 s"
    yield Held("when they were collected", form, 3 * _LOOK_S, one({row.time_s for row in gone}), "s")
    left = [row for row in node_images(too_old()) if row.ended_s is None]
    yield Held("images left on nodes", "those in use x nodes", 3, len(left))
