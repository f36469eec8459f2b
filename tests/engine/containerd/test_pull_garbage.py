"""What a node holds after pulls, failures and removals: table 5 of the measurements, where a wire case has no words."""

import pytest

from imagesim.scenarios.values.node_runtime import Disk, Pace
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIB, Node, image, layer, registry, sha

MEASURED = ["1.6", "1.7", "2.3"]
L0, L1 = layer("l0", 4 * MIB), layer("l1", 2 * MIB)
APP = image("app", L0, L1, layer("l2"))
OTHER = image("other", L0, L1, layer("own"))
TAGS = {"team/app:v1": APP, "team/app:again": APP, "team/other:1": OTHER}
SMALL_BLOBS = 1500


def node_with(*names, version="2.3", **more):
    node = Node(version, (registry(TAGS),), **more)
    for name in names:
        assert node.pull(name).failure is None
    return node


def holds(node):
    return node.runtime.store.content.content_bytes, node.runtime.store.content.snapshots


@pytest.mark.parametrize("version", MEASURED)
def test_the_size_of_an_image_counts_shared_layers_in_full(version):
    node = node_with("team/other:1", "team/app:v1", version=version)
    sizes = [stored.size for stored in node.runtime.images.by_id().values()]
    assert sizes == [7 * MIB + SMALL_BLOBS] * 2
    assert holds(node) == (8 * MIB + 2 * SMALL_BLOBS, 4)


def test_removing_an_image_frees_what_no_other_needs_and_at_once():
    node = node_with("team/app:v1", "team/other:1")
    node.runtime.remove_image(f"{HOST}/team/other:1")
    assert holds(node) == (7 * MIB + SMALL_BLOBS, 3)
    assert node.runtime.disk.images == 14 * MIB + SMALL_BLOBS


def test_removing_the_one_that_fetched_the_shared_layers_leaves_them():
    node = node_with("team/app:v1", "team/other:1")
    node.runtime.remove_image(f"{HOST}/team/app:v1")
    assert holds(node) == (7 * MIB + SMALL_BLOBS, 3)
    assert node.pull("team/app:v1").session.bytes_fetched == MIB + SMALL_BLOBS


def test_removing_by_one_of_two_tags_removes_both():
    node = node_with("team/app:v1", "team/app:again")
    node.runtime.remove_image(f"{HOST}/team/app:again")
    assert node.runtime.image_status(f"{HOST}/team/app:v1") is None
    assert holds(node) == (0, 0)


def test_an_image_whose_tag_moved_stays_under_its_digest_until_it_is_removed():
    node = node_with("team/app:v1")
    node.registry_of[HOST].content.push("team/app", "v1", OTHER, node.env.now)
    node.pull("team/app:v1")
    assert len(node.runtime.images.by_id()) == 2
    node.runtime.remove_image(f"{HOST}/team/app@{APP.digest}")
    assert holds(node) == (7 * MIB + SMALL_BLOBS, 3)


@pytest.mark.parametrize("version", MEASURED)
@pytest.mark.parametrize("defect", ["not-a-tar", "wrong-diff-id"])
def test_a_layer_that_cannot_be_unpacked_leaves_nothing(version, defect):
    held = image("bad", L0, layer("broken", defect=defect))
    node = Node(version, (registry({"team/bad:1": held}),))
    assert node.pull("team/bad:1").failure is not None
    assert holds(node) == (0, 0)
    assert node.runtime.disk.images == 0


@pytest.mark.parametrize("version", MEASURED)
def test_what_a_failed_pull_brought_is_gone_a_tenth_of_a_second_later(version):
    faults = (Fault(method="GET", object=f"blobs/{sha('l2')}", status=403),)
    node = Node(version, (registry(TAGS, faults=faults),))
    pull = node.start("team/app:v1")
    seen = []
    for at_s in (0.05, 0.2):
        node.at(at_s, lambda: seen.append(node.runtime.store.content.content_bytes > 0))
    node.run()
    assert pull.failure is not None
    assert seen == [True, False]


def test_a_disk_that_is_full_while_a_layer_comes_frees_what_came():
    node = node_with(disk=Disk(capacity=5 * MIB, used=2 * MIB))
    pull = node.pull("team/app:v1")
    assert pull.failure is not None
    assert pull.failure.text.endswith("no space left on device")
    assert node.runtime.disk.images == 0
    assert holds(node) == (0, 0)


@pytest.mark.parametrize("version", MEASURED)
def test_a_disk_is_full_when_what_was_under_way_has_filled_it(version):
    """Two layers of 10 MiB at 1 MiB/s each, and room for 12: not over before 10 s, and 12 MiB have come then."""
    big = image("big", layer("b0", 10 * MIB), layer("b1", 10 * MIB))
    node = Node(version, (registry({"team/big:1": big}),), disk=Disk(capacity=12 * MIB), pace=Pace(connection=MIB))
    pull = node.pull("team/big:1")
    assert pull.failure is not None
    assert pull.failure.text.endswith("no space left on device")
    assert (pull.session.bytes_fetched, node.env.now) == (12 * MIB, pytest.approx(10, abs=0.5))
    assert (holds(node), node.runtime.disk.images) == ((0, 0), 0)


def test_a_disk_that_is_full_while_a_layer_is_unpacked_says_where():
    node = node_with(disk=Disk(capacity=12 * MIB))
    pull = node.pull("team/app:v1")
    assert pull.failure is not None
    assert "failed to extract layer" in pull.failure.text
    assert node.runtime.disk.images == 0


def test_there_is_room_again_after_an_image_was_removed():
    node = node_with("team/app:v1", disk=Disk(capacity=15 * MIB))
    big = image("big", layer("b0", 6 * MIB))
    node.registry_of[HOST].content.push("team/big", "1", big, 0.0)
    assert node.pull("team/big:1").failure is not None
    node.runtime.remove_image(f"{HOST}/team/app:v1")
    assert node.pull("team/big:1").failure is None


@pytest.mark.parametrize("version", [*MEASURED, "2.0", "2.1", "2.2"])
@pytest.mark.parametrize("at_s", [0.0, 0.005, 0.5, 1.0, 3.0, 4.5, 8.0, 9.5])
def test_whenever_a_pull_is_cancelled_it_leaves_nothing_and_holds_up_nobody(version, at_s):
    pace = Pace(connection=MIB, per_layer_s=1.0, before_layers_s=0.5)
    node = Node(version, (registry(TAGS, latency_s=0.01),), pace=pace)
    first, second = node.start("team/app:v1"), node.start("team/other:1", at_s=0.5)
    node.at(at_s, first.cancel)
    node.run()
    assert second.failure is None
    assert first.failure is None or first.failure.code == "Canceled"
    expected = 7 if first.failure is not None else 8
    assert node.runtime.store.content.content_bytes // MIB == expected
    assert node.pull("team/app:v1").failure is None


def test_a_pull_that_waits_resumes_what_a_cancelled_one_has_left():
    node = Node("2.3", (registry(TAGS),), pace=Pace(connection=MIB))
    first, second = node.start("team/app:v1"), node.start("team/app:v1", at_s=0.1)
    node.at(3.0, first.cancel)
    node.run()
    assert second.failure is None
    rest = [row for row in node.records.requests if row.status == 206]
    assert [(row.object, row.bytes_sent) for row in rest] == [(f"blobs/{sha('l0')}", MIB + SMALL_BLOBS)]
    assert sum(row.bytes_sent for row in node.records.requests) == 7 * MIB + SMALL_BLOBS


FULL = image("full", layer("f0"), layer("f1", 2 * MIB))


def fails_to_write(room):
    """Why a node cannot unpack FULL, whose disk has so much *room* beside what it downloads."""
    disk = Disk(capacity=3 * MIB + SMALL_BLOBS + room)
    failure = Node("2.3", (registry({"team/full:1": FULL}),), disk=disk).pull("team/full:1").failure
    assert failure.text.endswith("/f0: no space left on device")
    return failure.text


def test_a_full_disk_reads_otherwise_in_a_later_layer():
    first, later = fails_to_write(1000), fails_to_write(MIB + 1000)
    assert ": mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount1: write /var/lib/" in first
    assert ": write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/2/fs/" in later
    assert "mount callback" not in later


@pytest.mark.parametrize(
    ("object_", "kind", "size"), [(f"blobs/{sha('f0')}", "layer", MIB), (f"manifests/{sha('long')}", "manifest", 1000)]
)
def test_a_body_that_is_too_long_fails_the_validation_of_its_size(object_, kind, size):
    held = image("long", layer("f0"))
    node = Node("2.3", (registry({"team/long:1": held}, faults=(Fault(method="GET", object=object_, surplus=228),)),))
    failure = node.pull("team/long:1").failure
    assert failure.code == "FailedPrecondition"
    assert f'failed commit on ref "{kind}-sha256:' in failure.text
    assert failure.text.endswith(f'" failed size validation: {size + 228} != {size}: failed precondition')
    assert [row.bytes_sent for row in node.records.requests if row.bytes_sent == size + 228] == [size + 228]
    assert holds(node) == (0, 0)
