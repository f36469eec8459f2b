"""The drawings of pulls over time and of what each node takes: what they show is what the rows say."""

import re
from xml.etree import ElementTree

import pytest

from imagesim.results import svg
from imagesim.results.measures.platform_fit import FAILED, OTHER, OWN, UNFIT, PlatformFit
from imagesim.results.palette import fit_looks
from imagesim.results.svg.canvas import RIGHT
from tests.processor_time import at_most
from tests.results.example_records import IMAGE, pod, pull

SVG = "{http://www.w3.org/2000/svg}"
NAME = "registry.example/shop/web:v1"


def parse(text):
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    return root


def bars(text):
    """Each bar's title, place and width."""
    shapes = [(shape.find(f"{SVG}title").text, shape) for shape in parse(text).iter(f"{SVG}rect") if len(shape)]
    return {
        title: tuple(float(shape.get(name)) for name in ("x", "y", "width")) for title, shape in shapes if " s" in title
    }


def test_a_bar_is_as_long_as_the_pull_and_as_its_wait():
    found = bars(svg.pulls([pull("web-a", 0.0, 4.0, 10.0)], end_s=20.0))
    waited, pulled = found["web-a: waiting for the puller, 0 s to 4 s"], found["web-a: pulling nginx:1.27, 4 s to 10 s"]
    per_second = (RIGHT - waited[0]) / 20
    assert waited[2] == pytest.approx(4 * per_second, abs=0.1)
    assert pulled[2] == pytest.approx(6 * per_second, abs=0.1)
    assert pulled[0] == pytest.approx(waited[0] + waited[2], abs=0.1)


def test_a_failed_pull_is_seen_though_it_takes_no_time_and_so_is_its_back_off():
    row = pull("web-a", 5.0, 5.0, 5.0, "Failed", backoff_until_s=15.0)
    found = bars(svg.pulls([row], end_s=20.0))
    assert found["web-a: Failed, 5 s to 5 s"][2] >= 5
    assert found["web-a: ImagePullBackOff, 5 s to 15 s"][2] > 300


def test_a_back_off_ends_with_the_run():
    row = pull("web-a", 5.0, 5.0, 5.0, "Failed", backoff_until_s=300.0)
    x, _, width = bars(svg.pulls([row], end_s=20.0))["web-a: ImagePullBackOff, 5 s to 20 s"]
    assert x + width == pytest.approx(RIGHT, abs=0.1)


def test_a_back_off_ends_with_its_pod():
    row = pull("web-0", 5.0, 5.0, 5.0, "Failed", backoff_until_s=15.0)
    gone = [pod("web-0", deleted_s=3.0), pod("web-0", deleted_s=9.0), pod("web-1", deleted_s=7.0), pod("web-0")]
    assert "web-0: ImagePullBackOff, 5 s to 9 s" in bars(svg.pulls([row], end_s=20.0, pods=gone))
    at_once = svg.pulls([row], end_s=20.0, pods=[pod("web-0", deleted_s=5.0)])
    assert "ImagePullBackOff" not in at_once  # nor in the legend


def test_each_image_has_its_lane_in_the_row_of_its_node():
    rows = [
        pull("web-a", 0.0, 0.0, 9.0, node="node-1"),
        pull("log-a", 0.0, 9.0, 10.0, node="node-1", image="agent:v1"),
        pull("web-b", 0.0, 0.0, 9.0, node="node-2"),
    ]
    found = bars(svg.pulls(rows))
    agent = found["log-a: pulling agent:v1, 9 s to 10 s"]
    assert agent[1] != found["web-a: pulling nginx:1.27, 0 s to 9 s"][1]
    assert agent[1] == found["log-a: waiting for the puller, 0 s to 9 s"][1]
    assert found["web-b: pulling nginx:1.27, 0 s to 9 s"][1] > found["web-a: pulling nginx:1.27, 0 s to 9 s"][1]


def test_node_10_comes_after_node_9_and_too_many_are_counted():
    rows = [pull("web-a", 0.0, 0.0, 1.0, node=f"node-{number}") for number in (10, 9, 1)]
    text = svg.pulls(rows)
    assert re.findall(r">(node-\d+)<", text) == ["node-1", "node-9", "node-10"]
    assert ">and 2 more nodes<" in svg.pulls(rows, most_rows=1)


def test_the_line_says_when_all_pods_were_ready():
    rows = [pull("web-a", 0.0, 0.0, 8.0)]
    assert ">all pods Ready: 8.2 s<" in svg.pulls(rows, ready_s=8.2)
    assert "Ready" not in svg.pulls(rows)
    assert parse(svg.pulls(rows, end_s=10.0, ready_s=8.2)).get("aria-label") == (
        "Pulls of 1 nodes over 10 s: 1 Pulled. The longest wait for the puller: 0 s. All pods Ready after 8.2 s."
    )


def test_without_pulls_it_says_so():
    assert "nothing happened" in parse(svg.pulls([])).get("aria-label")


def fit(node, own, platform, how):
    return PlatformFit(node, own, IMAGE, platform, how, "")


def test_a_line_leads_from_each_manifest_that_is_taken_to_the_node_and_from_no_other():
    rows = [
        fit("a-0", "linux/amd64", "linux/amd64", OWN),
        fit("b-0", "linux/arm64", "linux/arm/v7", OTHER),
        fit("c-0", "windows/amd64", "", FAILED),
    ]
    text = svg.platform_choice(NAME, ["linux/amd64", "linux/arm/v7", "linux/s390x", "unknown/unknown"], rows)
    looks = fit_looks()
    for how, drawn in ((OWN, 1), (OTHER, 1), (UNFIT, 0), (FAILED, 0)):
        assert len(re.findall(f'stroke="{looks[how].colour}" stroke-width="6"', text)) == drawn
    assert text.count(">no node takes it<") == 1
    assert text.count(">an attestation, no program<") == 1
    assert parse(text).get("aria-label") == (
        f"{NAME} points to an index: linux/amd64, linux/arm/v7, linux/s390x, unknown/unknown. "
        "a-0, which is linux/amd64, takes linux/amd64; b-0, which is linux/arm64, takes linux/arm/v7: not its own; "
        "c-0, which is windows/amd64, finds none: ErrImagePull."
    )


def test_the_legend_holds_the_looks_that_occur():
    text = svg.platform_choice(NAME, ["linux/arm64"], [fit("a-0", "linux/amd64", "linux/arm64", UNFIT)], index=False)
    assert ">one that it cannot run<" in text
    assert ">its own platform<" not in text
    assert ">points to one manifest, no index<" in text


def test_a_name_is_escaped():
    nasty = "<b>&\"'</b>"
    assert nasty in parse(svg.platform_choice(nasty, [nasty], [fit(nasty, nasty, nasty, OWN)])).get("aria-label")
    parse(svg.pulls([pull(nasty, 0.0, 0.0, 9.0, node=nasty, image=nasty)]))


def test_twenty_nodes_are_drawn_fast_enough_for_a_slider():
    rows = [pull("web-a", 0.0, 1.0, 9.0, node=f"node-{number}") for number in range(20)] * 10
    with at_most(0.05):  # a tenth of that where nothing else runs
        svg.pulls(rows)
