"""The hand-made drawings: valid, named in words, escaped, and as large as the rows say."""

import re
from xml.etree import ElementTree

import pytest

from imagesim.engine.records import Records
from imagesim.results import svg
from imagesim.results.measures.version_mix import version_mix
from imagesim.results.palette import version_looks
from imagesim.results.svg.canvas import RIGHT
from imagesim.rules.api.names import ObjectName
from tests.processor_time import at_most
from tests.results.example_records import NEW, OLD, moved_tag_and_outage, running, state

SVG = "{http://www.w3.org/2000/svg}"


def parse(text):
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    return root


def mix(records):
    return svg.version_mix(version_mix(records), end_s=records.end_s)


def titled(root, tag):
    return [(shape.find(f"{SVG}title").text, shape) for shape in root.iter(f"{SVG}{tag}") if len(shape)]


def test_the_mix_says_in_words_what_it_shows():
    words = parse(mix(moved_tag_and_outage())).get("aria-label")
    assert words == (
        "Version mix over 11.7 min. Deployment/web, container app, image nginx:1.27: at the end 3 pods run version "
        "sha256:a1b2c3… and 1 pod runs version sha256:f0e1d2…; two or more versions ran side by side for 80 s, "
        "first from 10.3 min."
    )


def test_each_version_is_an_area_as_high_as_its_pods_and_stacked():
    root = parse(mix(Records(end_s=100.0, running=[running("web-a", 0, 50), running("web-b", 25, None, NEW)])))
    areas = {
        title: [tuple(map(float, point.split(","))) for point in shape.get("points").split()]
        for title, shape in titled(root, "polygon")
    }
    old, new = areas["version sha256:a1b2c3…"], areas["version sha256:f0e1d2…"]
    left, right, bottom = old[0][0], old[-4][0], old[-1][1]
    per_second, per_pod = (RIGHT - left) / 100, 100.0  # the highest stack, two pods, is 200 high
    assert old[:6] == [
        (left, bottom - per_pod), (left + 25 * per_second, bottom - per_pod),
        (left + 25 * per_second, bottom - per_pod), (left + 50 * per_second, bottom - per_pod),
        (left + 50 * per_second, bottom), (RIGHT, bottom),
    ]  # fmt: skip
    assert (left + 25 * per_second, bottom - 2 * per_pod) in new
    assert (RIGHT, bottom - per_pod) in new
    assert right <= RIGHT


def test_the_black_bar_is_as_long_as_the_mixed_time():
    text = mix(Records(end_s=100.0, running=[running("web-a", 0, 50), running("web-b", 25, None, NEW)]))
    ((start, end),) = [
        (float(a), float(b))
        for a, b in re.findall(r'd="M([\d.]+),[\d.]+ L([\d.]+),[\d.]+" stroke="#000" stroke-width="7"', text)
    ]
    assert end - start == pytest.approx(25 * (RIGHT - 60) / 100)
    assert ">mixed for 25 s<" in text


def test_a_mix_of_one_version_says_never():
    text = mix(Records(end_s=100.0, running=[running("web-a", 0, None)]))
    assert ">never mixed<" in text
    assert "never two versions side by side" in parse(text).get("aria-label")


def test_each_state_is_a_bar_of_its_length():
    records = moved_tag_and_outage()
    root = parse(svg.states(records.states, end_s=records.end_s))
    bars = {title: shape for title, shape in titled(root, "rect") if " s to " in title}
    assert len(bars) == len(records.states)
    whole = next(shape for title, shape in bars.items() if title.endswith("6.5 s to 700 s"))
    part = bars["web-e: ImagePullBackOff, 225 s to 700 s"]
    assert float(part.get("width")) / float(whole.get("width")) == pytest.approx(475 / 693.5, rel=1e-3)
    assert float(part.get("x")) > float(whole.get("x"))
    assert root.get("aria-label") == (
        "States of 5 containers over 11.7 min. At the end: 3 Running version sha256:a1b2c3…, "
        "1 Running version sha256:f0e1d2…, 1 ImagePullBackOff."
    )


def test_both_drawings_give_a_version_the_same_look():
    records = moved_tag_and_outage()
    look = version_looks([OLD, NEW])[OLD]
    assert f'fill="{look.colour}"' in mix(records)
    assert f'fill="{look.colour}"' in svg.states(records.states, end_s=records.end_s)
    turned = svg.version_mix(version_mix(records), end_s=records.end_s, versions=[NEW, OLD])
    assert f'fill="{look.colour}" stroke="#333" stroke-width="1"><title>version sha256:f0e1d2…' in turned


def test_texts_are_escaped():
    nasty = "<b>&\"'</b>"
    rows = [state(nasty, 0.0, None, "Waiting", nasty, node="n")]
    root = parse(svg.states(rows, end_s=10.0))
    assert nasty in root.get("aria-label")
    records = Records(
        end_s=10.0, running=[running("web-a", 0, None, workload=ObjectName("Deployment", "shop", nasty), image=nasty)]
    )
    assert nasty in parse(mix(records)).get("aria-label")


def test_when_nothing_happened_they_say_so():
    assert "nothing happened" in parse(svg.version_mix([])).get("aria-label")
    assert "nothing happened" in parse(svg.states([])).get("aria-label")
    assert ">nothing happened" in svg.states([], end_s=60.0)


def test_too_many_rows_are_counted_and_a_pods_containers_get_a_row_each():
    rows = [state(f"web-{n}", 0.0, None, "Waiting", "ContainerCreating") for n in range(9)]
    assert ">and 4 more<" in svg.states(rows, end_s=10.0, most_rows=5)
    rows = [state("web-a", 0.0, None, "Waiting", "ErrImagePull", container=name) for name in ("app", "side")]
    text = svg.states(rows, end_s=10.0)
    assert ">web-a/app<" in text
    assert ">web-a/side<" in text


def test_a_drawing_is_fast_enough_for_a_slider():
    records = moved_tag_and_outage()
    with at_most(0.2):  # a tenth of that where nothing else runs
        for _ in range(10):
            mix(records)
            svg.states(records.states, end_s=records.end_s)
