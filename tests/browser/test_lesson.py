"""The lesson *A tag moves* as a trainee meets it: run in the real JupyterLab, and moved by keyboard."""

import statistics

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LESSON = "01-a-tag-moves.ipynb"

PRESSES = 12


@pytest.fixture(scope="module")
def lesson(chromium, jupyterlab, opened):
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    lesson = opened(page, jupyterlab, LESSON)
    lesson.run_all()
    yield lesson
    page.close()


def test_every_cell_runs(lesson):
    assert lesson.error_outputs() == []


def test_the_picture_has_an_alternative_text(lesson):
    picture = lesson.page.locator(lesson.pictures).first
    expect(picture).to_be_attached()
    assert len(picture.get_attribute("aria-label")) > 20


def test_the_stored_text_of_the_lab_is_not_shown_beside_it(lesson):
    outputs = lesson.page.locator(".jp-CodeCell").filter(has_text="moved_tag.lab()").locator(".jp-OutputArea-output")
    expect(outputs).to_have_count(1)
    expect(outputs).to_contain_text("minutes with mixed versions")
    assert "(picture:" not in outputs.inner_text()


def test_a_slider_moved_by_keyboard_changes_the_picture(lesson, report_time):
    replicas = lesson.slider("Replicas")
    before = int(replicas.input_value())
    keys = ["ArrowRight", "ArrowLeft"] * (PRESSES // 2)
    times = [lesson.milliseconds_until_new_picture(replicas, key) for key in keys]
    assert int(replicas.input_value()) == before
    report_time(f"replicas of the moved tag, median of {PRESSES}", statistics.median(times))
    report_time(f"replicas of the moved tag, most of {PRESSES}", max(times))
