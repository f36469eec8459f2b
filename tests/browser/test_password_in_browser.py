"""The password control in a real JupyterLab: hidden, heard by the kernel, and in no saved notebook."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NAME = "password.ipynb"
LESSON = """\
from imagesim.labs.who_may_pull import lab
lab()
"""


@pytest.fixture
def lesson(page, jupyterlab, opened):
    jupyterlab.write(NAME, LESSON)
    lesson = opened(page, jupyterlab, NAME)
    lesson.run_all()
    return lesson


def save_with_widget_state(lesson, path):
    """Save the notebook with all that JupyterLab can store of widgets; return what is in the file."""
    page = lesson.page
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Save Widget State Automatically").click()
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Save Notebook(?! As)")).click()
    deadline = time.monotonic() + 120
    while "application/vnd.jupyter.widget-state+json" not in path.read_text() and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return path.read_text()


def test_a_password_is_hidden_heard_and_never_stored(lesson, jupyterlab):
    page = lesson.page
    status = page.locator(".imagesim-view [role=status]")
    expect(status).to_contain_text("hands the image out")
    field = page.get_by_label("Password", exact=True)
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value("")
    field.fill("correct-horse")
    page.keyboard.press("Tab")
    expect(status).to_contain_text("refuses it")
    assert "correct-horse" not in page.locator("body").inner_text()
    stored = save_with_widget_state(lesson, jupyterlab.folder / NAME)
    assert "registry.example/team/app:v1" in stored  # the state of the other controls is there
    assert "correct-horse" not in stored
    assert not lesson.error_outputs()
