"""All labs at the size of many projectors: what belongs together is in sight at once, and its text can be read."""

import re

import pytest
from playwright.sync_api import expect

from imagesim.labs.course import PROJECTOR
from tests.browser.layout import fit, smallest_text
from tests.browser.screenshots import LABS, WINDOW

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(jupyterlab, opened):
    jupyterlab.write("layout.ipynb", *(f"from imagesim.labs import {lab}\n{lab}.lab()" for lab in LABS))
    with opened("layout.ipynb") as lesson:
        lesson.page.set_viewport_size(WINDOW)
        lesson.close_side_bar()
        yield lesson.page


@pytest.fixture(params=range(len(LABS)), ids=LABS)
def place(request):
    return request.param


def test_controls_sentence_and_pictures_are_seen_without_scrolling(page, place):
    found = fit(page, place)
    assert found.needs <= found.room


def test_no_text_of_a_picture_is_too_small_for_a_lecture_room(page, place):
    style = page.add_style_tag(content=PROJECTOR)
    size, text = smallest_text(page, place)
    style.evaluate("style => style.remove()")
    assert size >= 20, text


def test_while_a_run_is_kept_all_but_the_task_and_the_buttons_is_seen(page, place):
    lab = page.locator(".imagesim-lab").nth(place)
    lab.get_by_role("button", name="Keep this run").click()
    found = fit(page, place, ".imagesim-controls")
    lab.get_by_role("button", name="Forget the kept run").click()
    assert found.needs <= found.room


def test_the_most_pods_are_seen_without_scrolling_too(page):
    place = LABS.index("moved_tag")
    lab = page.locator(".imagesim-lab").nth(place)
    lab.locator(".imagesim-controls").get_by_role("slider", name="Replicas", exact=True).press("End")
    expect(lab.locator(".imagesim-time").first).to_have_attribute("aria-label", re.compile("16 rows"))
    found = fit(page, place)
    lab.get_by_role("button", name="Reset").click()
    assert found.needs <= found.room


def test_a_picture_is_there_with_a_run_over_time_and_without(page):
    place = LABS.index("who_may_pull")
    lab = page.locator(".imagesim-lab").nth(place)
    picture, stage = lab.locator(".imagesim-pictures > svg"), lab.locator(".imagesim-stage")
    mended = lab.locator(".imagesim-controls").get_by_role("slider", name="Wrong until minute", exact=True)
    mended.press("End")
    expect(stage).to_be_visible()
    expect(picture).to_be_visible()
    found = fit(page, place, ".imagesim-controls")
    mended.press("Home")
    expect(stage).to_be_hidden()
    expect(picture).to_be_visible()
    assert found.needs <= found.room
