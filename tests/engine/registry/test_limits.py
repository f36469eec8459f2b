"""Pull limits and quotas: what counts, who shares a budget, and how a pull that runs into one fails."""

import pytest

from imagesim.rules.containerd.texts import PULL_RATE_LIMIT
from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.values.node_runtime import HostConfiguration, MirrorHost, Nat
from tests.engine.containerd.pull_node import HOST, MIB, RIGHT, Node, registry

HUB = RateLimit(amount=2, window_s=21_600, counts="manifest-gets", clients="anonymous", message=PULL_RATE_LIMIT)


def limited(*limits, **more):
    return (registry(limits=limits, **more),)


def test_warm_pulls_are_free_where_manifest_gets_count():
    node = Node("2.3", limited(HUB))
    assert all(node.pull().failure is None for _ in range(10))


def test_the_budget_of_an_address_ends_with_the_words_of_the_registry():
    node = Node("2.3", limited(HUB))
    for _ in range(2):
        assert node.pull().failure is None
        node.runtime.remove_image(f"{HOST}/team/small:t0")
    pull = node.pull()
    assert pull.failure is not None
    assert pull.failure.text.endswith(f"429 Too Many Requests\ntoomanyrequests: {PULL_RATE_LIMIT}")
    # HEAD is answered still, and the GET is tried five times for nothing.
    assert [status for _, _, status in node.asked[-6:]] == [200, 429, 429, 429, 429, 429]


def test_a_new_window_has_a_new_budget():
    node = Node("2.3", limited(HUB))
    calls = [node.start(at_s=at_s) for at_s in (0, 1, 2, 21_601)]
    for at_s in (0.5, 1.5, 2.5):
        node.at(at_s, lambda: node.runtime.remove_image(f"{HOST}/team/small:t0"))
    node.run()
    assert [call.failure is None for call in calls] == [True, True, False, True]


def test_an_account_does_not_use_up_what_is_for_anonymous_pulls():
    node = Node("2.3", limited(HUB, auth="bearer"))
    for _ in range(5):
        assert node.pull(login=RIGHT).failure is None
        node.runtime.remove_image(f"{HOST}/team/small:t0")


def test_an_unauthorized_request_is_not_charged():
    """Each of these pulls asks once in vain for the manifest before it has a token."""
    node = Node("2.3", limited(HUB, auth="bearer"))
    for _ in range(2):
        assert node.pull().failure is None
        node.runtime.remove_image(f"{HOST}/team/small:t0")
    assert node.pull().failure is not None


def test_nodes_behind_one_nat_share_one_address():
    nat = Nat(name="gateway")
    nodes = Node(nat=nat), Node(nat=nat, version="1.6")
    seen = [node.runtime.parts.network.address_at(node.registry_of[HOST]) for node in nodes]
    assert seen == ["gateway", "gateway"]


def test_a_nat_shares_its_bandwidth_among_its_nodes_and_is_no_way_to_a_registry_inside():
    nat = Nat(name="gateway", bandwidth=2 * MIB)
    took = {}
    for inside in (False, True):
        node = Node("2.3", (registry(inside=inside),), nat=nat)
        other = node.neighbour("other").pull_image(f"{HOST}/team/small:t0")
        node.env.process(other.run())
        call = node.start()
        node.run()
        took[inside] = call.ended_s
    assert took[False] == pytest.approx(2.0, abs=0.01)  # 2 MiB for each of two nodes, at 2 MiB/s for both
    assert took[True] == 0.0


def test_a_registry_without_tls_under_a_name_needs_an_entry_that_says_so():
    plain = (registry(host="reg.test", tls=False),)
    failure = Node("2.3", plain).pull("reg.test/team/small:t0").failure
    assert failure is not None
    assert failure.text.endswith("http: server gave HTTP response to HTTPS client")
    told = (HostConfiguration(host="reg.test", server=MirrorHost(host="reg.test", tls=False)),)
    assert Node("2.3", plain, hosts=told).pull("reg.test/team/small:t0").failure is None


@pytest.mark.parametrize(("counts", "requests"), [("requests", 5), ("blob-gets", 3), ("manifest-gets", 1)])
def test_a_quota_of_exactly_what_a_pull_needs_is_enough_and_one_less_is_not(counts, requests):
    for amount, works in ((requests, True), (requests - 1, False)):
        limit = RateLimit(amount=amount, window_s=60, counts=counts, per="registry")
        assert (Node("1.6", limited(limit)).pull().failure is None) is works


def test_a_limit_on_tokens_stops_a_pull_while_it_resolves():
    limit = RateLimit(amount=1, window_s=60, counts="tokens", per="registry")
    node = Node("2.3", limited(limit, auth="bearer"))
    pull = node.pull()
    assert pull.failure is not None
    assert "failed to fetch anonymous token: unexpected status from GET request" in pull.failure.text
    assert [(object_, status) for _, object_, status in node.asked if object_ == "token"] == [
        ("token", 200),
        ("token", 429),
    ]
