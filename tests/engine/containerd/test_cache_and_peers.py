"""A pull-through cache between nodes and a registry, and nodes that serve each other."""

from dataclasses import replace

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost
from imagesim.scenarios.values.registry_service import NEVER_STALE, Fault, PullThroughCache, StaleAnswers
from tests.engine.containerd.pull_node import HOST, MIB, MIRROR, SMALL, Node, image, layer, mirrored, registry

DISTRIBUTION = StaleAnswers()
TAGS = {"team/small:t0": SMALL}
NEW = image("new", layer("n0"))


def cached(*faults, ttl_s=0.0, stale=DISTRIBUTION, version="2.3", limits=()):
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST, tag_ttl_s=ttl_s, stale=stale))
    return Node(version, (registry(TAGS, faults=faults, limits=limits), cache), hosts=(mirrored(),))


def forget(node):
    node.runtime.remove_image(f"{HOST}/team/small:t0")


def of_cache(node):
    """What the cache itself asked upstream for."""
    return [row.object.partition("/")[0] for row in node.records.requests if row.node == MIRROR]


def test_the_first_pull_fills_the_cache_and_the_next_asks_upstream_for_the_tag_alone():
    node = cached()
    assert node.pull().failure is None
    assert of_cache(node) == ["manifests", "manifests", "blobs", "blobs", "blobs"]
    forget(node)
    assert node.pull().failure is None
    assert of_cache(node)[5:] == ["manifests"]
    assert [row for row in node.records.requests if row.host == HOST and row.node == "node"] == []


def test_a_tag_is_not_asked_for_again_while_the_cache_trusts_it():
    node = cached(ttl_s=60)
    node.pull()
    node.registry_of[HOST].content.push("team/small", "t0", NEW, 0.0)
    assert node.pull().image.version == SMALL.digest
    assert of_cache(node).count("manifests") == 2


def test_a_moved_tag_comes_through_where_the_cache_asks_each_time():
    node = cached()
    node.pull()
    node.registry_of[HOST].content.push("team/small", "t0", NEW, 0.0)
    assert node.pull().image.version == NEW.digest


def test_a_stale_tag_is_served_while_upstream_is_down_if_the_cache_does_that():
    for stale in (DISTRIBUTION, NEVER_STALE):
        node = cached(Fault(from_s=10, transport="refused"), stale=stale)
        node.pull()
        forget(node)
        late = node.start(at_s=20)
        node.run()
        assert (late.failure is None) is (stale is DISTRIBUTION)


def test_a_cache_saves_the_budget_of_upstream():
    limit = RateLimit(amount=1, window_s=3600, counts="manifest-gets", per="registry")
    node = cached(limits=(limit,))
    for _ in range(3):
        assert node.pull().failure is None
        forget(node)


def statuses_of_cache(node):
    return [(row.host, row.object.partition("/")[0], row.status) for row in node.records.requests if row.node == MIRROR]


def test_a_cache_fetches_a_token_where_upstream_wants_one():
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST))
    node = Node("2.3", (registry(TAGS, auth="bearer"), cache), hosts=(mirrored(),))
    assert node.pull().failure is None
    kinds = ["token", "manifests", "manifests", "blobs", "blobs", "blobs"]
    assert statuses_of_cache(node) == [(HOST, kind, 200) for kind in kinds]
    assert {row.host for row in node.records.requests if row.node == "node"} == {MIRROR}


def test_a_cache_has_no_login_for_what_is_private_upstream():
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST))
    node = Node("2.3", (registry(auth="bearer"), cache), hosts=(mirrored(),))
    # The distribution registry says of a tag that it cannot have what it says of one that it never heard of.
    assert node.pull("priv/app:1").failure.text.endswith("priv/app:1: not found")


def test_a_cache_follows_a_redirection_itself():
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST))
    node = Node("2.3", (registry(TAGS, redirect="blobs.test"), cache), hosts=(mirrored(),))
    assert node.pull().failure is None
    assert [row[::2] for row in statuses_of_cache(node)][2:4] == [(HOST, 307), ("blobs.test", 200)]
    assert {row.host for row in node.records.requests if row.node == "node"} == {MIRROR}


def test_a_cache_of_a_cache():
    middle = registry({}, host="middle.test", cache=PullThroughCache(upstream=HOST))
    cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream="middle.test"))
    node = Node("2.3", (registry(TAGS), middle, cache), hosts=(mirrored(),))
    for upstream in (5, 6):
        assert node.pull().failure is None
        assert len([row for row in node.records.requests if row.host == HOST]) == upstream
        forget(node)


def test_a_cache_that_refuses_a_request_does_not_pass_it_on():
    for own in ({"faults": (Fault(transport="refused"),)}, {"auth": "basic"}):
        cache = registry({}, host=MIRROR, cache=PullThroughCache(upstream=HOST), **own)
        node = Node("2.3", (registry(TAGS), cache), hosts=(mirrored(),))
        assert node.pull().failure is None
        assert of_cache(node) == []


def test_a_request_to_a_cache_that_is_repeated_on_a_new_connection_is_answered():
    cache = registry(
        {},
        host=MIRROR,
        cache=PullThroughCache(upstream=HOST),
        faults=(Fault(method="GET", object="blobs/*", nth=1, transport="reset"),),
    )
    node = Node("2.3", (registry(TAGS), cache), hosts=(mirrored(),))
    assert node.pull().failure is None
    assert {row.host for row in node.records.requests if row.node == "node"} == {MIRROR}


def peers(count=3):
    """A second and a third node beside the first, in one pool whose nodes ask each other first."""
    hosts = (HostConfiguration(host=HOST, mirrors=(MirrorHost(host="peers", peers=True, tls=False),)),)
    first = Node("2.3", (registry({"team/small:t0": replace(SMALL)}, latency_s=0.01),), hosts=hosts)
    return first, [first.neighbour(f"node-{number}") for number in range(1, count)]


def test_a_peer_serves_an_image_only_once_it_has_all_of_it():
    first, (second, third) = peers()
    assert first.pull().failure is None
    fetched = second.pull_image(f"{HOST}/team/small:t0")
    first.env.process(fetched.run())
    first.run()
    assert fetched.failure is None
    assert {row.host for row in first.records.requests if row.node == "node-1"} == {"peers"}
    assert third.images.with_blob(SMALL.digest) is None


def test_pulls_that_begin_together_all_go_to_the_registry():
    first, others = peers()
    calls = [runtime.pull_image(f"{HOST}/team/small:t0") for runtime in (first.runtime, *others)]
    for call in calls:
        first.env.process(call.run())
    first.run()
    assert sum(row.bytes_sent for row in first.records.requests if row.host == HOST) == 3 * (2 * MIB + 1500)


def test_what_is_wrong_with_a_body_upstream_reaches_the_client_and_the_cache_does_not_keep_it():
    node = cached(Fault(method="GET", object="blobs/*", nth=2, corrupt=True))
    spoiled = node.pull()
    assert spoiled.failure is not None
    assert "unexpected commit digest" in spoiled.failure.text
    before = of_cache(node).count("blobs")
    assert node.pull().failure is None
    assert of_cache(node).count("blobs") > before


def test_a_late_answer_upstream_is_late_for_the_client():
    node = cached(Fault(method="HEAD", delay_s=4.0))
    assert node.start() is not None
    node.run()
    assert 4.0 <= node.env.now < 5.0
