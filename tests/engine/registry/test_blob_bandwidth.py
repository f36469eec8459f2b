"""What one blob gets of a registry, for all who fetch it together: layers of one image do not take from each other."""

import dataclasses

import pytest

from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry_service import Fault, PullThroughCache
from tests.engine.containerd.pull_node import HOST, MIB, MIRROR, Node, image, layer, registry

ONE = image("one", layer("whole", 4 * MIB))
TWO = image("two", layer("half", 2 * MIB), layer("other half", 2 * MIB))


def seconds(
    held: Image, *, blob: float | None, egress: float | None = None, nodes: int = 4, **service: object
) -> float:
    """How long *nodes* pulls of the image take, in bytes of a MiB per second."""
    own = dataclasses.replace(
        registry({"team/app:1": held}, **service),  # type: ignore[arg-type]
        bandwidth=egress and egress * MIB,
        blob_bandwidth=blob and blob * MIB,
    )
    node = Node("1.7", (own,))
    calls = [node.neighbour(f"node-{number}").pull_image(f"{HOST}/team/app:1") for number in range(nodes)]
    for call in calls:
        node.env.process(call.run())
    node.run()
    assert [call.failure for call in calls] == [None] * nodes
    return node.env.now


def test_all_who_fetch_a_blob_share_what_it_has():
    assert seconds(ONE, blob=1) == pytest.approx(16, rel=0.01)
    assert seconds(ONE, blob=1, nodes=1) == pytest.approx(4, rel=0.01)


def test_an_image_of_two_layers_has_two_shares():
    assert seconds(TWO, blob=1) == pytest.approx(8, rel=0.01)


def test_what_the_registry_sends_in_all_is_a_limit_besides():
    assert seconds(TWO, blob=1, egress=1) == pytest.approx(16, rel=0.01)
    assert seconds(ONE, blob=1, egress=1) == pytest.approx(16, rel=0.01)


def test_so_is_what_a_redirection_leads_to():
    assert seconds(TWO, blob=1, redirect="cdn.test") == pytest.approx(8, rel=0.01)


def test_a_cache_passes_on_what_a_blob_has_upstream():
    upstream = dataclasses.replace(registry({"team/app:1": ONE}), blob_bandwidth=MIB)
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST))
    node = Node("2.3", (upstream, cache))
    assert node.pull(f"{MIRROR}/team/app:1").failure is None
    assert node.env.now == pytest.approx(4, rel=0.01)


def test_an_outage_cuts_what_crosses_a_blobs_own_link():
    own = dataclasses.replace(registry({"team/app:1": ONE}), blob_bandwidth=MIB)
    node = Node("2.3", (own,))
    call = node.start("team/app:1")
    server = node.registry_of[HOST]

    def outage() -> None:
        server.begin(Fault(transport="refused", from_s=2))
        node._around.network.cut(server.egress)

    node.at(2, outage)
    node.run()
    assert call.failure is not None
    assert call.ended_s < 2.1  # type: ignore[attr-defined]
