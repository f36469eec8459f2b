"""How full the disks of nodes were of images. Sizes by hand."""

from imagesim.engine.records import DiskRecord, Records
from imagesim.results.measures.disks import NodeDisk, disks
from tests.results.measures.small_worlds import IMAGE, MI, image, one, pool, ran, registry, timeline, workload

GI = 2**30


def test_the_first_highest_water_and_the_least_that_was_free():
    rows = [
        DiskRecord(0.0, "a", 0, 10, 100),
        DiskRecord(1.0, "a", 60, 10, 100),
        DiskRecord(2.0, "a", 20, 10, 100),
        DiskRecord(2.0, "b", 5, 0, None),
        DiskRecord(3.0, "a", 60, 40, 100),
        DiskRecord(4.0, "a", 30, 10, 100),
    ]
    assert disks(Records(disk_usage=rows)) == [
        NodeDisk("a", 30, 60, 1.0, 60, 0, 100),
        NodeDisk("b", 5, 5, 2.0, None, None, None),
    ]


def test_an_image_takes_its_layers_twice_compressed_and_unpacked_and_what_describes_it():
    records = ran(
        image("a", {"size": "10Mi", "unpacked": "25Mi"}, {"size": "1Mi", "unpacked": "3Mi"}),
        registry({"v1": "a"}),
        pool(2, disk={"size": "1Gi", "used": "100Mi"}),
        workload(),
    )
    used, empty = disks(records)
    if used.image_bytes == 0:
        used, empty = empty, used
    stored = one(records.stored_images)
    described = stored.size_bytes - 11 * MI  # its manifest and its config
    assert 0 < described < 10_000
    assert used.image_bytes == used.high_water_bytes == 11 * MI + 28 * MI + described
    assert (used.capacity_bytes, used.free_bytes) == (GI, GI - 100 * MI - used.image_bytes)
    assert used.least_free_bytes == used.free_bytes
    assert (empty.image_bytes, empty.high_water_s, empty.free_bytes) == (0, 0, GI - 100 * MI)
    last = one([row for row in records.disk_usage if row.node == used.node][-1:])
    assert used.high_water_s == last.time_s <= one(records.pulls).ended_s


def test_layers_that_images_share_are_there_once_and_a_removed_image_frees_its_own():
    base = {"size": "10Mi", "unpacked": "20Mi", "digest": "base"}
    records = ran(
        image("a", base, {"size": "1Mi", "unpacked": "1Mi"}),
        image("b", base, {"size": "4Mi", "unpacked": "4Mi"}),
        registry({"v1": "a", "v2": "b"}),
        pool(1),
        workload(),
        workload("other", container={"image": IMAGE.replace("v1", "v2")}),
        timeline(("5m", "removeImage", {"node": "node-0", "image": IMAGE})),
    )
    found = one(disks(records))
    small = {row.image: row.size_bytes % MI for row in records.stored_images}
    assert found.high_water_bytes == 40 * MI + sum(small.values())
    assert found.image_bytes == 38 * MI + small[IMAGE.replace("v1", "v2")]
    assert (found.free_bytes, found.capacity_bytes) == (None, None)


def test_a_download_that_fails_takes_a_place_and_gives_it_back():
    records = ran(
        image("a", "100Mi"),
        registry({"v1": "a"}, bandwidth="10MB/s"),
        pool(1),
        workload(),
        timeline(("2s", "outage", {"registry": "registry.example", "for": "20m"})),
    )
    found = one(disks(records))
    assert found.image_bytes == 0
    assert 100 * MI < found.high_water_bytes < 101 * MI
