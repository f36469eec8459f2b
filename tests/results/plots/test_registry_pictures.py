"""Rates of requests and bytes: what is drawn adds up to what there was."""

import pytest

from imagesim.engine.records import RequestRecord
from imagesim.results import plots
from imagesim.results.tables import table


def request(time_s, status=200, size=0, host="reg.example", ended_s=None):
    return RequestRecord(time_s, "node-0", host, "GET", "blobs/sha256:1", status, size, "web", ended_s)


def drawn(ax):
    """Of each look the area, which is a number of requests or bytes."""
    sums = {}
    for area in (artist for artist in ax.collections if not artist.get_gid()):
        (path,) = area.get_paths()
        corners = path.vertices
        x, y = corners[:, 0], corners[:, 1]
        sums[area.get_label()] = abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2
    return sums


def requests(*rows):
    return table("requests", rows)


def test_the_areas_are_the_requests_by_status():
    rows = requests(request(10), request(10.5), request(70, 429), request(90, 503))
    ax = plots.registry_load(rows.loc[rows.index.repeat(10)], end_s=100.0)
    assert ax.get_ylabel() == "requests a second,\nmean of 2 s"
    assert drawn(ax) == pytest.approx({"200 OK": 20, "429, too many requests": 10, "5xx, the registry fails": 10})
    assert ax.get_title(loc="left") == "Requests to reg.example, by answer"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "200 OK: 20",
        "429, too many requests: 10",
        "5xx, the registry fails: 10",
    ]


def test_a_few_requests_are_counted_in_whole_numbers_and_are_no_thirty_a_second():
    ax = plots.registry_load(requests(request(1), request(1.1), request(7)), end_s=10.0)
    assert ax.get_ylabel() == "requests in each 0.2 s"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "1", "2"]


def test_the_areas_are_the_bytes_of_each_registry_the_largest_first():
    rows = [request(0, size=10_000_000, ended_s=8.0), request(2, size=1000), request(3, size=50, host="other.example")]
    ax = plots.egress(requests(*rows), end_s=10.0)
    assert drawn(ax) == pytest.approx({"reg.example: 10 MB": 10_001_000, "other.example: 50 B": 50})
    assert ax.get_ylabel().startswith("MB a second")


def test_a_body_is_spread_over_the_time_that_it_took():
    ax = plots.egress(requests(request(2, size=800, ended_s=6.0)), end_s=10.0)
    (area,) = [artist for artist in ax.collections if not artist.get_gid()]
    assert max(y for _, y in area.get_paths()[0].vertices) == pytest.approx(200)


def test_the_registries_that_send_least_are_added_up():
    ax = plots.egress(requests(*(request(n, size=1000 + n, host=f"r{n}.example") for n in range(12))), end_s=12.0)
    labels = list(drawn(ax))
    assert len(labels) == 8
    assert labels[-1].startswith("5 others: ")


def test_without_requests_it_says_so():
    assert plots.registry_load(requests()).texts[0].get_text() == "no registry was asked"
    assert plots.egress(requests(request(1, 404))).texts[0].get_text() == "no registry sent anything"
