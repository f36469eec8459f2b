"""Layers that come in parts: concurrent_layer_fetch_buffer of the transfer service."""

import dataclasses

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Disk, Pace
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIB, Node, image, layer, readable, registry, sha

BIG = image("big", layer("b", 10 * MIB))
TWO = image("two", layer("b", 10 * MIB), layer("c", 10 * MIB))
CAPPED = Pace(connection=MIB)


def settings(buffer: int = 4 * MIB, **more: object) -> ContainerdConfiguration:
    return ContainerdConfiguration(transfer_concurrent_layer_fetch_buffer=buffer, **more)  # type: ignore[arg-type]


def node(
    own: ContainerdConfiguration, *faults: Fault, pace: Pace = CAPPED, version: str = "2.3", **more: object
) -> Node:
    return Node(version, (held(*faults),), own, pace, **more)  # type: ignore[arg-type]


def held(*faults: Fault, bandwidth: float | None = None) -> Registry:
    made = registry({"team/big:1": BIG, "team/two:1": TWO}, faults=faults)
    return dataclasses.replace(made, bandwidth=bandwidth)


def layer_rows(asked: Node) -> list[tuple[str, int, float]]:
    rows = asked.records.requests
    return [(readable(row.object), row.status, row.bytes_sent / MIB) for row in rows if row.object in LAYERS]


LAYERS = {f"blobs/{sha('b')}", f"blobs/{sha('c')}"}
PART = Fault(object=f"blobs/{sha('b')}")


def pulled_s(asked: Node, name: str = "team/big:1") -> float:
    pull = asked.pull(name)
    assert pull.failure is None
    free_again(asked)
    return pull.ended_s  # type: ignore[attr-defined,no-any-return]


def free_again(asked: Node) -> None:
    slots = asked.runtime.parts.downloads
    assert slots.of_a_pull().free == slots.count


@pytest.mark.parametrize("version", ["2.1", "2.2", "2.3"])
def test_a_layer_above_the_buffer_is_a_request_for_each_part(version):
    asked = node(settings(), version=version)
    asked.pull("team/big:1")
    assert sorted(layer_rows(asked)) == [("blobs/b", 206, 2.0), ("blobs/b", 206, 4.0), ("blobs/b", 206, 4.0)]
    assert asked.runtime.store.content.has_blob(sha("b"))


@pytest.mark.parametrize(("buffer", "sent"), [(512, [52, 512, 512, 512, 512]), (511, [2_100])])
def test_512_bytes_are_the_least_part(buffer, sent):
    made = registry({"team/small:1": image("small", layer("b", 2_100))})
    asked = Node("2.3", (made,), settings(buffer), CAPPED)
    pulled_s(asked, "team/small:1")
    assert sorted(row.bytes_sent for row in asked.records.requests if row.object in LAYERS) == sent
    assert asked.runtime.store.content.has_blob(sha("b"))


def test_every_get_says_range_and_a_registry_looks_at_it_for_blobs_only():
    asked = node(settings(buffer=10 * MIB))
    asked.pull("team/big:1")
    assert asked.asked == [
        ("HEAD", "manifests/1", 200),
        ("GET", "manifests/big", 200),
        ("GET", "blobs/big config", 206),
        ("GET", "blobs/b", 206),
    ]


def test_each_part_is_redirected_anew():
    made = registry({"team/big:1": BIG}, redirect="blobs.test")
    asked = Node("2.3", (made,), settings(), CAPPED)
    assert pulled_s(asked) == pytest.approx(4, abs=0.01)
    assert [status for _, object_, status in asked.asked_at(HOST) if object_ == "blobs/b"] == [307] * 3
    assert [status for _, object_, status in asked.asked_at("blobs.test") if object_ == "blobs/b"] == [206] * 3


@pytest.mark.parametrize(
    "own",
    [
        settings(0),
        settings(511),
        settings(transfer_max_concurrent_downloads=1),
        settings(use_local_image_pull=True),
        settings(max_concurrent_downloads=4),
    ],
)
def test_it_comes_whole_where_the_setting_is_of_no_effect(own):
    asked = node(own)
    assert pulled_s(asked) == pytest.approx(10, abs=0.01)
    assert layer_rows(asked) == [("blobs/b", 200, 10.0)]


def test_where_a_connection_is_capped_three_bring_more_than_one():
    assert pulled_s(node(settings())) == pytest.approx(4, abs=0.01)
    assert pulled_s(node(settings(transfer_max_concurrent_downloads=2))) == pytest.approx(6, abs=0.01)


@pytest.mark.parametrize("own", [settings(0), settings()])
def test_where_the_registrys_link_is_the_limit_they_bring_no_more(own):
    asked = Node("2.3", (held(bandwidth=MIB),), own)
    assert pulled_s(asked) == pytest.approx(10, abs=0.01)


def test_parts_of_two_layers_share_the_slots_of_the_node():
    assert pulled_s(node(settings(0)), "team/two:1") == pytest.approx(10, abs=0.01)
    asked = node(settings())
    assert pulled_s(asked, "team/two:1") == pytest.approx(8, abs=0.01)
    assert len(layer_rows(asked)) == 6


def test_where_the_first_part_breaks_off_the_others_are_thrown_away_and_the_rest_is_asked_for_again():
    asked = node(settings(), dataclasses.replace(PART, cut_at_bytes=MIB, nth=1))
    assert pulled_s(asked) == pytest.approx(1 + 4, abs=0.01)
    sizes = [size for _, _, size in layer_rows(asked)]
    assert sizes[:3] == pytest.approx([1, 1, 1], abs=0.01)
    assert sorted(sizes[3:]) == [1.0, 4.0, 4.0]


@pytest.mark.parametrize("how", [{"cut_at_bytes": MIB}, {"status": 404}])
def test_where_a_later_part_fails_an_earlier_one_is_stopped_and_the_pull_fails(how):
    asked = node(settings(), dataclasses.replace(PART, nth=2, **how))
    pull = asked.pull("team/big:1")
    assert pull.failure is not None
    assert pull.failure.text.endswith(f'"{HOST}/team/big:1": failed to copy: context canceled')
    free_again(asked)


def test_what_came_without_a_gap_stays_for_a_pull_that_waits():
    asked = node(settings(), dataclasses.replace(PART, nth=2, cut_at_bytes=MIB))
    first, second = asked.start("team/big:1"), asked.start("team/big:1", at_s=0.5)
    asked.run()
    assert first.failure is not None
    assert second.failure is None
    sizes = [size for _, _, size in layer_rows(asked)]
    assert sizes[:2] == pytest.approx([1, 1], abs=0.01)
    assert sorted(sizes[-3:]) == pytest.approx([1, 4, 4], abs=0.01)


def test_a_part_that_is_refused_once_all_before_it_are_here_is_what_the_pull_fails_with():
    asked = node(settings(transfer_max_concurrent_downloads=2), dataclasses.replace(PART, nth=3, status=404))
    first, second = asked.start("team/big:1"), asked.start("team/big:1", at_s=0.5)
    asked.run()
    assert first.failure is not None
    assert first.failure.text.endswith("from remote: not found")
    assert second.failure is None
    assert [size for _, _, size in layer_rows(asked)] == [4.0, 4.0, 0.0, 2.0]
    free_again(asked)


def test_another_layers_failure_stops_all_parts_and_gives_their_slots_back():
    asked = node(settings(), Fault(object=f"blobs/{sha('c')}", status=404))
    assert asked.pull("team/two:1").failure is not None
    free_again(asked)


def test_a_wrong_byte_in_any_part_spoils_the_layer():
    asked = node(settings(), dataclasses.replace(PART, nth=2, corrupt=True))
    pull = asked.pull("team/big:1")
    assert pull.failure is not None
    assert "unexpected commit digest" in pull.failure.text
    assert asked.runtime.store.content.partial(sha("b")) == 0


def test_on_a_disk_that_is_too_small_it_ends_where_the_disk_is_full():
    asked = node(settings(), disk=Disk(capacity=6 * MIB, used=0))
    pull = asked.pull("team/big:1")
    assert pull.failure is not None
    assert "no space left on device" in pull.failure.text
    free_again(asked)
