"""Registries that ignore Range: a blob comes whole with 200, and what is here already is passed over.

Read in containerd's source (withOffsetCheck of core/remotes/docker/resolver.go, 2.1 to 2.3), not measured.
"""

import dataclasses

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Pace
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIB, Node, image, layer, readable, registry, sha

BIG = image("big", layer("b", 10 * MIB))
PART = Fault(object=f"blobs/{sha('b')}")
WHOLE, IN_PARTS = ContainerdConfiguration(), ContainerdConfiguration(transfer_concurrent_layer_fetch_buffer=4 * MIB)


def held(*faults: Fault, **service: object) -> Registry:
    return registry({"team/big:1": BIG}, faults=faults, ranges=False, **service)  # type: ignore[arg-type]


def node(*faults: Fault, own: ContainerdConfiguration = WHOLE, version: str = "2.3") -> Node:
    return Node(version, (held(*faults),), own, Pace(connection=MIB))


def rows(asked: Node) -> list[tuple[int, float]]:
    return [(row.status, row.bytes_sent / MIB) for row in asked.records.requests if readable(row.object) == "blobs/b"]


@pytest.mark.parametrize("version", ["1.6", "1.7", "2.0", "2.1", "2.3"])
def test_what_broke_off_comes_whole_again(version: str) -> None:
    asked = node(dataclasses.replace(PART, cut_at_bytes=4 * MIB, nth=1), version=version)
    pull = asked.pull("team/big:1")
    assert pull.failure is None
    assert rows(asked) == [(200, 4.0), (200, 10.0)]
    assert pull.ended_s == pytest.approx(14, abs=0.1)


@pytest.mark.parametrize("version", ["2.1", "2.2", "2.3"])
def test_a_layer_above_the_buffer_is_one_request(version: str) -> None:
    asked = node(own=IN_PARTS, version=version)
    pull = asked.pull("team/big:1")
    assert pull.failure is None
    assert rows(asked) == [(200, 10.0)]
    assert pull.ended_s == pytest.approx(10, abs=0.1), "three at once would be done after four seconds"
    slots = asked.runtime.parts.downloads
    assert slots.of_a_pull().free == slots.count


def test_one_that_breaks_off_before_anything_new_is_given_up() -> None:
    cut = [dataclasses.replace(PART, cut_at_bytes=size * MIB, nth=nth) for nth, size in ((1, 4), (2, 3))]
    asked = node(*cut, own=IN_PARTS)
    pull = asked.pull("team/big:1")
    assert pull.failure is not None
    assert pull.failure.text.endswith("unexpected EOF")
    assert rows(asked) == [(200, 4.0), (200, 3.0)]


def test_where_it_redirects_to_range_is_ignored_too() -> None:
    asked = Node("2.3", (held(redirect="blobs.test"),), IN_PARTS, Pace(connection=MIB))
    assert asked.pull("team/big:1").failure is None
    assert [status for _, object_, status in asked.asked_at(HOST) if object_ == "blobs/b"] == [307]
    assert [status for _, object_, status in asked.asked_at("blobs.test") if object_ == "blobs/b"] == [200]
