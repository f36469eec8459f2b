"""When containerd sends a request again."""

import pytest

from imagesim.rules.containerd.retries import after_answer
from imagesim.rules.versions import CONTAINERD_VERSIONS, containerd

MANIFEST = "manifests/v1"


def tries(version, *answers, method="GET", last_host=True, unanswered=0):
    """How often a request is sent that is answered so, the last answer again and again."""
    statuses = []
    while True:
        statuses.append(answers[min(len(statuses), len(answers) - 1)])
        behaviour = containerd(version)
        then = after_answer(behaviour, method, MANIFEST, statuses, last_host=last_host, unanswered=unanswered)
        if then == "stop":
            return len(statuses)
        method = "GET" if then == "as-get" else method


@pytest.mark.parametrize("status", [429, 408])
def test_too_many_requests_and_timeouts_are_repeated_to_the_limit(status):
    assert {version: tries(version, status) for version in CONTAINERD_VERSIONS} == {
        "1.6": 6, "1.7": 6, "2.0": 6, "2.1": 6, "2.2": 6, "2.3": 5,
    }  # fmt: skip
    assert tries("1.6", status, last_host=False) == 6


@pytest.mark.parametrize("status", [500, 503, 504])
def test_some_server_errors_are_repeated_once_at_the_last_host_from_2_1_on(status):
    assert [tries(version, status) for version in CONTAINERD_VERSIONS] == [1, 1, 1, 2, 2, 2]
    assert [tries(version, status, last_host=False) for version in CONTAINERD_VERSIONS] == [1] * 6


@pytest.mark.parametrize("status", [200, 206, 301, 307, 400, 403, 404, 502, 501])
def test_anything_else_is_final(status):
    assert [tries(version, status) for version in CONTAINERD_VERSIONS] == [1] * 6


def test_server_errors_that_change_are_repeated_while_tries_last():
    assert tries("2.3", 500, 503, 500, 503, 500, 503) == 5
    assert tries("2.2", 500, 503, 500, 503, 500, 503, 500) == 6
    assert tries("2.3", 500, 503, 503) == 3
    assert tries("2.3", 429, 500, 429, 200) == 4


def test_a_head_that_is_not_allowed_becomes_a_get_and_a_get_does_not():
    behaviour = containerd("2.3")
    assert after_answer(behaviour, "HEAD", MANIFEST, [405], last_host=True) == "as-get"
    assert after_answer(behaviour, "HEAD", "blobs/x", [405], last_host=True) == "stop"
    assert after_answer(behaviour, "GET", MANIFEST, [405], last_host=True) == "stop"


def test_a_401_is_for_the_authorizer_while_tries_last():
    behaviour = containerd("2.3")
    assert after_answer(behaviour, "HEAD", MANIFEST, [401], last_host=True) == "authorize"
    assert after_answer(behaviour, "HEAD", MANIFEST, [401] * 5, last_host=True) == "stop"
    assert after_answer(containerd("1.7"), "HEAD", MANIFEST, [401] * 5, last_host=True) == "authorize"


def test_tries_without_an_answer_count_too():
    assert tries("2.3", 429, unanswered=3) == 2
