"""Cases that nobody watched, whose outcome follows from containerd's source at the tags of the versions.

In the format of tests/wire, so that they also show what the runner takes.
"""

from collections import Counter

import pytest

from tests.wire.__main__ import check
from tests.wire.case import read
from tests.wire.content import digest_of
from tests.wire.images import APP, HOST, TAGS, content_bytes, registry
from tests.wire.playing import play
from tests.wire.writing import case, cold, get, head, one_by_one, pull

ALL = ["1.6.20", "1.7.34", "2.0.11", "2.1.9", "2.2.7", "2.3.4"]
APP_TAG, SMALL = "team/app:v1", "team/small:t0"
MIRROR, SECOND = "mirror.test", "second.test"


def agrees(value):
    found = check(read(value))
    assert not found, found


def seen(value, seed=1):
    return play(read(value), seed)


def small(version, *, faults=(), steps=(), **more):
    held = {"faults": list(faults), **more.pop("held", {})}
    return case("other", version, [SMALL], list(steps) or [pull(SMALL)], held=held, **more)


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize("place", range(1, 8))
def test_a_503_at_any_one_request_is_got_over_from_2_1_on(version, place):
    value = small(version, faults=[{"nth": place, "status": 503}])
    requests = 5
    works = version >= "2.1" or place > requests
    repeated = works and place <= requests
    agrees(
        value | {"expect": {"pulls": [{"ok": works}], **({"counts": {"total": requests + repeated}} if works else {})}}
    )


@pytest.mark.parametrize("version", ALL)
def test_a_429_twice_is_got_over_without_a_wait(version):
    faults = [{"method": "GET", "object": "blobs/small-0", "nth": nth, "status": 429} for nth in (1, 2)]
    agrees(small(version, faults=faults, pulls=[{"ok": True, "seconds": 0.2}], counts={"GET": 6}))


@pytest.mark.parametrize("version", ALL)
def test_login_and_a_limit_share_the_tries(version):
    """One 401, and then 429 for ever."""
    tries = 5 if version >= "2.3" else 6
    value = small(version, faults=[{"method": "HEAD", "nth": nth, "status": 429} for nth in range(2, 20)],
                  held={"auth": "basic", "users": {"a": "b"}}, steps=[pull(SMALL, login=("a", "b"))],
                  requests=one_by_one(head("t0", 401), *[head("t0", 429)] * (tries - 1)),
                  pulls=[{"ok": False, "code": "Unknown", "error": "429 Too Many Requests"}])  # fmt: skip
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_two_mirrors_are_asked_in_their_order_for_each_object(version):
    mirrors = [registry([], host=MIRROR), registry([SMALL], host=SECOND)]
    names = ["small", "small-config", "small-0", "small-1"]
    value = small(version, mirrors=mirrors, requests=[
        [head("t0", 404, MIRROR)], [head("t0", host=SECOND)],
        [get(name, status, host=host) for name in names for host, status in ((MIRROR, 404), (SECOND, 200))],
    ])  # fmt: skip
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_mirror_whose_tag_is_older_gives_the_older_image(version):
    old = registry(["team/app:v2"], host=MIRROR)
    old["tags"] = {APP_TAG: "app-v2"}
    value = case("stale mirror", version, [APP_TAG], [pull(APP_TAG)], mirrors=[old],
                 left={"content_bytes": content_bytes("app-v2"), "snapshots": 5})  # fmt: skip
    assert [row.host for row in seen(value).requests] == [MIRROR] * 8
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_mirror_that_only_pulls_does_not_have_what_it_does_not_list(version):
    mirror = registry([], host=MIRROR, capabilities=["pull"])
    value = small(version, mirrors=[mirror], pulls=[{"ok": True}], counts={"HEAD": 1, "GET": 8})
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_digest_pull_resolves_at_a_mirror_that_may_not_resolve_tags(version):
    mirror = registry([SMALL], host=MIRROR, capabilities=["pull"])
    value = small(version, mirrors=[mirror], steps=[pull("team/small@small")])
    assert {row.host for row in seen(value).requests} == {MIRROR}


@pytest.mark.parametrize("version", ALL)
def test_a_mirror_with_a_login_of_its_own_is_passed_over_without_one(version):
    mirror = registry([SMALL], host=MIRROR, auth="basic", users={"a": "b"})
    value = small(version, mirrors=[mirror], pulls=[{"ok": True}])
    statuses = Counter((row.host, row.status) for row in seen(value).requests)
    assert statuses == {(MIRROR, 401): 5, (HOST, 200): 5}
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_two_images_at_once_with_one_login_each_learn_for_themselves(version):
    login = ("a", "b")
    value = case("two logins", version, [APP_TAG, SMALL], [pull(APP_TAG, login=login), pull(SMALL, login=login)],
                 held={"auth": "bearer", "users": {"a": "b"}}, pulls=[{"ok": True}] * 2)  # fmt: skip
    assert [row.method for row in seen(value).requests].count("POST") == 4
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_tag_that_moves_in_the_middle_of_a_pull_changes_nothing_for_it(version):
    steps = [pull(APP_TAG), {"at_s": 0.5, "move": APP_TAG, "to": "app-v2"}, pull(APP_TAG, 10.0)]
    value = case("moves meanwhile", version, [APP_TAG, "team/app:v2"], steps,
                 node={"bytes_per_s_per_stream": 10e6}, pulls=[{"ok": True}] * 2,
                 left={"content_bytes": content_bytes("app-v1", "app-v2"), "snapshots": 7})  # fmt: skip
    agrees(value)
    assert len(seen(value).requests) == 8 + 5


@pytest.mark.parametrize("version", ALL)
def test_present_images_that_share_layers_are_there_once(version):
    value = case("present", version, [APP_TAG, "team/other:1"], [pull(APP_TAG), pull("team/other:1")],
                 node={"present": [APP_TAG, "team/other:1"]}, requests=[[head("v1"), head("1")]],
                 pulls=[{"ok": True}] * 2,
                 left={"content_bytes": content_bytes("app-v1", "other"), "snapshots": 6})  # fmt: skip
    agrees(value)


@pytest.mark.parametrize(("node", "taken"), [("linux/amd64", "multi-amd64"), ("linux/arm64", "multi-arm64")])
@pytest.mark.parametrize("version", ALL)
def test_an_attestation_is_never_taken(version, node, taken):
    value = case("attestation", version, ["team/multi:1"], [pull("team/multi:1")], node={"platform": node})
    value["registry"]["manifests"]["multi"]["manifests"].insert(0, {"id": "seal", "platform": "unknown/unknown"})
    agrees(value | {"expect": {"pulls": [{"ok": True}], "counts": {"GET": 5}}})
    assert [row.object for row in seen(value).requests][2] == f"manifests/{digest_of(taken)}"


@pytest.mark.parametrize("version", ALL)
def test_a_blob_that_the_registry_has_lost_fails_the_pull(version):
    value = small(version, pulls=[{"ok": False, "code": "NotFound", "error": "from remote: not found"}],
                  left={"content_bytes": 0, "snapshots": 0})  # fmt: skip
    other = registry(["team/small:t0"], host=MIRROR, faults=[{"status": 404}])
    del value["registry"]["blobs"]["small-1"]
    agrees(value | {"mirrors": [other]})


@pytest.mark.parametrize(("version", "ends", "code"), [
    ("1.6.20", 40.2, None), ("1.7.34", 40.2, None), ("2.2.7", 40.2, None), ("2.3.4", 30.1, "DeadlineExceeded"),
])  # fmt: skip
@pytest.mark.parametrize("fault", [
    {"method": "HEAD"}, {"method": "GET", "object": "manifests/small"}, {"method": "GET", "object": "blobs/small-0"},
])  # fmt: skip
def test_an_answer_after_forty_seconds_is_too_late_for_2_3_alone(version, ends, code, fault):
    value = small(version, faults=[{**fault, "delay_s": 40}],
                  pulls=[{"ok": code is None, "code": code, "seconds": ends}])  # fmt: skip
    agrees(value)


@pytest.mark.parametrize(("version", "ends"), [("1.6.20", 40.2), ("2.3.4", 30.0)])
def test_so_is_a_token_after_forty_seconds(version, ends):
    value = small(version, faults=[{"object": "token", "nth": 1, "delay_s": 40}], held={"auth": "bearer"},
                  pulls=[{"ok": version < "2", "seconds": ends}])  # fmt: skip
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_body_that_stops_without_an_end_waits_for_ever_or_for_the_progress_timeout(version):
    """The transfer service notices the stall only of a body of which a MiB has come; 1.6 notices none."""
    stops = {"method": "GET", "object": "blobs/L0", "cut_at_bytes": 5_000_000, "silent": True}
    value = case("stalls", version, [APP_TAG], [pull(APP_TAG)], held={"faults": [stops]})
    result = seen(value).pulls[0]
    if version == "1.6.20":
        assert result.seconds is None
    else:
        assert (result.code, result.seconds) == ("Canceled", pytest.approx(320, abs=10.1))


@pytest.mark.parametrize("version", ALL)
@pytest.mark.parametrize("at_s", [0.0, 0.001, 0.01, 0.02, 0.1, 0.5, 1.0, 3.0, 3.2, 3.35, 9.0])
def test_a_cancelled_pull_leaves_all_or_nothing(version, at_s):
    steps = [pull(APP_TAG), {"at_s": at_s, "cancel": 0}]
    value = case("cancel", version, [APP_TAG], steps, node={"bytes_per_s_per_stream": 10e6})
    result = seen(value)
    assert result.pulls[0].ok is (at_s > 4)
    assert (result.content_bytes, result.snapshots) == ((48_273_191, 5) if result.pulls[0].ok else (0, 0))
    if not result.pulls[0].ok:
        assert result.pulls[0].code == "Canceled"


@pytest.mark.parametrize("version", ALL)
def test_cancelling_one_of_four_does_not_disturb_the_others(version):
    steps = [pull("team/ten:1"), pull(APP_TAG, 0.01), pull("team/other:1", 0.02), pull(SMALL, 0.03)]
    tags = ["team/ten:1", APP_TAG, "team/other:1", SMALL]
    for victim in range(4):
        value = case("four", version, tags, [*steps, {"at_s": 1.5, "cancel": victim}],
                     node={"bytes_per_s_per_stream": 2**21})  # fmt: skip
        result = seen(value)
        assert [one.ok for place, one in enumerate(result.pulls) if place != victim] == [True] * 3
        assert all(one.seconds is not None for one in result.pulls)


@pytest.mark.parametrize("version", ALL)
def test_five_pulls_of_one_image_ask_once_for_each_body(version):
    value = case("five", version, [APP_TAG], [pull(APP_TAG)] * 5, pulls=[{"ok": True}] * 5,
                 requests=[[head("v1")] * 5, *cold(version, "v1", "app-v1", "app-v1-config", APP)[1:]],
                 left={"content_bytes": 48_273_191, "snapshots": 5})  # fmt: skip
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_name_that_is_none_asks_for_nothing(version):
    value = small(version, steps=[pull("team/Small:t0"), pull("team/small:t0:1")], requests=[],
                  pulls=[{"ok": False, "code": "Unknown", "error": "must be lowercase"},
                         {"ok": False, "error": 'small:t0:1": invalid reference format'}])  # fmt: skip
    agrees(value)


@pytest.mark.parametrize("version", ALL)
def test_a_layer_cut_three_times_and_then_refused_is_short(version):
    blob = {"method": "GET", "object": "blobs/small-0"}
    faults = [*({**blob, "nth": nth, "cut_at_bytes": 1000} for nth in (1, 2, 3)), {**blob, "status": 403}]
    text = "short read: expected 1049169 bytes but got 3000: unexpected EOF"
    old = "failed to read expected number of bytes: unexpected EOF"
    value = small(version, faults=faults, pulls=[{"ok": False, "error": text if version >= "2.1" else old}],
                  left={"content_bytes": 0})  # fmt: skip
    agrees(value)


def test_every_image_of_the_measurements_can_be_pulled_by_every_version():
    for version in ALL:
        steps = [pull(tag, at_s=place * 0.05) for place, tag in enumerate(TAGS) if tag != "team/arm:1"]
        result = seen(case("all", version, TAGS, steps, node={"bytes_per_s_per_stream": 5e6}))
        assert all(one.ok for one in result.pulls)
