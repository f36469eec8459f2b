"""Which tags the other nodes of a pool say something of: all, all but `latest`, or none."""

from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from tests.engine.containerd.pull_node import HOST, SMALL, Node, image, layer, registry

NEW = image("new", layer("n0"))
NO_LATEST = MirrorHost(host="peers", peers=True, tls=False, resolves_latest=False)
NO_TAGS = MirrorHost(host="peers", peers=True, tls=False, capabilities=("pull",))


def second_node_pulls(tag, mirror):
    """What a second node asks, with the answers, for a tag that was pushed since the first one pulled it."""
    hosts = (HostConfiguration(host=HOST, mirrors=(mirror,)),)
    first = Node("2.3", (registry({f"team/small:{tag}": SMALL}),), hosts=hosts)
    assert first.pull(f"team/small:{tag}").failure is None
    first.registry_of[HOST].content.push("team/small", tag, NEW, 0.0)
    call = first.neighbour("node-1").pull_image(f"{HOST}/team/small:{tag}")
    first.env.process(call.run())
    first.run()
    assert call.failure is None
    asked = [row for row in first.records.requests if row.node == "node-1"]
    return call.image.version, [(row.host, row.object.partition(":")[0], row.status) for row in asked]


def test_without_latest_the_peers_answer_404_and_the_registry_says_what_it_is():
    version, asked = second_node_pulls("latest", NO_LATEST)
    assert version == NEW.digest
    assert asked[:2] == [("peers", "manifests/latest", 404), (HOST, "manifests/latest", 200)]


def test_another_tag_still_comes_from_the_peers_so_a_push_behind_them_reaches_nobody():
    version, asked = second_node_pulls("t0", NO_LATEST)
    assert version == SMALL.digest
    assert {(host, status) for host, _, status in asked} == {("peers", 200)}


def test_without_tags_the_peers_are_not_even_asked_for_one():
    for tag in ("t0", "latest"):
        version, asked = second_node_pulls(tag, NO_TAGS)
        assert version == NEW.digest
        assert asked[0] == (HOST, f"manifests/{tag}", 200)
        assert not [row for row in asked[1:] if row[:2] == ("peers", f"manifests/{tag}")]


def test_content_comes_from_the_peers_all_the_same_by_its_digest():
    for mirror in (NO_LATEST, NO_TAGS):
        hosts = (HostConfiguration(host=HOST, mirrors=(mirror,)),)
        first = Node("2.3", (registry({"team/small:latest": SMALL}),), hosts=hosts)
        assert first.pull("team/small:latest").failure is None
        call = first.neighbour("node-1").pull_image(f"{HOST}/team/small:latest")
        first.env.process(call.run())
        first.run()
        assert call.failure is None
        sent = {(row.host, row.status) for row in first.records.requests if row.node == "node-1" and row.bytes_sent}
        assert sent == {("peers", 200)}
