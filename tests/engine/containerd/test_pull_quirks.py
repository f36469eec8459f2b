"""Pulls that surprise: wrong platforms, artifacts, settings, and how many downloads run at once."""

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Pace
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIB, SMALL, Node, image, index, layer, manifest, registry, sha

MEASURED = ["1.6", "1.7", "2.3"]
SLOW = Pace(connection=MIB)


def together(version, images, settings=None, pace=SLOW):
    """Pull all at once; the largest number of bodies that were under way together."""
    tags = {f"team/{held.name}:1": held for held in images}
    node = Node(version, (registry(tags),), settings or ContainerdConfiguration(), pace=pace)
    calls = [node.start(f"team/{held.name}:1") for held in images]
    most = 0

    def look():
        nonlocal most
        while any(call.ended_s is None for call in calls):
            most = max(most, sum(len(call.session.flows) for call in calls))
            yield node.env.timeout(0.01)

    node.env.process(look())
    node.run()
    assert all(call.failure is None for call in calls)
    return most, max(call.ended_s for call in calls)


@pytest.mark.parametrize(("version", "most"), [("1.6", 12), ("1.7", 12), ("2.0", 12), ("2.1", 3), ("2.3", 3)])
def test_six_images_of_two_layers_at_once(version, most):
    images = [image(f"i{n}", layer(f"a{n}"), layer(f"b{n}")) for n in range(6)]
    assert together(version, images)[0] == most


@pytest.mark.parametrize("version", ["1.6", "2.3"])
def test_ten_layers_of_one_image_come_three_at_a_time(version):
    most, took = together(version, [image("ten", *[layer(f"t{n}", 2 * MIB) for n in range(10)])])
    assert most == 3
    assert took == pytest.approx(8.0, abs=0.1)


@pytest.mark.parametrize(
    "settings",
    [
        ContainerdConfiguration(transfer_max_concurrent_downloads=10),
        ContainerdConfiguration(max_concurrent_downloads=10),
    ],
)
def test_ten_at_a_time_if_either_setting_says_so(settings):
    most, took = together("2.3", [image("ten", *[layer(f"t{n}", 2 * MIB) for n in range(10)])], settings)
    assert most == 10
    assert took == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (ContainerdConfiguration(), "failed to resolve image: "),
        (ContainerdConfiguration(transfer_max_concurrent_downloads=10), "failed to resolve image: "),
        (ContainerdConfiguration(max_concurrent_downloads=10), "failed to resolve reference "),
        (ContainerdConfiguration(discard_unpacked_layers=True), "failed to resolve reference "),
        (ContainerdConfiguration(use_local_image_pull=True), "failed to resolve reference "),
    ],
)
def test_some_settings_leave_the_transfer_service(settings, text):
    pull = Node("2.3", settings=settings).pull("team/no:1")
    assert pull.failure is not None
    assert text in pull.failure.text


def test_several_unpacks_at_once_do_not_wait_for_the_layers_below():
    held = image("big", layer("b0", 3 * MIB), layer("b1"), layer("b2"))
    pace = Pace(connection=MIB, per_layer_s=1.0)
    one = together("2.3", [held], pace=pace)[1]
    three = together("2.3", [held], ContainerdConfiguration(transfer_max_concurrent_unpacks=3), pace)[1]
    assert (one, three) == (pytest.approx(6.0, abs=0.1), pytest.approx(4.0, abs=0.1))


@pytest.mark.parametrize("second_s", [0.0, 0.5, 1.5, 3.5])
def test_two_pulls_with_several_unpacks_unpack_each_layer_once(second_s):
    """Whoever comes second waits for the layers, and the disk holds each once."""
    held = image("big", layer("b0", 3 * MIB), layer("b1", 2 * MIB), layer("b2"))
    settings = ContainerdConfiguration(transfer_max_concurrent_unpacks=3)
    node = Node("2.3", (registry({"team/big:1": held}),), settings, pace=Pace(connection=MIB, per_layer_s=1.0))
    calls = [node.start("team/big:1"), node.start("team/big:1", second_s)]
    node.run()
    assert [call.failure for call in calls] == [None, None]
    assert sum(call.session.layers_fetched for call in calls) == sum(call.session.layers_reused for call in calls) == 3
    content = node.runtime.store.content
    assert node.runtime.disk.images == content.content_bytes + sum(content._snapshots.values())


@pytest.mark.parametrize("version", MEASURED)
def test_a_single_manifest_of_another_architecture_is_pulled_and_unpacked(version):
    node = Node(version, (registry({"team/arm:1": image("arm", layer("a0"), platform="linux/arm64")}),))
    assert node.pull("team/arm:1").failure is None
    assert node.runtime.store.content.snapshots == 1


@pytest.mark.parametrize(("version", "snapshots"), [("1.6", 1), ("1.7", 1), ("2.2", 1), ("2.3", 0)])
def test_one_of_another_system_is_pulled_and_not_unpacked_from_2_3_on(version, snapshots):
    node = Node(version, (registry({"team/win:1": image("win", layer("w0"), platform="windows/amd64")}),))
    assert node.pull("team/win:1").failure is None
    assert node.runtime.store.content.snapshots == snapshots
    assert node.runtime.image_status(f"{HOST}/team/win:1") is not None
    assert node.pull("team/win:1").session.requests == 1


@pytest.mark.parametrize("version", MEASURED)
def test_linux_layers_fail_on_a_windows_node_while_they_are_unpacked(version):
    held = {"team/lin:1": image("lin", layer("l0")), "team/win:1": image("win", layer("w0"), platform="windows/amd64")}
    node = Node(version, (registry(held),), platform="windows/amd64")
    failure = node.pull("team/lin:1").failure
    assert "failed to extract layer" in failure.text
    assert r"\snapshots\1: The system cannot find the path specified." in failure.text
    assert node.runtime.store.content.content_bytes == 0
    assert node.pull("team/win:1").failure is None
    assert not node.runtime.preload(f"{HOST}/team/lin:1")


@pytest.mark.parametrize(
    ("version", "node", "fetched"),
    [
        ("2.3", "linux/amd64", "amd64"),
        ("1.7", "linux/arm64", "v7"),
        ("2.3", "linux/arm/v7", "v7"),
        ("2.3", "linux/arm/v6", "v6"),
    ],
)
def test_an_index_gives_the_best_of_what_the_processor_runs(version, node, fetched):
    held = index(
        "index",
        manifest("none", layer("n0"), platform="unknown/unknown"),
        manifest("v3", layer("l3"), platform="linux/amd64/v3"),
        manifest("v6", layer("l6"), platform="linux/arm/v6"),
        manifest("amd64", layer("l0"), platform="linux/amd64"),
        manifest("v7", layer("l7"), platform="linux/arm/v7"),
    )
    own = Node(version, (registry({"team/all:1": held}),), platform=node)
    assert own.pull("team/all:1").failure is None
    assert own.asked[:3] == [
        ("HEAD", "manifests/1", 200),
        ("GET", "manifests/index", 200),
        ("GET", f"manifests/{fetched}", 200),
    ]


def test_an_artifact_is_no_error_from_1_7_on_and_before_it_stays_and_fails_again():
    chart = registry({"team/chart:1": image("chart", layer("c0"), artifact=True)})
    for version in ("1.7", "2.3"):
        node = Node(version, (chart,))
        assert node.pull("team/chart:1").failure is None
        assert node.runtime.store.content.snapshots == 0
        assert node.pull("team/chart:1").session.requests == 1
    node = Node("1.6", (chart,))
    first, second = node.pull("team/chart:1"), node.pull("team/chart:1")
    assert first.failure == second.failure is not None
    assert second.session.requests == 1
    assert len(node.runtime.images.by_id()) == 1


@pytest.mark.parametrize("version", MEASURED)
def test_two_pulls_share_a_blob_on_two_bases_and_unpack_it_twice(version):
    top = layer("top", 4 * MIB)
    tags = {"team/x:1": image("x", layer("bx"), top), "team/y:1": image("y", layer("by"), top)}
    node = Node(version, (registry(tags),), pace=SLOW)
    calls = [node.start("team/x:1"), node.start("team/y:1")]
    node.run()
    assert all(call.failure is None for call in calls)
    assert [row.object for row in node.records.requests].count(f"blobs/{sha('top')}") == 1
    assert node.runtime.store.content.snapshots == 4


@pytest.mark.parametrize("version", MEASURED)
def test_the_shared_blob_is_fetched_again_where_layers_are_thrown_away(version):
    top = layer("top", 4 * MIB)
    tags = {"team/x:1": image("x", layer("bx"), top), "team/y:1": image("y", layer("by"), top)}
    settings = ContainerdConfiguration(discard_unpacked_layers=True)
    node = Node(version, (registry(tags),), settings)
    node.pull("team/x:1")
    assert node.runtime.store.content.content_bytes == 1500
    assert node.pull("team/x:1").session.requests == 1
    node.pull("team/y:1")
    assert [row.object for row in node.records.requests].count(f"blobs/{sha('top')}") == 2


@pytest.mark.parametrize(
    ("version", "text"),
    [("1.7", "failed to read expected number of bytes"), ("2.3", "short read: expected 1048576 bytes but got 300000")],
)
def test_a_body_that_cannot_be_gone_on_with_is_a_short_read(version, text):
    blob = f"blobs/{sha('s1')}"
    faults = (
        Fault(method="GET", object=blob, nth=1, cut_at_bytes=300_000),
        Fault(method="GET", object=blob, status=403),
    )
    pull = Node(version, (registry({"team/small:t0": SMALL}, faults=faults),)).pull()
    assert pull.failure is not None
    assert pull.failure.text.endswith(f"{text}: unexpected EOF")


@pytest.mark.parametrize("version", MEASURED)
def test_the_fourth_end_without_a_byte_before_it_is_the_last_one_that_with_progress_included(version):
    blob = f"blobs/{sha('s1')}"
    cuts = tuple(Fault(method="GET", object=blob, nth=n, cut_at_bytes=100 if n == 1 else 0) for n in range(1, 9))
    node = Node(version, (registry({"team/small:t0": SMALL}, faults=cuts),))
    assert node.pull().failure is not None
    assert [row.object for row in node.records.requests].count(blob) == 4


@pytest.mark.parametrize("version", ["1.6", "1.7", "2.0", "2.1", "2.3"])
@pytest.mark.parametrize("refused", ["blobs/" + sha("x0"), "blobs/" + sha("x2")])
def test_a_layer_that_is_there_when_another_fails_in_the_same_instant_ends_nothing_twice(version, refused):
    """The others are stopped, and one that has not begun by then does not begin."""
    other = image("other", layer("x0"), layer("s0"), layer("x2"), layer("s1"))
    faults = (Fault(method="GET", object=refused, status=429, message=""),)
    node = Node(version, (registry({"team/small:t0": SMALL, "team/other:t0": other}, faults=faults),))
    assert node.pull().failure is None
    call = node.pull("team/other:t0")
    assert "429 Too Many Requests" in call.failure.as_kubelet_sees_it
    assert not call.session.process.is_alive
