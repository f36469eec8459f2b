"""What hosts were asked for and what they sent: closed forms, and the parts of a run with a cache and neighbours."""

from collections import Counter

import pytest

from imagesim.engine.records import HostRecord, Records, RequestRecord
from imagesim.results.measures.host_costs import HostCosts, host_costs
from tests.results.measures.small_worlds import (
    HOST,
    IMAGE,
    MI,
    Document,
    image,
    one,
    pool,
    ran,
    registry,
    timeline,
    workload,
)  # fmt: skip

PARALLEL = {"serializeImagePulls": False, "registryPullQPS": 0}


def request(time_s: float, method: str = "GET", what: str = "blobs/sha256:1", status: int = 200, size: int = 0,
            host: str = "a", node: str = "n") -> RequestRecord:  # fmt: skip
    return RequestRecord(time_s, node, host, method, what, status, size)


def by_host(records: Records) -> dict[str, HostCosts]:
    return {row.host: row for row in host_costs(records)}


def test_adds_up_by_host_and_finds_the_busiest_second():
    records = Records(
        hosts=[HostRecord("a", "registry", ""), HostRecord("c", "cache", "a")],
        requests=[
            request(0.1, "HEAD", "manifests/v1"),
            request(1.0, "GET", "manifests/v1", size=10),
            request(1.5, "POST", "token"),
            request(1.9, size=1000, node="c"),
            request(2.0, status=429),
            request(2.5, status=503),
            request(3.5, status=0),
            request(9.0, host="nobody-knows"),
        ],
    )
    assert host_costs(records) == [
        HostCosts("a", "registry", "", 7, 1, 5, 1, 1, 1, 2, 1010, 1000, 3),
        HostCosts("nobody-knows", "registry", "", 1, 0, 1, 0, 0, 0, 0, 0, 0, 1),
    ]


@pytest.mark.parametrize("nodes", [1, 7])
def test_a_registry_sends_the_image_once_to_each_node_however_many_pods_run_it(nodes):
    records = ran(
        image("a", "10Mi", "3Mi"), registry({"v1": "a"}), pool(nodes),
        workload(kind="DaemonSet"), workload("more", 3 * nodes),
    )  # fmt: skip
    size = {row.size_bytes for row in records.stored_images}
    assert len(size) == 1
    assert by_host(records)[HOST].bytes_sent == nodes * size.pop()


def test_layers_that_a_node_has_are_not_sent_again():
    base = {"size": "40Mi", "digest": "base"}
    documents = [image("a", base, "1Mi"), image("b", base, "2Mi"), registry({"v1": "a", "v2": "b"}), pool(3)]
    second = workload("second", kind="DaemonSet", container={"image": f"{HOST}/web:v2"})
    first, both = ran(*documents, workload(kind="DaemonSet")), ran(*documents, workload(kind="DaemonSet"), second)
    more = by_host(both)[HOST].bytes_sent - by_host(first)[HOST].bytes_sent
    described = one({row.size_bytes for row in both.stored_images if row.image.endswith("v2")}) - 42 * MI
    assert more == 3 * (2 * MI + described)


def test_each_start_with_always_costs_one_head_where_the_image_is_there():
    records = ran(
        image("a", "10Mi"),
        registry({"v1": "a"}),
        pool(2, prepulled=[IMAGE], kubelet=PARALLEL),
        workload(replicas=20, container={"imagePullPolicy": "Always"}),
        timeline(("2m", "restart", {"target": "Deployment/web", "pods": 5})),
    )
    found = by_host(records)[HOST]
    assert (found.requests, found.head_requests, found.bytes_sent) == (25, 25, 0)


def test_an_attempt_that_a_limit_refuses_costs_five_requests():
    limit = {"amount": 1, "window": "6h", "counts": "requests", "per": "registry"}
    records = ran(image("a", "10Mi"), registry({"v1": "a"}, limits=[limit]), pool(1), workload())
    failed = [row for row in records.pulls if row.outcome == "Failed"]
    found = by_host(records)[HOST]
    # The first HEAD is answered, and spends all; what follows it in that pull is a GET that is refused.
    later = [row for row in failed if row.attempt > 1]
    assert len(later) >= 4
    assert {row.requests for row in later} == {5}
    assert found.too_many_requests == found.requests - 1 == sum(row.requests for row in failed) - 1
    assert [(row.limit, row.used, row.amount) for row in records.budgets] == [(1, 1, 1)]


def cached(**spec: object) -> list[Document]:
    cache = {"apiVersion": "imagesim/v1", "kind": "Registry", "metadata": {"name": "cache.example"},
             "spec": {"host": "cache.example", "cache": {"of": HOST}}}  # fmt: skip
    return [image("a", "10Mi"), registry({"v1": "a"}), cache, pool(4, **spec), workload(kind="DaemonSet")]


def test_what_comes_through_a_cache_is_sent_by_it_and_once_by_the_registry_behind_it():
    hosts = {HOST: {"mirrors": [{"host": "cache.example"}]}}
    records = ran(*cached(hosts=hosts, kubelet=PARALLEL))
    found, size = by_host(records), one({row.size_bytes for row in records.stored_images})
    assert (found["cache.example"].kind, found["cache.example"].of) == ("cache", HOST)
    assert found["cache.example"].bytes_sent == 4 * size
    assert found[HOST].bytes_sent == found[HOST].bytes_to_caches
    assert size <= found[HOST].bytes_sent <= 4 * size


def test_the_kind_of_a_host_says_how_it_is_used():
    peers = {HOST: {"mirrors": [{"host": "peers.local", "peers": True}, {"host": "mirror.example"}]}}
    kinds = Counter({row.host: row.kind for row in ran(*cached(hosts=peers)).hosts})
    assert kinds == {
        HOST: "registry", "cache.example": "cache", "mirror.example": "mirror", "peers.local": "peers"
    }  # fmt: skip


def test_budgets_are_those_of_each_address_and_begin_anew_with_each_window():
    limit = {"amount": 2, "window": "1m", "counts": "manifest-gets"}
    records = ran(
        image("a", "10Mi"), image("b", "1Mi"), registry({"v1": "a", "v2": "b"}, limits=[limit]), pool(2),
        workload(kind="DaemonSet"), workload("late", 0, container={"image": f"{HOST}/web:v2"}),
        timeline(("5m", "scale", {"workload": "late", "replicas": 1})),
    )  # fmt: skip
    first, second, third = records.budgets
    assert [row.used for row in records.budgets] == [1, 1, 1]
    assert first.sharer != second.sharer
    assert third.sharer in (first.sharer, second.sharer)
    assert [row.window_ends_s - row.time_s for row in records.budgets] == [60, 60, 60]
    assert {row.counts for row in records.budgets} == {"manifest-gets"}
