"""What a push reached, and by which way, or why it reached nobody."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.measures.push_reach import push_reach
from tests.results.measures.closed_forms.versions import ALWAYS, PUSH, RESTART, pushed
from tests.results.measures.small_worlds import (
    HOST,
    IMAGE,
    document,
    image,
    one,
    pool,
    ran,
    registry,
    timeline,
    workload,
)


def test_with_always_every_pod_that_starts_again_gets_it_from_the_registry():
    found = pushed(ALWAYS, RESTART)
    assert (found.time_s, found.tag, found.pods, found.nodes, found.ways) == (300, "v1", 2, 2, ("registry",))
    assert 360 < found.first_s < 400
    assert found.text.startswith("reached 2 pods on 2 nodes, the first ")
    assert found.text.endswith(" later, by way of the registry itself")


def test_with_if_not_present_nobody_asks():
    found = pushed({}, RESTART)
    assert (found.pods, found.first_s, found.ways, found.stale_pulls) == (0, None, (), 0)
    assert found.text == "reached nobody: no pull of the tag came after it"


def test_a_cache_that_knows_the_tag_already_answers_with_the_version_before():
    found = pushed(ALWAYS, RESTART, hosts={HOST: {"mirrors": [{"host": "cache.example"}]}})
    assert (found.pods, found.stale_pulls) == (0, 2)
    assert found.text == "reached nobody: a cache answered 2 pulls of the tag with another version"


@pytest.mark.parametrize("latest", [True, False])
def test_neighbours_that_have_the_tag_answer_with_what_they_have(latest):
    peers = {"host": "peers.local", "peers": True, "resolveLatestTag": latest}
    found = pushed(ALWAYS, RESTART, hosts={HOST: {"mirrors": [peers]}})
    assert (found.pods, found.stale_pulls) == (0, 2)
    assert found.text == "reached nobody: other nodes answered 2 pulls of the tag with another version"


def test_neighbours_that_are_asked_for_digests_alone_keep_nobody_from_it():
    peers = {"host": "peers.local", "peers": True, "resolveTags": False}
    found = pushed(ALWAYS, RESTART, hosts={HOST: {"mirrors": [peers]}})
    assert (found.pods, found.ways, found.stale_pulls) == (2, ("registry",), 0)


def test_a_new_node_takes_it_from_the_cache_when_that_asks_again():
    hosts = {HOST: {"mirrors": [{"host": "cache.example"}]}}
    records = ran(
        image("a", "10Mi"), image("b", "20Mi"), registry({"v1": "a"}),
        document("Registry", "cache.example", host="cache.example", cache={"of": HOST}),
        pool(1, hosts=hosts), workload(kind="DaemonSet"),
        timeline(PUSH, ("6m", "addNode", {"pool": "node", "count": 1})),
    )  # fmt: skip
    found = one(push_reach(records))
    assert (found.pods, found.nodes, found.ways) == (1, 1, ("cache",))


def test_a_second_push_ends_the_first():
    found = ran(
        image("a", "10Mi"), image("b", "20Mi"), image("c", "1Mi"), registry({"v1": "a"}), pool(1),
        workload(kind="DaemonSet", container=ALWAYS),
        timeline(PUSH, ("5m30s", "push", {"image": IMAGE, "to": "c"}), RESTART),
    )  # fmt: skip
    first, second = push_reach(found)
    assert (first.pods, first.text) == (0, "reached nobody: no pull of the tag came after it")
    assert second.pods == 1


def test_without_a_push_there_is_nothing_to_say():
    assert push_reach(Records()) == []
