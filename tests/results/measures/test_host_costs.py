"""What hosts were asked for and what they sent: closed forms, and the parts of a run with a cache and neighbours."""

from collections import Counter

from imagesim.engine.records import HostRecord, Records, RequestRecord
from imagesim.results.measures.host_costs import HostCosts, host_costs
from tests.results.measures.closed_forms.costs import PARALLEL, at, budgets, refused, size_of
from tests.results.measures.small_worlds import (
    HOST,
    Document,
    image,
    pool,
    ran,
    registry,
    workload,
)  # fmt: skip


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


def test_an_attempt_that_a_limit_refuses_costs_five_requests():
    records = refused()
    failed = [row for row in records.pulls if row.outcome == "Failed"]
    found = at(records)
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
    found, size = by_host(records), size_of(records)
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
    records = budgets()
    first, second, third = records.budgets
    assert [row.used for row in records.budgets] == [1, 1, 1]
    assert first.sharer != second.sharer
    assert third.sharer in (first.sharer, second.sharer)
    assert [row.window_ends_s - row.time_s for row in records.budgets] == [60, 60, 60]
    assert {row.counts for row in records.budgets} == {"manifest-gets"}
