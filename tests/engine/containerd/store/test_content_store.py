"""What a node's disk holds of images, and how much room there is."""

from imagesim.engine.containerd.store.content_store import ContentStore, Lease
from imagesim.engine.containerd.store.disk_space import DiskSpace
from imagesim.scenarios.values.node_runtime import Disk


def store(capacity=1000, used=0):
    disk = DiskSpace(Disk(capacity=capacity, used=used))
    return ContentStore(disk), disk


def bring(content, disk, digest, size):
    assert disk.take(size) == size
    content.grow(digest, size)
    content.complete(digest, size)


def test_a_blob_is_partial_until_it_is_whole():
    content, disk = store()
    disk.take(100)
    content.grow("a", 40)
    assert (content.has_blob("a"), content.partial("a"), content.content_bytes) == (False, 40, 40)
    content.grow("a", 60)
    content.complete("a", 100)
    assert (content.has_blob("a"), content.partial("a"), content.content_bytes) == (True, 0, 100)


def test_the_collector_frees_what_nobody_refers_to_partial_blobs_and_snapshots_too():
    content, disk = store()
    bring(content, disk, "a", 100)
    bring(content, disk, "b", 50)
    disk.take(30)
    content.grow("c", 30)
    disk.take(200)
    content.unpacked("chain", 200)
    content.collect(["a"])
    assert (content.content_bytes, content.snapshots, disk.images) == (100, 0, 100)


def test_a_lease_keeps_what_it_refers_to():
    content, disk = store()
    lease = Lease()
    bring(content, disk, "a", 100)
    lease.held.add("a")
    content.collect(lease.held)
    assert content.has_blob("a")
    content.collect(Lease().held)
    assert (content.content_bytes, disk.images) == (0, 0)


def test_what_is_preloaded_twice_is_there_once():
    content, disk = store()
    content.preload({"a": 100, "b": 10}, {"chain": 200})
    content.preload({"a": 100, "c": 1}, {"chain": 200})
    assert (content.content_bytes, content.snapshots, disk.images) == (111, 1, 311)


def test_a_discarded_blob_begins_anew():
    content, _ = store()
    content.grow("a", 40)
    content.discard("a")
    assert content.partial("a") == 0


def test_a_full_disk_gives_what_is_left():
    _, disk = store(capacity=100, used=30)
    assert (disk.take(50), disk.take(50), disk.take(1)) == (50, 20, 0)
    disk.give_back(10)
    assert disk.take(50) == 10
    assert disk.usage().available == 0


def test_a_disk_that_others_have_filled_gives_nothing():
    _, disk = store(capacity=100, used=130)
    assert disk.take(1) == 0


def test_a_disk_without_end_is_never_full():
    disk = DiskSpace(None)
    assert not disk.limited
    assert disk.take(10**15) == 10**15
    assert disk.usage().available == disk.usage().capacity
