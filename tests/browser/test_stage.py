"""The stage in a real Chromium: its marks are those of the still picture; it can be scrubbed, dragged and played."""

import re

import pytest
from playwright.sync_api import expect

from imagesim.results import svg
from imagesim.results.result import simulate
from imagesim.results.stage.bundle import JS, bundle
from imagesim.results.stage.run_data import run_data
from imagesim.results.stage.run_page import run_page, script_json
from imagesim.scenarios.loading import load
from tests.browser.titles import titles_of, told

pytestmark = pytest.mark.browser

_PAGE = """\
<!doctype html><meta charset="utf-8"><style>{style}</style><div id="here"></div>
<script type="module">
{script}
window.dragged = [];
const options = {options};
options.dragged = (index, time) => window.dragged.push([index, time]);
window.shown = stage(document.getElementById("here"), {data}, options);
</script>
"""
_TIME = ".imagesim-stage-over .imagesim-time"
_MARKS = f"{_TIME} .bar title"


@pytest.fixture(scope="module")
def moved():
    return simulate(load("moved-tag"))


@pytest.fixture
def opened_stage(page):
    """Opens a run on the stage, and fails the test if the page says that something is wrong."""
    errors = []
    page.on("pageerror", lambda error: errors.append(error))

    def open_(data, options=None):
        script, style = bundle(JS / "stage.js"), (JS / "stage.css").read_text(encoding="utf-8")
        page.set_content(
            _PAGE.format(style=style, script=script, data=script_json(data), options=script_json(options or {}))
        )
        page.wait_for_function("window.shown !== undefined")
        return page

    yield open_
    assert errors == []


@pytest.mark.parametrize("scenario", ["moved-tag", "registry-outage"])
def test_the_marks_have_the_titles_of_the_still_picture(opened_stage, scenario):
    result = simulate(load(scenario))
    page = opened_stage(run_data(result))
    still = svg.states(result.records.states, **result.known)
    found = page.locator(_MARKS).all_text_contents()
    assert [told(title) for title in found] == [told(title) for title in titles_of(still)]


@pytest.mark.parametrize("scenario", ["nodes-replaced", "registry-outage", "kubelet-restarted"])
def test_what_lasts_has_its_label_within_its_box_or_beside_it(opened_stage, scenario):
    page = opened_stage(run_data(simulate(load(scenario))))
    boxes = [each.bounding_box() for each in page.locator(f"{_TIME} .lasting").all()]
    labels = page.locator(f"{_TIME} .front text").filter(has_text=re.compile(r", [\d.]+ (s|min|h)$"))
    assert boxes
    assert labels.count() == len(boxes)
    for label in labels.all():
        text = label.bounding_box()
        box = min(boxes, key=lambda each: abs(each["y"] - text["y"]))
        left, right, begin, end = text["x"], text["x"] + text["width"], box["x"], box["x"] + box["width"]
        assert begin <= left <= right <= end or left >= end or right <= begin


def test_keys_move_the_moment(opened_stage, moved):
    data = run_data(moved)
    old, new = (look["label"] for look in data["versions"])
    page = opened_stage(data, {"time_s": 0})
    time = page.get_by_role("slider", name="Time", exact=True)
    when, moment = page.locator(".imagesim-stage-when"), page.locator(".imagesim-moment")
    expect(when).to_have_text("At 0 min 00 s")
    time.focus()
    page.keyboard.press("End")
    expect(when).to_have_text("At 30 min 00 s")
    expect(time).to_have_attribute("aria-valuetext", "30 min 00 s")
    expect(moment).to_have_attribute("aria-label", f"6 nodes; pods: 6 Running {old}, 2 Running {new}.")
    before = page.locator(f"{_TIME} .playhead").get_attribute("transform")
    page.keyboard.press("ArrowLeft")
    assert page.locator(f"{_TIME} .playhead").get_attribute("transform") != before


def test_a_press_in_the_picture_moves_the_playhead(opened_stage, moved):
    page = opened_stage(run_data(moved), {"time_s": 0})
    box = page.locator(_TIME).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5)
    seconds = float(page.get_by_role("slider", name="Time", exact=True).input_value())
    left = run_data(moved)["axis"]["left"]
    assert seconds == pytest.approx(1800 * (900 - left) / (976 - left), abs=5)


def test_play_moves_and_pause_holds(opened_stage, moved):
    page = opened_stage(run_data(moved), {"time_s": 0})
    time = page.get_by_role("slider", name="Time", exact=True)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.imagesim-playhead input').value) > 20")
    page.get_by_role("button", name="Pause").click()
    held = time.input_value()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert time.input_value() == held


def test_play_goes_on_to_the_end_and_begins_again(opened_stage, moved):
    page = opened_stage(run_data(moved), {"time_s": 1799})
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()  # it has come to the end
    assert float(page.get_by_role("slider", name="Time", exact=True).input_value()) == 1800
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.imagesim-playhead input').value) < 900")


def test_with_less_motion_it_goes_in_steps(opened_stage, moved):
    opened_stage(run_data(moved), {"time_s": 0}).emulate_media(reduced_motion="reduce")
    page = opened_stage(run_data(moved), {"time_s": 0})
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.imagesim-playhead input').value) > 0")
    page.get_by_role("button", name="Pause").click()
    seconds = float(page.get_by_role("slider", name="Time", exact=True).input_value())
    assert seconds % 75 == pytest.approx(0, abs=1)


_PUSH = {
    "drags": [
        {
            "cause": "push",
            "nth": 0,
            "label": "Push",
            "name": "Push, in the picture",
            "min_s": 60,
            "max_s": 1200,
            "edge": "start",
        }
    ]
}


def test_a_push_that_is_dragged_is_told_once_and_where(opened_stage, moved):
    page = opened_stage(run_data(moved), _PUSH)
    knob = page.locator(f"{_TIME} .handle-knob").bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    width = page.locator(_TIME).bounding_box()["width"]
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + step * width / 50, y)
    assert page.evaluate("window.dragged") == []
    page.mouse.up()
    ((index, seconds),) = page.evaluate("window.dragged")
    left = run_data(moved)["axis"]["left"]
    assert index == 0
    assert seconds == pytest.approx(300 + 1800 * 100 / (976 - left), abs=5)


def test_a_handle_is_a_slider_for_the_keyboard(opened_stage, moved):
    page = opened_stage(run_data(moved), _PUSH)
    handle = page.get_by_role("slider", name="Push, in the picture", exact=True)
    expect(handle).to_have_attribute("aria-valuetext", "5 min 00 s")
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    assert page.evaluate("window.dragged") == [[0, 330], [0, 60]]


def test_what_is_pointed_at_in_one_picture_is_marked_in_both(opened_stage, moved):
    page = opened_stage(run_data(moved), {"time_s": 1700})
    rows, marks = page.locator(f"{_TIME} .linked"), page.locator(".imagesim-moment .linked")
    page.locator(f"{_TIME} .bar").nth(1).hover()
    expect(rows).to_have_count(1)
    pod, node = (page.locator(f".imagesim-moment [data-{kind}]") for kind in ("chip", "node"))
    place = marks.first.get_attribute("x"), marks.first.get_attribute("y")
    assert place in [(each.get_attribute("x"), each.get_attribute("y")) for each in node.all()]
    expect(marks).to_have_count(3)  # the node, its image, the pod
    page.mouse.move(1, 1)
    expect(rows).to_have_count(0)
    expect(marks).to_have_count(0)
    pod.last.hover()
    expect(rows).to_have_count(1)
    node.first.hover(position={"x": 4, "y": 4})
    expect(marks.first).to_have_attribute("y", node.first.get_attribute("y"))


def test_keys_go_through_the_rows_and_say_what_each_is(opened_stage, moved):
    page = opened_stage(run_data(moved), {"time_s": 1700})
    stepper = page.locator("[role=slider][aria-label=Row]")
    stepper.focus()
    expect(page.locator(f"{_TIME} .linked")).to_have_count(1)
    top = page.locator(f"{_TIME} .linked").get_attribute("y")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{_TIME} .linked")).not_to_have_attribute("y", top)
    expect(stepper).to_have_attribute("aria-valuetext", re.compile(r"^web-\w+-\w+: Running \S+ on workers-\d$"))
    expect(stepper).to_have_attribute("aria-valuenow", "2")
    page.get_by_role("slider", name="Time", exact=True).focus()
    expect(page.locator(f"{_TIME} .linked")).to_have_count(0)


_ALWAYS = {"Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy": "Always"}


def test_a_run_that_is_kept_stays_under_one_with_another_template(opened_stage, moved):
    page = opened_stage(run_data(moved))
    bars = page.locator(_MARKS).count()
    page.evaluate("window.shown.keep()")
    page.evaluate("data => window.shown.show(data)", run_data(simulate(load("moved-tag", values=_ALWAYS))))
    expect(page.locator(f"{_TIME} .kept")).to_have_count(bars)
    page.evaluate("window.shown.forget()")
    expect(page.locator(f"{_TIME} .kept")).to_have_count(0)


def test_a_kept_run_with_other_rows_has_a_picture_of_its_own(opened_stage, moved):
    page = opened_stage(run_data(moved))
    page.evaluate("window.shown.keep()")
    page.evaluate("data => window.shown.show(data)", run_data(simulate(load("stale-cache"))))
    expect(page.get_by_text("The run that was kept", exact=True)).to_be_visible()
    expect(page.locator(".imagesim-stage-kept .imagesim-time")).to_be_visible()


def test_many_pods_are_areas_and_nodes_are_cells(opened_stage):
    result = simulate(load("moved-tag", values={"Deployment/shop/web:spec.replicas": 100}))
    page = opened_stage(run_data(result), {"time_s": 0})
    expect(page.locator(".imagesim-cells")).to_be_visible()
    time = page.get_by_role("slider", name="Time", exact=True)
    time.focus()
    page.keyboard.press("End")
    open_ = sum(row.ended_s is None for row in result.records.states)
    label = page.locator(".imagesim-moment").get_attribute("aria-label")
    assert sum(map(int, re.findall(r"\d+(?= [A-Z])", label))) == open_


def test_a_kept_run_of_many_pods_is_counted_beside_the_next_one(opened_stage, moved):
    replicas = "Deployment/shop/web:spec.replicas"
    many, more = (run_data(simulate(load("moved-tag", values={replicas: count}))) for count in (70, 100))
    page = opened_stage(many, {"time_s": 1700})
    page.evaluate("window.shown.keep()")
    page.evaluate("data => window.shown.show(data)", more)
    moment = page.locator(".imagesim-moment")
    kept = sum(counts[-1] for counts in many["shares"]["counts"])
    label = moment.get_attribute("aria-label")
    assert sum(map(int, re.findall(r"\d+(?= [A-Z])", label.split("The kept run:")[1]))) == kept
    expect(moment.locator(".kept")).to_have_count(len(re.findall(r"\d+(?= [A-Z])", label.split("The kept run:")[0])))
    expect(page.locator(".imagesim-stage-kept .imagesim-time")).to_be_visible()
    lines = page.locator(".imagesim-time .playhead").evaluate_all(
        "found => found.map(e => e.getAttribute('transform'))"
    )
    assert lines[0] == lines[1]
    page.evaluate("data => window.shown.show(data)", run_data(moved))  # a few pods beside many
    expect(moment.get_by_text("kept run", exact=True)).to_be_visible()
    page.evaluate("window.shown.forget()")
    expect(page.locator(".imagesim-stage-kept")).to_be_hidden()


def test_the_file_of_a_run_opens_from_a_disk_and_asks_no_network(page, moved, tmp_path):
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(error))
    (tmp_path / "run.html").write_text(run_page(moved), encoding="utf-8")
    page.goto((tmp_path / "run.html").as_uri())
    expect(page.get_by_role("heading", name="A tag moves")).to_be_visible()
    assert page.locator(_MARKS).count() == len(moved.records.states)
    assert [url for url in asked if not url.startswith("file:")] == []
    assert errors == []
