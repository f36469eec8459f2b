"""On the simulator's own events, as kubectl prints them, the parameters of the simulated cluster come out again."""

import pytest
from typer.testing import CliRunner

from imagesim.cli.app import app
from imagesim.studies.calibrating.calibration import calibrate
from tests.studies.calibrating.clusters import (
    HOST,
    MB,
    SIZES,
    Pod,
    alone_and_together,
    cluster,
    nine_layers,
    one_layer,
    pace,
)

NAMES = list(SIZES)
NODE, FIXED, EGRESS = 60 * MB, 0.8, 200 * MB
POOL = {"network": "60MB/s", "pace": pace(FIXED)}
SHARED = {"bandwidth": "200MB/s"}
PODS = alone_and_together(13, NAMES)
TWO_AT_ONCE = [*PODS, *(Pod(1500.0, node, f"other{node % 2}") for node in range(10))]
OTHERS = {"other0": [300 * MB], "other1": [310 * MB]}


@pytest.fixture
def fitted(tmp_path):
    """Simulate, print the events as kubectl does, and fit."""

    def of(text, *, with_nodes=False, **options):
        (tmp_path / "world.yaml").write_text(text)
        files = []
        for kind in ("events", "nodes") if with_nodes else ("events",):
            command = ["kubectl", "get", kind, "-A", "-o", "json", str(tmp_path / "world.yaml")]
            printed = CliRunner().invoke(app, command)
            assert printed.exit_code == 0, printed.output
            files.append(tmp_path / f"{kind}.json")
            files[-1].write_text(printed.stdout)
        return calibrate(*files, **options)

    return of


def _values(found):
    return {each.parameter.what: each.value for each in found.estimates if not (each.open_above or each.open_below)}


@pytest.mark.parametrize("images", [one_layer(), nine_layers()], ids=["one layer", "nine layers"])
def test_a_node_and_a_shared_egress(fitted, images):
    found = fitted(cluster(PODS, images, nodes=13, pool=POOL, registry=SHARED))
    assert _values(found) == pytest.approx({"fixed": FIXED, "node": NODE, "egress": EGRESS}, rel=0.05)
    assert found.rms_log_error < 0.03


def test_each_interval_holds_its_parameter(fitted):
    found = fitted(cluster(PODS, one_layer(), nodes=13, pool=POOL, registry=SHARED))
    for what, truth in {"fixed": FIXED, "node": NODE, "egress": EGRESS}.items():
        within = found.estimate(what).interval
        assert within.low <= truth <= within.high, what


@pytest.mark.parametrize(("field", "scope"), [("bandwidth", "registry"), ("blobBandwidth", "image")])
def test_whether_all_or_each_image_is_limited_is_told_where_two_are_pulled_at_once(fitted, field, scope):
    registry = {field: "200MB/s"}
    found = fitted(cluster(TWO_AT_ONCE, one_layer() | OTHERS, nodes=13, pool=POOL, registry=registry))
    assert (found.scope, found.scope_known) == (scope, True)
    assert _values(found) == pytest.approx({"fixed": FIXED, "node": NODE, "egress": EGRESS}, rel=0.05)


@pytest.mark.parametrize("serial", [True, False], ids=["one after another", "all at once"])
def test_pulls_of_one_node_wait_for_each_other_or_share_its_link(fitted, serial):
    pods = [Pod(0.0, node, name) for node in range(6) for name in NAMES]
    pods += [Pod(300.0 + 40 * node, node, "large") for node in range(6, 9)]
    pool = {**POOL, "kubelet": {"serializeImagePulls": serial}}
    found = fitted(cluster(pods, one_layer(), nodes=9, pool=pool, registry=SHARED))
    assert _values(found) == pytest.approx({"fixed": FIXED, "node": NODE, "egress": EGRESS}, rel=0.05)
    assert ("waited for others of their node" in found.text()) is serial
    assert f"serializeImagePulls: {str(serial).lower()}" in found.documents()


def test_unpacking_is_told_from_the_network_by_different_numbers_at_once(fitted):
    second = {f"{name}2": [size + 1000] for name, size in SIZES.items()}
    pods = [*PODS, *(Pod(1500.0 + 200 * k, n, name) for k, name in enumerate(second) for n in range(5))]
    pool = {"network": "60MB/s", "pace": pace(FIXED, "150MB/s")}
    found = fitted(cluster(pods, one_layer() | second, nodes=13, pool=pool, registry=SHARED), unpack=True)
    truth = {"fixed": FIXED, "node": NODE, "egress": EGRESS, "unpack": 150 * MB}
    assert _values(found) == pytest.approx(truth, rel=0.05)


def test_where_as_many_pull_each_time_node_and_registry_are_not_told_apart(fitted):
    pods = [Pod(100.0 * k, node, name) for node in range(10) for k, name in enumerate(NAMES)]
    found = fitted(cluster(pods, one_layer(), nodes=10, pool=POOL, registry=SHARED))
    assert found.estimate("node").open_above
    assert found.estimate("egress").open_above
    assert found.findings[0] == (
        f"A node's rate cannot be told from what {HOST} sends: either a node takes in 20.0 MB/s, or {HOST} sends "
        "200 MB/s, or both. Pulls of one node alone, and of many at once, would tell them apart."
    )
    assert found.estimate("fixed").value == pytest.approx(FIXED, rel=0.05)


def test_where_nobody_pulls_beside_another_nothing_is_said_of_the_egress(fitted):
    pods = [Pod(100.0 * k + 20 * node, node, name) for node in range(4) for k, name in enumerate(NAMES)]
    found = fitted(cluster(pods, one_layer(), nodes=4, pool=POOL, registry=SHARED))
    assert found.findings[0].startswith(f"No two nodes pulled from {HOST} at the same time")
    assert _values(found) == pytest.approx({"fixed": FIXED, "node": NODE}, rel=0.05)


def test_images_of_one_size_leave_the_fixed_cost_open(fitted):
    found = fitted(cluster(alone_and_together(13, ["large"]), one_layer(), nodes=13, pool=POOL, registry=SHARED))
    assert found.estimate("fixed").open_below
    assert any("all about as large as each other" in finding for finding in found.findings)


def test_a_registry_that_was_no_limit_gets_none(fitted):
    found = fitted(cluster(PODS, one_layer(), nodes=13, pool=POOL, registry={"bandwidth": "5GB/s"}))
    assert found.estimate("egress").open_above
    assert found.estimate("egress").interval.low > 500 * MB
    assert "was never seen to be the limit" in found.findings[0]
    assert _values(found) == pytest.approx({"fixed": FIXED, "node": NODE}, rel=0.05)


def test_a_node_that_was_no_limit_gets_a_bound(fitted):
    pods = [Pod(200.0 * k, n, name) for k, name in enumerate(NAMES) for n in range(9)]
    pods += [Pod(900.0 + 200.0 * k, n + 9, name) for k, name in enumerate(NAMES) for n in range(4)]
    pool = {**POOL, "network": "900MB/s"}
    found = fitted(cluster(pods, one_layer(), nodes=13, pool=pool, registry=SHARED))
    assert found.estimate("node").open_above
    assert _values(found) == pytest.approx({"fixed": FIXED, "egress": EGRESS}, rel=0.05)


def test_nodes_say_what_kind_they_are(fitted):
    pool = {**POOL, "labels": {"node.kubernetes.io/instance-type": "fast"}}
    found = fitted(cluster(PODS, one_layer(), nodes=13, pool=pool, registry=SHARED), with_nodes=True)
    assert found.estimate("node", "fast").value == pytest.approx(NODE, rel=0.05)
    assert "metadata: {name: fast}" in found.documents()


def test_the_same_events_give_the_same_answer(fitted):
    text = cluster(PODS, one_layer(), nodes=13, pool=POOL, registry=SHARED)
    assert fitted(text).to_json_dict() == fitted(text).to_json_dict()
