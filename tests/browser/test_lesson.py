"""The lesson *A tag moves* as a trainee meets it in the real JupyterLab: its lab is moved, compared, shared, played."""

import re
import statistics

import pytest
from playwright.sync_api import expect

from imagesim.labs import moved_tag
from imagesim.results import svg
from tests.browser.titles import titles_of, told

pytestmark = pytest.mark.browser

PRESSES = 12


@pytest.fixture(scope="module")
def first_lesson(opened):
    with opened("01-a-tag-moves.ipynb") as lesson:
        # The lab gives questions away, and waits for them.
        lesson.page.get_by_role("button", name="Skip question 2, question 3, question 4 and question 5").click()
        yield lesson


@pytest.fixture
def lesson(first_lesson):
    first_lesson.press("Reset")
    expect(first_lesson.sentence).to_have_text("Two versions ran side by side for 22.0 of 30 minutes.")
    return first_lesson


def handle(lesson, name):
    """The slider in the picture that sets the control of this name."""
    return lesson.page.get_by_role("slider", name=f"{name}, in the picture", exact=True)


def test_the_stage_has_the_marks_of_the_picture_that_is_stored(lesson):
    result = moved_tag.run()
    still = svg.states(result.records.states, **result.known)
    assert still in moved_tag.lab().html()
    found = lesson.page.locator(f"{lesson.pictures} .bar title").all_text_contents()
    assert [told(title) for title in found] == [told(title) for title in titles_of(still)]


def test_the_stored_text_of_the_lab_is_not_shown_beside_it(lesson):
    outputs = lesson.page.locator(".jp-CodeCell").filter(has_text="moved_tag.lab()").locator(".jp-OutputArea-output")
    expect(outputs.filter(visible=True)).to_have_count(1)
    assert "(picture:" not in outputs.filter(visible=True).inner_text()


def test_a_slider_moved_by_keyboard_changes_the_picture(lesson, report_time):
    replicas = lesson.control("slider", "Replicas")
    keys = ["ArrowRight", "ArrowLeft"] * (PRESSES // 2)
    times = [lesson.milliseconds_until_new_picture(replicas, key) for key in keys]
    expect(replicas).to_have_value("8")
    report_time(f"replicas of the moved tag, median of {PRESSES}", statistics.median(times))
    report_time(f"replicas of the moved tag, most of {PRESSES}", max(times))


def test_a_kept_run_is_compared_with_the_next_one(lesson):
    compared = lesson.page.locator(".imagesim-compared")
    lesson.press("Keep this run")
    lesson.control("group", "Image named by").get_by_text(moved_tag.BY_DIGEST).click()
    expect(compared).to_contain_text(f"You changed: Image named by {moved_tag.BY_TAG} → {moved_tag.BY_DIGEST}.")
    expect(compared).to_contain_text("minutes with mixed versions 22.0 → 0")
    lesson.press("Forget the kept run")
    expect(compared).to_be_hidden()


def test_a_setting_that_is_shared_is_restored(lesson):
    lesson.control("slider", "Replicas").press("ArrowRight")
    lesson.control("group", "Image named by").get_by_text(moved_tag.BY_DIGEST).click()
    expect(lesson.sentence).to_contain_text("At no time")
    lesson.press("Share")
    code = lesson.page.get_by_label("The code of this setting").input_value()
    lesson.press("Reset")
    expect(lesson.sentence).to_contain_text("Two versions")
    lesson.page.get_by_label("Somebody else's code").fill(code)
    lesson.page.keyboard.press("Enter")
    expect(lesson.sentence).to_contain_text("At no time")
    expect(lesson.control("slider", "Replicas")).to_have_value("9")
    lesson.press("Share")


def test_a_setting_becomes_a_scenario(lesson):
    lesson.press("Copy as scenario")
    expect(lesson.page.get_by_label("Save it as scenario.yaml")).to_have_value(re.compile("kind: Timeline"))
    lesson.press("Copy as scenario")


def test_a_screen_reader_finds_no_two_things_of_one_name(lesson):
    found = lesson.page.locator(".imagesim-lab :is(input, select, button, [role=slider])")
    names = [line for each in found.all() if each.is_visible() for line in each.aria_snapshot().splitlines()[:1]]
    names = [re.sub(r'^- (\w+) ("[^"]*")?.*', r"\2", name) for name in names]
    assert len(names) > 12
    assert "" not in names
    assert len(set(names)) == len(names)


def test_a_push_is_dragged_by_mouse_and_by_keys(lesson):
    push, control = handle(lesson, "Tag pushed over at"), lesson.control("slider", "Tag pushed over at")
    push.scroll_into_view_if_needed()
    knob = push.locator(".handle-knob").bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    lesson.page.mouse.move(x, y)
    lesson.page.mouse.down()
    lesson.page.mouse.move(x + 40, y, steps=4)
    lesson.page.mouse.move(x + 80, y, steps=4)
    lesson.page.mouse.up()
    expect(control).not_to_have_value("5")
    dragged = int(control.input_value())
    assert dragged > 5
    expect(push).to_have_attribute("aria-valuetext", f"{dragged} min 00 s")
    push.press("ArrowLeft")
    expect(control).to_have_value(str(dragged - 1))
    expect(push).to_have_attribute("aria-valuetext", f"{dragged - 1} min 00 s")


def test_play_moves_the_moment(lesson):
    when = lesson.page.locator(".imagesim-stage-when")
    before = when.text_content()
    lesson.press("▶ Play")
    expect(when).not_to_have_text(before)
    lesson.press("❚❚ Pause")
