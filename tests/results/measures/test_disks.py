"""How full the disks of nodes were of images. Sizes by hand."""

from imagesim.engine.records import DiskRecord, Records
from imagesim.results.measures.disks import NodeDisk, disks
from tests.results.measures.closed_forms.nodes import described, one_removed, two_layers
from tests.results.measures.small_worlds import MI, image, one, pool, ran, registry, timeline, workload

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


def test_the_most_came_with_the_pull_and_what_is_free_is_the_rest():
    records = two_layers()
    used, empty = disks(records)
    if used.image_bytes == 0:
        used, empty = empty, used
    assert 0 < one(described(records).values()) < 10_000
    assert used.image_bytes == used.high_water_bytes
    assert (used.capacity_bytes, used.free_bytes) == (GI, GI - 100 * MI - used.image_bytes)
    assert used.least_free_bytes == used.free_bytes
    assert (empty.image_bytes, empty.high_water_s, empty.free_bytes) == (0, 0, GI - 100 * MI)
    last = one([row for row in records.disk_usage if row.node == used.node][-1:])
    assert used.high_water_s == last.time_s <= one(records.pulls).ended_s


def test_a_disk_without_an_end_has_no_rest():
    found = one(disks(one_removed()))
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
