"""What becomes of calls whose caller is gone."""

import pytest

from imagesim.engine.containerd.store.node_store import COLLECTED_AFTER_S
from imagesim.scenarios.values.node_runtime import Pace
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import HOST, MIB, Node, image, layer, registry

APP = image("app", layer("l0", 2 * MIB), layer("l1", 20 * MIB))
SLOW = Pace(connection=float(MIB))
VERSIONS = ["1.6", "1.7", "2.3"]


def pulling(version="2.3", **more):
    """A node that is in the middle of a pull 5 s later: one layer is here, the other on its way."""
    node = Node(version, (registry({"team/app:v1": APP}, **more),), pace=SLOW)
    call = node.start("team/app:v1")
    return node, call


@pytest.mark.parametrize("version", VERSIONS)
def test_a_pull_ends_at_the_moment_at_which_its_caller_is_gone(version):
    node, call = pulling(version)
    node.at(5, node.runtime.cut_calls)
    node.run()
    assert call.ended_s == 5
    assert call.failure.as_kubelet_sees_it == (
        f'rpc error: code = Canceled desc = failed to pull and unpack image "{HOST}/team/app:v1": context canceled'
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_what_it_brought_is_freed_a_moment_later(version):
    node, _ = pulling(version)
    node.at(5, node.runtime.cut_calls)
    node.env.run(until=5 + COLLECTED_AFTER_S / 2)
    assert node.runtime.store.content.content_bytes > 2 * MIB
    node.run()
    assert (node.runtime.store.content.content_bytes, node.runtime.store.content.snapshots) == (0, 0)
    assert node.runtime.disk.images == 0


def test_another_pull_of_the_same_image_can_be_made_at_once():
    node, _ = pulling()
    node.at(5, node.runtime.cut_calls)
    again = node.start("team/app:v1", at_s=5)
    node.run()
    assert again.failure is None


def test_a_request_to_a_host_that_never_answers_is_cut_too():
    node, call = pulling(faults=(Fault(silent=True),))
    node.at(5, node.runtime.cut_calls)
    node.run()
    assert call.ended_s == 5


def test_a_request_on_its_way_to_a_host_out_of_reach_is_cut_too():
    node, call = pulling(faults=(Fault(transport="refused"),), latency_s=8.0)
    node.at(5, node.runtime.cut_calls)
    node.run()
    assert call.ended_s == 5
    assert "context canceled" in call.failure.text


def test_pulls_that_are_over_and_those_to_come_are_not_touched():
    node, _ = pulling()
    before = node.start("team/app:v1", at_s=0)
    node.at(40, node.runtime.cut_calls)
    after = node.start("team/app:v1", at_s=41)
    node.run()
    assert (before.failure, after.failure) == (None, None)
