"""Requests whose answer nobody waited for, bodies that break off, and success without a body."""

import pytest

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import MIB, MIRROR, RIGHT, Node, mirrored, registry, sha

ALL = ["1.6", "1.7", "2.0", "2.1", "2.2", "2.3"]
SMALL_MANIFEST = f"manifests/{sha('small')}"
SHORT = {
    True: "short read: expected {} bytes but got {}: unexpected EOF",
    False: "failed to read expected number of bytes: unexpected EOF",
}


def short(version, expected, got):
    return SHORT[version >= "2.1"].format(expected, got)


def node(version, *faults, **more):
    return Node(version, (registry(faults=faults, **more),))


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize(
    ("late", "before"),
    [
        ({"method": "HEAD"}, []),
        ({"method": "GET", "object": SMALL_MANIFEST}, [("HEAD", "manifests/t0", 200)]),
    ],
)
def test_a_request_that_is_cancelled_before_its_answer_is_in_the_records(version, late, before):
    own = node(version, Fault(**late, delay_s=5.0, nth=1))
    call = own.start()
    own.at(1.0, call.cancel)
    own.run()
    asked = ("HEAD", "manifests/t0", 0) if not before else ("GET", "manifests/small", 0)
    assert own.asked == [*before, asked]
    assert (own.records.requests[-1].time_s, own.records.requests[-1].bytes_sent) == (1.0, 0)
    assert call.session.requests == len(own.asked)
    assert own.pull().failure is None, "it was the first, so the next one is in time"


@pytest.mark.parametrize("version", ALL)
def test_the_layers_that_were_asked_for_when_another_was_refused_are_in_the_records(version):
    own = node(
        version,
        Fault(object=f"blobs/{sha('s0')}", delay_s=1.5),
        Fault(object=f"blobs/{sha('s1')}", delay_s=0.5, status=404),
    )
    assert sha("s1") in own.pull().failure.text
    assert sorted(own.asked[3:]) == [("GET", "blobs/s0", 0), ("GET", "blobs/s1", 404)]


def test_an_answer_that_begins_in_the_instant_of_the_end_is_one():
    """Three layers are asked for at once, and the answer to one of them ends the pull."""
    own = node("1.7", Fault(object=f"blobs/{sha('s0')}", status=404), latency_s=0.5)
    assert sha("s0") in own.pull().failure.text
    assert sorted(own.asked[3:]) == [("GET", "blobs/s0", 404), ("GET", "blobs/s1", 200)]


def test_one_on_its_way_counts_for_the_limits_of_the_registry():
    limit = RateLimit(amount=1, window_s=3600.0, counts="requests", per="address", message="enough")
    own = Node("1.7", (registry(latency_s=1.0, limits=(limit,)),))
    call = own.start()
    own.at(0.5, call.cancel)
    own.run()
    assert own.asked == [("HEAD", "manifests/t0", 0)]
    assert "429 Too Many Requests" in own.pull().failure.text


def test_so_does_a_token_that_nobody_waits_for():
    own = node("2.3", Fault(object="token", delay_s=5.0, nth=1), auth="bearer")
    call = own.start(login=RIGHT)
    own.at(1.0, call.cancel)
    own.run()
    assert own.asked == [("HEAD", "manifests/t0", 401), ("POST", "token", 0)]


@pytest.mark.parametrize("transport", ["dial-silent", "tls-silent", "dns-silent"])
def test_what_never_reached_the_registry_is_in_no_record(transport):
    own = node("2.3", Fault(transport=transport))
    call = own.start()
    own.at(1.0, call.cancel)
    own.run()
    assert call.failure.code == "Canceled"
    assert own.asked == []


@pytest.mark.parametrize("fault", [Fault(silent=True), Fault(delay_s=40.0), Fault(transport="reset", delay_s=40.0)])
def test_a_silent_request_is_in_the_records_once(fault):
    own = node("2.3", fault)
    call = own.start()
    own.at(1.0, call.cancel)
    own.run()
    assert own.asked == [("HEAD", "manifests/t0", 0)]


def test_one_that_was_redirected_is_noted_where_it_went():
    own = Node("2.3", (registry(latency_s=1.0, redirect="blobs.test"),))
    call = own.start()
    own.at(3.5, call.cancel)
    own.run()
    assert [(row.host, row.status) for row in own.records.requests[2:]] == [("127.0.0.1:5000", 307), ("blobs.test", 0)]


# --- bodies ---


@pytest.mark.parametrize("version", ALL)
def test_a_manifest_that_breaks_off_comes_whole_the_second_time(version):
    own = node(version, Fault(method="GET", object=SMALL_MANIFEST, nth=1, cut_at_bytes=100))
    call = own.pull()
    assert call.failure is None
    sent = [(row.status, row.bytes_sent) for row in own.records.requests if row.object == SMALL_MANIFEST]
    assert sent == [(200, 100), (200, 1000)]
    assert own.runtime.store.content.content_bytes == 1500 + 2 * MIB
    assert call.session.bytes_fetched == 100 + 1500 + 2 * MIB


@pytest.mark.parametrize("version", ALL)
def test_a_manifest_that_always_lacks_its_last_byte_is_given_up(version):
    own = node(version, Fault(method="GET", object=SMALL_MANIFEST, cut_at_bytes=999))
    assert short(version, 1000, 999) in own.pull().failure.text
    assert [row.bytes_sent for row in own.records.requests if row.object == SMALL_MANIFEST] == [999] * 4


@pytest.mark.parametrize("version", ALL)
def test_one_that_breaks_off_earlier_the_second_time_is_given_up_at_once(version):
    own = node(
        version,
        Fault(method="GET", object=SMALL_MANIFEST, nth=1, cut_at_bytes=100),
        Fault(method="GET", object=SMALL_MANIFEST, nth=2, cut_at_bytes=50),
    )
    assert short(version, 1000, 100) in own.pull().failure.text
    assert [row.bytes_sent for row in own.records.requests if row.object == SMALL_MANIFEST] == [100, 50]


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize(("object_", "size"), [(SMALL_MANIFEST, 1000), (f"blobs/{sha('s0')}", MIB)])
def test_a_connection_that_breaks_at_the_end_of_a_body_does_no_harm(version, object_, size):
    own = node(version, Fault(method="GET", object=object_, cut_at_bytes=size))
    assert own.pull().failure is None
    assert [(row.status, row.bytes_sent) for row in own.records.requests if row.object == object_] == [(200, size)]


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize(
    ("object_", "size"),
    [(SMALL_MANIFEST, 1000), (f"blobs/{sha('small config')}", 500), (f"blobs/{sha('s0')}", MIB)],
)
def test_a_204_has_no_body_and_is_not_asked_for_again(version, object_, size):
    own = node(version, Fault(method="GET", object=object_, nth=1, status=204))
    assert short(version, size, 0) in own.pull().failure.text
    sent = [(row.status, row.bytes_sent) for row in own.records.requests if row.object == object_]
    assert sent == [(204, 0)]
    assert own.pull().failure is None


@pytest.mark.parametrize("version", ALL)
def test_a_204_to_head_has_no_digest_so_the_manifest_is_asked_for(version):
    own = node(version, Fault(method="HEAD", nth=1, status=204))
    assert own.pull().failure is None
    assert own.asked[:3] == [
        ("HEAD", "manifests/t0", 204),
        ("GET", "manifests/t0", 200),
        ("GET", "manifests/small", 200),
    ]


@pytest.mark.parametrize("version", ALL)
def test_a_204_to_that_is_a_manifest_of_no_bytes(version):
    failure = node(version, Fault(object="manifests/t0", status=204)).pull().failure
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    zero = f"unable to fetch descriptor ({empty}) which reports content size of zero: invalid argument"
    assert (failure.code, failure.text.split('t0": ')[1]) == ("InvalidArgument", zero)


def test_a_registry_that_answers_405_to_get_too_says_so_of_the_get():
    own = node("2.3", Fault(object="manifests/t0", status=405))
    assert "unexpected status from GET request to http" in own.pull().failure.text


# --- mirrors ---


@pytest.mark.parametrize("version", ["1.7", "2.3"])
def test_a_mirror_is_asked_for_the_registrys_name_with_its_colon_escaped(version):
    refused = registry(host=MIRROR, faults=(Fault(status=503),))
    own = Node(version, (registry(faults=(Fault(status=404),)), refused), hosts=(mirrored(),))
    assert "?ns=127.0.0.1%3A5000: 503" in own.pull().failure.text
