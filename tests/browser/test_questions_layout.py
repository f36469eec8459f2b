"""How questions and answers look in the real JupyterLab, at the size of many projectors."""

import pytest
from playwright.sync_api import expect

from tests.browser.screenshots import WINDOW

pytestmark = pytest.mark.browser

SETTING = """\
import pandas as pd
from imagesim import load, plots, simulate
from imagesim.labs.questions import ask, number
said = "Failed  " + "to pull the image " * 7 + "https://registry.example/v2/shop/web/manifests/v1"
one = ask("1", f"How many?\\n\\n```\\n{said}\\n```", number(0, 4, "pods"))
one"""
TABLE = 'events = pd.DataFrame({"message": ["Pulling", "Failed to pull"], "time_s": [1.9, 2.1]}, index=["a", "b"])'
ANSWER = f"""{TABLE}
one.answer(0, events, plots.version_mix(simulate(load("moved-tag")).version_mix()), because="Nobody asks.")"""

_GAPS = """([upper, lower]) => document.querySelector(lower).getBoundingClientRect().top
  - document.querySelector(upper).getBoundingClientRect().bottom"""
# How many lines a text of the block stands on.
_LINES = """text => {
  const pre = document.querySelector("imagesim-question pre"), range = document.createRange();
  const node = pre.firstChild, begin = node.textContent.indexOf(text);
  range.setStart(node, begin);
  range.setEnd(node, begin + text.length);
  return range.getClientRects().length;
}"""


@pytest.fixture(scope="module")
def page(jupyterlab, opened):
    jupyterlab.write("questions-layout.ipynb", SETTING, ANSWER)
    with opened("questions-layout.ipynb") as lesson:
        lesson.page.set_viewport_size(WINDOW)
        lesson.close_side_bar()
        lesson.page.get_by_role("button", name="Skip", exact=True).click()
        expect(lesson.page.locator("imagesim-answer details")).to_be_visible()
        yield lesson.page


def test_the_frame_around_a_line_that_has_the_focus_is_clear_of_the_line_above_it(page):
    state = page.locator("imagesim-question .imagesim-state")
    state.focus()
    frame = state.evaluate(
        "it => [getComputedStyle(it).outlineWidth, getComputedStyle(it).outlineOffset].map(parseFloat)"
    )
    assert page.evaluate(_GAPS, ["imagesim-question legend", "imagesim-question .imagesim-state"]) >= sum(frame)
    assert page.evaluate(_GAPS, ["imagesim-answer pre", "imagesim-answer .imagesim-verdict"]) > 3


def test_what_kubectl_printed_breaks_between_words(page):
    assert page.evaluate(_LINES, "https://registry.example/v2/shop/web/manifests/v1") == 1


def test_words_in_a_table_stand_flush_left_and_numbers_right(page):
    cells = page.locator("imagesim-answer table tr > :is(th, td)")
    aligned = cells.evaluate_all("all => all.map(it => [it.textContent, getComputedStyle(it).textAlign])")
    assert dict(aligned) | {"": "", "a": "", "b": ""} == {
        "": "",
        "a": "",
        "b": "",
        "message": "left",
        "time_s": "right",
        "Pulling": "left",
        "Failed to pull": "left",
        "1.9": "right",
        "2.1": "right",
    }


def test_a_picture_is_no_higher_than_what_is_seen_of_a_notebook_and_keeps_its_shape(page):
    image, window = page.locator(".imagesim-answer-picture img"), page.locator(".jp-WindowedPanel-outer")
    box = image.bounding_box()
    assert box["height"] <= window.bounding_box()["height"]
    natural = image.evaluate("it => it.naturalWidth / it.naturalHeight")
    assert box["width"] / box["height"] == pytest.approx(natural, rel=0.01)
