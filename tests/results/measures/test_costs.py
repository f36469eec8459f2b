"""What the pulls of a run cost."""

from imagesim.engine.records import Records, RequestRecord
from imagesim.results.measures.costs import Costs, costs
from tests.results.example_records import pod


def request(method, what, status=200, size=0, host="a"):
    return RequestRecord(time_s=0.0, node="n", host=host, method=method, object=what, status=status, bytes_sent=size)


RECORDS = Records(
    end_s=60.0,
    requests=[
        request("HEAD", "manifests/v1"),
        request("GET", "manifests/sha256:1", size=10),
        request("GET", "blobs/sha256:2", size=1000),
        request("GET", "manifests/sha256:1", status=429, host="b"),
    ],
    pods=[pod("web-a", ready_s=3.0), pod("web-b", ready_s=7.5), pod("web-c", deleted_s=9.0)],
)


def test_adds_up_requests_and_bytes_of_all_registries_or_of_one():
    assert costs(RECORDS) == Costs(4, 2, 1, 1010, 7.5, 0)
    assert costs(RECORDS, "a") == Costs(3, 1, 0, 1010, 7.5, 0)
    assert costs(RECORDS, "nobody") == Costs(0, 0, 0, 0, 7.5, 0)


def test_nothing_is_ready_while_one_pod_is_not():
    found = costs(Records(end_s=60.0, pods=[pod("web-a", ready_s=3.0), pod("web-b")]))
    assert (found.ready_s, found.not_ready) == (None, 1)


def test_a_run_without_pods_has_no_time():
    assert costs(Records(end_s=60.0)) == Costs(0, 0, 0, 0, None, 0)
