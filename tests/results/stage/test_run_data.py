"""The JSON object of a run: columns of equal length, places that exist, and the same marks as the drawing by hand."""

import json
import re
from html import unescape

import pytest

from imagesim.results import svg
from imagesim.results.palette import image_looks
from imagesim.results.result import Result, simulate
from imagesim.results.stage.run_data import MOST_PODS, run_data
from imagesim.scenarios.loading import load

TABLES = ("nodes", "registries", "rows", "states", "pods", "pulls", "requests", "images", "tags", "causes", "events")


def run(name: str, **settings: object) -> Result:
    return simulate(load(name, values=settings))


def column(table: dict, name: str) -> list:
    found = table[name]
    return [found["texts"][place] for place in found["at"]] if isinstance(found, dict) else found


@pytest.fixture(scope="module")
def moved():
    return run("moved-tag")


def test_every_column_of_a_table_is_as_long_as_the_others(moved):
    data = run_data(moved)
    for name in TABLES:
        assert len({len(column(data[name], key)) for key in data[name]}) == 1, name


def test_the_marks_are_those_of_the_drawing_by_hand(moved):
    data = run_data(moved)
    titles = [
        unescape(text) for text in re.findall("<title>([^<]*)</title>", svg.states(moved.records.states, **moved.known))
    ]
    bars = [title for title in titles if ": " in title]
    pods, looks, versions = column(data["pods"], "pod"), data["looks"], data["versions"]
    told = []
    for row, start, end, look in zip(
        *(column(data["states"], name) for name in ("row", "started_s", "ended_s", "look")), strict=True
    ):
        kind = looks[look] if look >= 0 else versions[-1 - look]
        label = kind["label"] if look >= 0 else f"Running {kind['label']}"
        detail = f" ({kind['detail']})" if kind["detail"] else ""
        pod = pods[column(data["rows"], "pod")[row]]
        told.append((pod, label + detail, start, moved.records.end_s if end is None else end))
    assert len(told) == len(bars)
    for bar, (pod, label, start, end) in zip(bars, told, strict=True):
        name, what, begun, until = re.fullmatch(r"(.*?): (.*), (\S+) s to (\S+) s", bar).groups()
        assert (name, what) == (pod, label)
        assert float(begun) == pytest.approx(start, rel=1e-4, abs=0.01)
        assert float(until) == pytest.approx(end, rel=1e-4, abs=0.01)


def test_a_stored_image_has_its_version_and_goes_when_it_is_removed():
    data = run_data(run("disk-fills"))
    images = data["images"]
    assert None in column(images, "to_s")
    assert any(time is not None for time in column(images, "to_s"))
    assert set(column(images, "version")) <= {None, *range(len(data["versions"]))}


def test_a_node_that_is_removed_is_gone_and_its_replacement_comes_later():
    event = {"at": "5m", "replaceNode": {"node": "workers-0"}}
    data = run_data(run("moved-tag", **{"Timeline/timeline:spec.events": [event]}))
    spans = dict(
        zip(
            column(data["nodes"], "name"),
            zip(column(data["nodes"], "created_s"), column(data["nodes"], "gone_s"), strict=True),
            strict=True,
        )
    )
    assert spans["workers-1"] == (0, None)
    assert [name for name, (_, gone) in spans.items() if gone is not None and gone >= 300] == ["workers-0"]
    assert any(created >= 300 for created, _ in spans.values())


def test_a_run_of_many_pods_is_told_in_shares():
    result = run("moved-tag", **{"Deployment/shop/web:spec.replicas": MOST_PODS + 1})
    data = run_data(result)
    assert data["detail"] == "shares"
    assert column(data["states"], "row") == []
    last = sum(counts[-1] for counts in data["shares"]["counts"])
    open_ = [row for row in result.records.states if row.ended_s is None]
    assert last == len(open_)


def test_most_containers_of_a_node_are_what_the_node_shows():
    result = run("moved-tag", **{"Deployment/shop/web:spec.replicas": 80})
    data = run_data(result)
    nodes, bins, kinds = (column(data["shares"]["nodes"], name) for name in ("node", "bin", "kind"))
    for place, name in enumerate(column(data["nodes"], "name")):
        shown = [kind for node, _, kind in zip(nodes, bins, kinds, strict=True) if node == place]
        counts: dict[str, int] = {}
        for row in result.records.states:
            if row.ended_s is None and row.node == name:
                counts[row.digest] = counts.get(row.digest, 0) + 1
        most = max(counts.values(), default=0)
        if most and list(counts.values()).count(most) == 1:
            digest = max(counts, key=lambda each: counts[each])
            label = data["shares"]["kinds"][shown[-1]]["label"]
            assert label == f"Running {result.version_names[digest]}"


def test_a_label_says_where_its_text_is_which_may_be_beside_its_box():
    (label,) = (each for each in run_data(run("nodes-replaced"))["marks"]["labels"] if each["lasts"])
    assert label["anchor"] == [label["bracket"][1], False]


def test_the_same_run_gives_the_same_text(moved):
    again = run("moved-tag")
    assert json.dumps(run_data(moved)) == json.dumps(run_data(again))


def test_an_axis_that_ends_later_moves_ticks_and_marks(moved):
    data = run_data(moved, axis_end_s=3600.0)
    assert data["axis"]["end_s"] == 3600
    assert data["axis"]["ticks"][-1][0] == 3600
    assert data["marks"]["lines"][0] == pytest.approx(300 / 3600)


def test_of_an_axis_that_ends_sooner_the_rest_is_left_out(moved):
    data = run_data(moved, axis_end_s=600.0)
    assert data["end_s"] == data["axis"]["end_s"] == 600


def test_the_shares_of_an_axis_that_ends_sooner_end_there():
    result = run("moved-tag", **{"Deployment/shop/web:spec.replicas": 80})
    data = run_data(result, axis_end_s=400.0)
    last_s = 400.0 * (data["shares"]["bins"] - 1) / data["shares"]["bins"]
    there = [
        row
        for row in result.records.states
        if row.started_s <= last_s and (row.ended_s is None or row.ended_s > last_s)
    ]
    assert sum(counts[-1] for counts in data["shares"]["counts"]) == len(there) == 80


def test_a_name_that_moves_terminals_is_one_line():
    data = run_data(run("moved-tag", **{"Simulation/moved-tag:spec.title": "a\x1b[31m\u202ered"}))
    assert "\x1b" not in data["title"]
    assert "\u202e" not in data["title"]


def test_in_rows_of_pulls_an_image_has_one_colour_in_the_rows_and_on_the_nodes():
    # The image whose name comes first cannot be pulled: it has a colour in the rows, and no version has.
    missing = {"Deployment/shop/agent:spec.template.spec.containers[0].image": "registry.example/shop/agent:none"}
    data = run_data(run("what-a-pull-costs", **missing), rows="pulls")
    versions = {each["label"]: (each["colour"], each["hatch"]) for each in data["versions"]}
    bars = {each["label"]: (each["colour"], each["hatch"]) for each in data["looks"]}
    assert versions["new-build"] == bars["pulling web:v2"]
    assert versions["new-build"] != tuple(image_looks(["only-one"])["only-one"][:2])


def test_versions_that_nothing_was_pulled_for_look_unlike_those_that_were_pulled():
    old = run("what-a-pull-costs", **{"NodePool/workers:spec.prepulled": ["registry.example/shop/web:v1"]})
    data = run_data(old, rows="pulls")
    assert len(data["versions"]) == 3
    assert len({(each["colour"], each["hatch"]) for each in data["versions"]}) == 3
