"""The drawing of what pods waited for after a disturbance: its parts are as long as the rows say."""

import re
from xml.etree import ElementTree

import pytest

from imagesim.results import svg
from imagesim.results.measures.recovery import CAUSES, RecoveryRow
from imagesim.results.palette import cause_looks

SVG = "{http://www.w3.org/2000/svg}"
LOOKS = cause_looks()


def row(pod, disturbance="outage of registry.example", **causes):
    """A pod that was Ready once all *causes*, in seconds, were over; without any it never was."""
    delay_s = sum(causes.values()) if causes else None
    parts = {cause: causes.get(cause, 0.0) if causes else None for cause in CAUSES}
    ready_s = None if delay_s is None else 600.0 + delay_s
    return RecoveryRow("shop", pod, disturbance, 600.0, ready_s, delay_s, workload="", node="", was="failing", **parts)


def parse(text):
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    return root


def bars(text):
    """(pod, cause) and (place, width) of each part."""
    told = [(shape.find(f"{SVG}title").text, shape) for shape in parse(text).iter(f"{SVG}rect") if len(shape)]
    pairs = [(re.fullmatch(r"(.*?): (.*), .*", title), shape) for title, shape in told]
    return {(found[1], found[2]): (float(shape.get("x")), float(shape.get("width"))) for found, shape in pairs if found}


def texts(text):
    return [each.text for each in parse(text).iter(f"{SVG}text")]


def test_each_part_is_as_long_as_its_cause_and_begins_where_the_one_before_ends():
    found = bars(svg.recovery_split([row("web-a", backoff_s=60.0, sync_s=20.0, pull_s=20.0)]))
    (first, wide), (second, narrow), (third, last) = (
        found["web-a", LOOKS[cause].label] for cause in ("backoff_s", "sync_s", "pull_s")
    )
    assert wide == pytest.approx(3 * narrow, abs=0.1)
    assert narrow == pytest.approx(last, abs=0.1)
    assert (second, third) == (pytest.approx(first + wide, abs=0.1), pytest.approx(second + narrow, abs=0.1))


def test_the_longest_wait_comes_first_and_all_have_one_scale():
    drawing = svg.recovery_split([row("web-a", backoff_s=30.0), row("web-b", backoff_s=90.0)])
    found = bars(drawing)
    long, short = found["web-b", LOOKS["backoff_s"].label], found["web-a", LOOKS["backoff_s"].label]
    assert long == (short[0], pytest.approx(3 * short[1], abs=0.1))
    names = [text for text in texts(drawing) if text.startswith("web-")]
    assert names == ["web-b", "web-a"]
    assert [text for text in texts(drawing) if text.endswith(" s")] == ["90 s", "30 s"]


def test_the_legend_holds_what_is_to_be_seen_and_nothing_else():
    words = texts(svg.recovery_split([row("web-a", backoff_s=100.0, pull_s=1.0, start_s=0.01)]))
    labels = {look.label for look in LOOKS.values()}
    assert [text for text in words if text in labels] == [LOOKS["backoff_s"].label, LOOKS["pull_s"].label]


def test_the_title_names_the_disturbance_where_there_is_one():
    one = [row("web-a", backoff_s=1.0)]
    two = [*one, row("web-b", "node is back", backoff_s=1.0)]
    assert texts(svg.recovery_split(one))[0] == (
        "From the end of the outage of registry.example to Ready: what each pod waited for"
    )
    assert texts(svg.recovery_split(two))[0] == "From the end of the disturbance to Ready: what each pod waited for"


def test_in_words_it_says_how_long_and_for_what_most():
    rows = [row("web-a", backoff_s=40.0, sync_s=10.0, pull_s=1.0), row("web-b", backoff_s=90.0)]
    assert (
        parse(svg.recovery_split(rows))
        .get("aria-label")
        .endswith(
            "what each pod waited for: 2 pods, 51 s to 90 s, "
            "mostly waiting out the back-off and waiting for the kubelet's next look."
        )
    )
    assert ": 1 pod, 90 s to 90 s," in parse(svg.recovery_split(rows[1:])).get("aria-label")


def test_those_that_were_never_ready_are_counted_and_so_is_what_is_too_much():
    rows = [row(f"web-{number}", backoff_s=9.0) for number in range(5)]
    assert {"and 3 more", "and 1 not Ready before the end of the run"} <= set(
        texts(svg.recovery_split([*rows, row("web-x")], most_rows=2))
    )
    assert (
        parse(svg.recovery_split([row("web-x")])).get("aria-label").endswith("1 not Ready before the end of the run.")
    )


def test_without_rows_it_says_so():
    assert "nothing happened" in parse(svg.recovery_split([])).get("aria-label")


def test_a_name_is_escaped():
    nasty = "<b>&\"'</b>"
    parse(svg.recovery_split([row(nasty, nasty, backoff_s=1.0)]))
