"""The runner of wire cases: the measured rows agree, and what differs from them does not."""

import copy
import json
from dataclasses import replace

import pytest

from tests.validation.rows import stored, wire_row
from tests.wire import layer_orders, measured
from tests.wire.__main__ import check, main
from tests.wire.case import BadCase, read
from tests.wire.measured import NOT_EXPRESSIBLE, cases

CASES = {case["name"]: case for case in cases()}
COLD = CASES["1.1 cold tag, single manifest, containerd 2.3.4"]
SLOW = CASES["3 layer 0 is slow, containerd 1.6.20"]
REFUSED = CASES["2 Basic, wrong password, containerd 1.7.34"]


def changed(case, change):
    case = copy.deepcopy(case)
    change(case)
    return case


@pytest.mark.parametrize("version", measured.VERSIONS)
def test_every_measured_row_agrees(version):
    found = [check(case) for case in measured.of_version(version)]
    assert [problem for problems in found for problem in problems] == []
    row = wire_row(version, len(found), len(found))
    assert stored()[row.key] == row, "python -m tests.validation writes docs/validation.md again"


def test_without_a_file_the_measured_rows_are_checked(monkeypatch, capsys):
    assert sum(len(measured.of_version(version)) for version in measured.VERSIONS) == len(CASES) > 170
    monkeypatch.setattr(measured, "cases", lambda: [COLD, SLOW, REFUSED])
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert "all: 3 cases, 3 agreed, 0 disagreed" in printed
    assert "orders of layers over 300 pulls: 7 rows, 7 agreed" in printed
    assert all(row in printed for row in NOT_EXPRESSIBLE)


def test_an_order_of_layers_that_is_seldom_simulated_disagrees(monkeypatch, capsys):
    first = layer_orders.ROWS[0]
    monkeypatch.setattr(layer_orders, "ROWS", [first, replace(first, seen=0.5)])
    (found,) = layer_orders.disagreements()
    assert found.startswith("3 order, ten layers: the last is among the first three: 0.8")


def test_names_of_cases_are_unique_and_name_the_row_and_the_version():
    assert len(CASES) == sum(1 for _ in cases())
    assert all(name.endswith(("1.6.20", "1.7.34", "2.3.4")) for name in CASES)


def _another_size(case):
    case["expect"]["requests"][3][0][4] += 1


def _a_request_less(case):
    del case["expect"]["requests"][1]


def _a_request_more(case):
    case["expect"]["requests"].append([["127.0.0.1:5000", "GET", "blobs/L4", 200, 20_792]])


def _another_order(case):
    case["expect"]["requests"][1], case["expect"]["requests"][2] = case["expect"]["requests"][2:0:-1]


def _another_status(case):
    case["expect"]["requests"][0][0][3] = 404


def _another_host(case):
    case["expect"]["requests"][0][0][0] = "127.0.0.1:5001"


def _another_count(case):
    case["expect"]["counts"]["GET"] += 1


def _more_left(case):
    case["expect"]["left"]["content_bytes"] += 1


def _fewer_snapshots(case):
    case["expect"]["left"]["snapshots"] -= 1


def _a_failure(case):
    case["expect"]["pulls"] = [{"ok": False}]


@pytest.mark.parametrize(
    "change",
    [
        _another_size, _a_request_less, _a_request_more, _another_order, _another_status, _another_host,
        _another_count, _more_left, _fewer_snapshots, _a_failure,
    ],
)  # fmt: skip
def test_a_changed_row_disagrees(change):
    assert check(read(COLD)) == []
    assert check(read(changed(COLD, change)))


@pytest.mark.parametrize(
    ("key", "value"), [("error", "403 Forbidden"), ("code", "NotFound"), ("ok", True), ("seconds", 1.0)]
)
def test_another_failure_disagrees(key, value):
    assert check(read(REFUSED)) == []
    assert check(read(changed(REFUSED, lambda case: case["expect"]["pulls"][0].update({key: value}))))


@pytest.mark.parametrize(("seconds", "agrees"), [(3.4, True), (3.7, False), (3.1, False)])
def test_seconds_agree_within_a_twentieth_or_a_fifth_of_a_second(seconds, agrees):
    case = changed(SLOW, lambda case: case["expect"]["pulls"][0].update(seconds=seconds))
    assert (check(read(case)) == []) is agrees


def test_a_tolerance_of_the_case_replaces_the_usual_one():
    case = changed(SLOW, lambda case: case["expect"]["pulls"][0].update(seconds=9.0, tolerance_s=6.0))
    assert check(read(case)) == []


def test_a_key_that_is_left_out_is_not_compared():
    assert check(read(changed(COLD, lambda case: case.update(expect={})))) == []


UNKNOWN_KEYS = [
    ("case", lambda case: case.update(colour=1)),
    ("registry", lambda case: case["registry"].update(colour=1)),
    ("registry.blobs", lambda case: case["registry"]["blobs"]["L0"].update(colour=1)),
    ("registry.manifests", lambda case: case["registry"]["manifests"]["app-v1"].update(colour=1)),
    ("registry.faults", lambda case: case["registry"].update(faults=[{"colour": 1}])),
    ("registry.token", lambda case: case["registry"].update(token={"colour": 1})),
    ("mirror", lambda case: case["mirrors"].append({"host": "m.test", "colour": 1})),
    ("node", lambda case: case["node"].update(colour=1)),
    ("step", lambda case: case["steps"][0].update(colour=1)),
    ("expect", lambda case: case["expect"].update(colour=1)),
    ("expect.pulls", lambda case: case["expect"]["pulls"][0].update(colour=1)),
    ("expect.left", lambda case: case["expect"]["left"].update(colour=1)),
    ("expect.counts", lambda case: case["expect"]["counts"].update(colour=1)),
]


@pytest.mark.parametrize(("where", "change"), UNKNOWN_KEYS, ids=[where for where, _ in UNKNOWN_KEYS])
def test_a_key_that_is_not_known_is_a_mistake(where, change, tmp_path, capsys):
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(COLD) + "\n" + json.dumps(changed(COLD, change)) + "\n")
    assert main([str(path)]) == 2
    assert f"{path}:2: {where} has the unknown key 'colour'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", ":1: "),
        ("[]", "is not an object"),
        (json.dumps(COLD | {"containerd": "3.0"}), "containerd(='3.0')"),
        (json.dumps(COLD | {"steps": [{"at_s": 1}]}), "none of pull, cancel and move"),
        (json.dumps(COLD | {"steps": [{"cancel": 3}]}), "index of no pull"),
        (json.dumps(COLD | {"steps": [{"pull": "team/app:v1", "at_s": "soon"}]}), "is not a number"),
        (json.dumps(COLD | {"node": {"present": ["team/nothing:1"]}}), "does not hold"),
        (json.dumps(COLD | {"registry": {"host": "r.test", "tags": {"a:1": "b"}}}), "no manifest"),
        (json.dumps(COLD | {"expect": {"requests": [["GET"]]}}), "is not a list"),
    ],
)
def test_what_is_not_in_the_format_is_a_mistake(text, says, tmp_path, capsys):
    path = tmp_path / "cases.jsonl"
    path.write_text(text)
    assert main([str(path)]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path, capsys):
    assert main([str(tmp_path / "nothing.jsonl")]) == 2
    assert main([str(tmp_path)]) == 2
    assert main(["one", "two"]) == 2
    assert "usage: python -m tests.wire" in capsys.readouterr().err


def test_the_exit_code_says_whether_all_agree(tmp_path, capsys):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n" + json.dumps(SLOW) + "\n")
    assert main([str(path)]) == 0
    path.write_text(json.dumps(SLOW) + "\n" + json.dumps(changed(SLOW, _a_failure)) + "\n")
    assert main([str(path)]) == 1
    assert "all: 2 cases, 1 agreed, 1 disagreed" in capsys.readouterr().out


def _bare(request):
    host, method, name, status, size = request
    return [host, method, name.rpartition("/")[2], status, size]


def _full(request):
    _, method, name, status, size = request
    return [None, method, f"/v2/team/app/{name}", status, size]


@pytest.mark.parametrize("spelling", [_bare, _full])
def test_objects_may_be_written_short_or_long(spelling):
    def change(case):
        case["expect"]["requests"] = [[spelling(each) for each in group] for group in case["expect"]["requests"]]

    assert check(read(changed(COLD, change))) == []


def test_a_fault_of_a_tag_that_is_the_name_of_a_blob_too():
    def change(case):
        case["registry"] |= {"faults": [{"object": "manifests/v1", "status": 502}], "tags": {"team/app:v1": "app-v1"}}
        case["registry"]["blobs"]["v1"] = {"bytes": 1}
        case["expect"] = {"pulls": [{"ok": False}], "counts": {"total": 1}}

    assert check(read(changed(COLD, change))) == []


@pytest.mark.parametrize("spelling", ["manifests/v1", "/v2/team/app/manifests/v1", "team/app:v1", "v1", "manifests"])
def test_a_fault_may_name_a_tag_short_or_long(spelling):
    def change(case):
        case["registry"].update(faults=[{"method": "HEAD", "object": spelling, "status": 502}])
        case["expect"] = {"pulls": [{"ok": False}], "counts": {"total": 1}}

    assert check(read(changed(COLD, change))) == []


def test_docker_hub_may_be_named_by_the_host_that_requests_go_to():
    def change(case):
        case["registry"] |= {"host": "registry-1.docker.io", "tags": {"library/app:v1": "app-v1"}}
        case["steps"] = [{"pull": "app:v1"}]
        case["expect"] = {"pulls": [{"ok": True}], "counts": {"total": 8}}

    assert check(read(changed(COLD, change))) == []


def test_a_text_agrees_with_digests_and_with_the_names_of_the_case():
    for spelling in ("manifests/app-v1: 502", "manifests/sha256:…: 502"):
        case = changed(COLD, lambda case: case["registry"].update(faults=[{"method": "GET", "status": 502}]))
        case["expect"] = {"pulls": [{"error": spelling}]}
        assert check(read(case)) == []


def test_a_case_is_read_with_its_patch_release_and_with_a_v():
    assert read(COLD | {"containerd": "v1.7.2"}).version == "1.7"
    with pytest.raises(BadCase):
        read(COLD | {"containerd": "1.5.0"})
