"""Requests of a pull that a wire case has no words for: odd registries, redirections, tokens that run out."""

import pytest

from imagesim.scenarios.values.node_runtime import Pace
from imagesim.scenarios.values.registry_service import Fault, TokenServer
from tests.engine.containerd.pull_node import HOST, RIGHT, SMALL, Node, image, layer, registry, sha

MEASURED = ["1.6", "1.7", "2.3"]
DIGEST = ("GET", "manifests/small", 200)
REST = [DIGEST, ("GET", "blobs/small config", 200), ("GET", "blobs/s0", 200), ("GET", "blobs/s1", 200)]


def test_all_that_a_cold_pull_asks_for():
    assert Node("1.7").pull().failure is None
    node = Node("1.7")
    node.pull()
    assert node.asked == [("HEAD", "manifests/t0", 200), *REST]


@pytest.mark.parametrize("version", MEASURED)
def test_a_registry_without_head_is_asked_for_the_manifest_twice(version):
    node = Node(version, (registry(head="not-allowed"),))
    assert node.pull().failure is None
    assert node.asked[:3] == [("HEAD", "manifests/t0", 405), ("GET", "manifests/t0", 200), DIGEST]
    assert len(node.asked) == 6


@pytest.mark.parametrize("version", MEASURED)
def test_so_is_one_that_does_not_say_the_digest(version):
    node = Node(version, (registry(head="without-digest"),))
    assert node.pull().failure is None
    assert node.asked[:3] == [("HEAD", "manifests/t0", 200), ("GET", "manifests/t0", 200), DIGEST]
    assert len(node.asked) == 6


@pytest.mark.parametrize("version", MEASURED)
def test_a_digest_pull_does_not_miss_the_digest(version):
    node = Node(version, (registry(head="without-digest"),))
    assert node.pull(f"team/small@{SMALL.digest}").failure is None
    assert node.asked[:2] == [("HEAD", "manifests/small", 200), DIGEST]


@pytest.mark.parametrize("version", MEASURED)
def test_redirected_blobs_are_two_requests_each(version):
    node = Node(version, (registry(redirect="blobs.test"),))
    assert node.pull().failure is None
    there = [(row.method, row.status) for row in node.records.requests if row.host == "blobs.test"]
    assert there == [("GET", 200)] * 3
    assert [status for method, object_, status in node.asked_at(HOST) if object_.startswith("blobs/")] == [307] * 3
    assert sum(row.bytes_sent for row in node.records.requests if row.host == HOST) == 1000


@pytest.mark.parametrize("version", MEASURED)
def test_a_redirection_that_leads_nowhere_is_a_refusal(version):
    faults = (Fault(method="GET", object=f"blobs/{sha('s0')}", status=307),)
    pull = Node(version, (registry(faults=faults),)).pull()
    assert pull.failure is not None
    assert "307 Temporary Redirect" in pull.failure.text


@pytest.mark.parametrize(("version", "tokens"), [("1.6", 2), ("1.7", 3), ("2.3", 3)])
def test_a_token_that_runs_out_before_the_layers_is_fetched_again(version, tokens):
    public = registry({"team/small:t0": SMALL}, auth="bearer", tokens=TokenServer(lifetime_s=1))
    node = Node(version, (public,), pace=Pace(before_layers_s=1.5))
    assert node.pull().failure is None
    assert [object_ for _, object_, _ in node.asked].count("token") == tokens


@pytest.mark.parametrize("version", MEASURED)
def test_a_token_serves_all_layers_of_one_pull_and_no_other_pull(version):
    node = Node(version, (registry(auth="bearer"),))
    node.pull("priv/app:1", RIGHT)
    assert [method for method, object_, _ in node.asked if object_ == "token"] == ["POST", "POST"]
    node.pull("priv/app:1", RIGHT)
    assert [method for method, object_, _ in node.asked if object_ == "token"] == ["POST"] * 3


@pytest.mark.parametrize(
    ("version", "seconds", "ending"),
    [
        ("2.3", 30.0, "failed to authorize: failed to fetch anonymous token: Get \"http://127.0.0.1:5000/token?scope="
         "repository%3Ateam%2Fsmall%3Apull&service=127.0.0.1%3A5000\": net/http: timeout awaiting response headers"),
        ("1.7", 310.0, "context canceled"),
    ],
)  # fmt: skip
def test_a_token_server_that_never_answers_ends_a_pull_like_any_other_host(version, seconds, ending):
    node = Node(version, (registry(auth="bearer", faults=(Fault(object="token", silent=True),)),))
    pull = node.pull()
    assert pull.failure is not None
    assert pull.failure.text.endswith(ending)
    assert pull.ended_s == pytest.approx(seconds, abs=0.01)


def test_a_token_server_that_hangs_up_is_asked_once_though_the_request_is_tried_five_times():
    node = Node("2.3", (registry(auth="bearer", faults=(Fault(object="token", transport="closed"),)),))
    pull = node.pull()
    assert node.asked == [("HEAD", "manifests/t0", 401), ("GET", "token", 0)]
    assert pull.ended_s == pytest.approx(0.15)


def test_a_late_answer_is_waited_for_unless_the_version_gives_up_before():
    faults = (Fault(method="HEAD", delay_s=40),)
    assert Node("1.6", (registry(faults=faults),)).pull().failure is None
    pull = Node("2.3", (registry(faults=faults),)).pull()
    assert pull.failure is not None
    assert pull.failure.code == "DeadlineExceeded"
    assert pull.ended_s == pytest.approx(30)


@pytest.mark.parametrize(("answers", "asked"), [([500, 503, 500, 503, 500], 5), ([500, 503], 3), ([429, 503, 429], 4)])
def test_2_3_tries_changing_answers_five_times_in_all(answers, asked):
    faults = tuple(Fault(method="HEAD", nth=n, status=status) for n, status in enumerate(answers, start=1))
    node = Node("2.3", (registry(faults=faults),))
    assert (node.pull().failure is None) is (asked > len(answers))
    assert [method for method, _, _ in node.asked].count("HEAD") == asked


def test_2_3_counts_tries_without_an_answer_and_those_with_one_together():
    hung_up = [Fault(method="HEAD", nth=n, transport="closed") for n in (1, 2, 3)]
    limited = [Fault(method="HEAD", status=429)]
    node = Node("2.3", (registry(faults=(*hung_up, *limited)),))
    assert node.pull().failure is not None
    assert [status for _, _, status in node.asked] == [0, 0, 0, 429, 429]


def test_the_get_that_explains_a_403_does_not_change_what_is_reported():
    for second in (
        Fault(method="GET", object="manifests/t0", status=500, message="x"),
        Fault(transport="refused", nth=2),
    ):
        node = Node("2.3", (registry(faults=(Fault(method="HEAD", status=403), second)),))
        pull = node.pull()
        assert pull.failure is not None
        assert pull.failure.text.endswith("403 Forbidden")


@pytest.mark.parametrize(("version", "asked"), [("1.6", 2), ("2.1", 3), ("2.2", 2), ("2.3", 2)])
def test_a_digest_is_looked_for_under_blobs_after_a_refusal_too_unless_the_version_knows_better(version, asked):
    node = Node(version, (registry(faults=(Fault(object="manifests/*", status=500),)),))
    pull = node.pull(f"team/small@{SMALL.digest}")
    assert pull.failure is not None
    assert "500 Internal Server Error" in pull.failure.text
    assert len(node.asked) == asked


@pytest.mark.parametrize("version", MEASURED)
def test_a_user_without_a_password_is_nobody(version):
    node = Node(version, (registry(auth="basic"),))
    login = ("alice", type(RIGHT[1])(""))
    assert node.pull("priv/app:1", login).failure is not None
    assert [status for _, _, status in node.asked] == [401]


@pytest.mark.parametrize("version", MEASURED)
def test_a_layer_that_stands_twice_is_fetched_once(version):
    held = image("twice", layer("a"), layer("b"), layer("a"))
    node = Node(version, (registry({"team/twice:1": held}),))
    pull = node.pull("team/twice:1")
    assert pull.failure is None
    assert pull.session.layers_fetched == 2
    assert node.runtime.store.content.snapshots == 3
