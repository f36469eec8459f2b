"""Every lab in the real JupyterLab comes up in a cell of its own; a password is hidden, heard and never stored."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OTHER_LABS = ("names", "pull_policy", "back_off", "architectures", "pull_costs")


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


def test_a_password_is_hidden_heard_and_never_stored(jupyterlab, opened):
    jupyterlab.write("password.ipynb", "from imagesim.labs import who_may_pull\nwho_may_pull.lab()")
    with opened("password.ipynb") as lesson:
        expect(lesson.sentence).to_contain_text("hands the image out")
        field = lesson.page.get_by_label("Password", exact=True)
        expect(field).to_have_attribute("type", "password")
        expect(field).to_have_value("")
        field.fill("correct-horse")
        lesson.page.keyboard.press("Enter")
        expect(lesson.sentence).to_contain_text("refuses it")
        assert "correct-horse" not in lesson.page.locator("body").inner_text()
        stored = save_with_widget_state(lesson, jupyterlab.folder / "password.ipynb")
        assert "registry.example/team/app:v1" in stored  # the state of the other controls is there
        assert "correct-horse" not in stored
        lesson.press("Reset")
        expect(lesson.sentence).to_contain_text("hands the image out")
        expect(field).to_have_value("")


def test_tenants_are_kept_apart_by_ticks(jupyterlab, opened):
    jupyterlab.write("sharing.ipynb", "from imagesim.labs import sharing\nsharing.lab()")
    with opened("sharing.ipynb") as lesson:
        expect(lesson.sentence).to_contain_text("10 containers run red's images without a login")
        lesson.control("checkbox", "AlwaysPullImages").check()
        expect(lesson.sentence).to_contain_text("a login: kubectl debug 1, static pods 3.")
        lesson.control("radio", "1.36").check()
        expect(lesson.sentence).to_have_text("Nobody runs red's images without a login.")


# How many lines the text of an element has.
_LINES = """cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
}"""


def test_the_other_labs_come_up_and_answer(jupyterlab, opened):
    jupyterlab.write("labs.ipynb", *(f"from imagesim.labs import {name}\n{name}.lab()" for name in OTHER_LABS))
    with opened("labs.ipynb") as lesson:
        expect(lesson.sentence).to_have_count(len(OTHER_LABS))
        lesson.control("textbox", "My own name").fill("ghcr.io/me/app")
        lesson.page.keyboard.press("Enter")
        expect(lesson.sentence.nth(0)).to_contain_text("asks ghcr.io")
        lesson.control("checkbox", "AlwaysPullImages").check()
        expect(lesson.sentence.nth(1)).to_contain_text("AlwaysPullImages overruled it")
        lesson.control("slider", "Registry is away for").press("Home")
        expect(lesson.page.locator(".imagesim-stage-said").nth(1)).to_contain_text("for 1m")
        images = lesson.control("group", "The image has")
        images.get_by_role("checkbox", name="linux/arm64", exact=True).press("Space")
        expect(
            lesson.page.get_by_role("img", name="arm64-0, which is linux/arm64, takes linux/arm64;")
        ).to_be_attached()
        names = lesson.page.locator(".imagesim-tables").nth(3).locator("td:first-child")
        assert [name.evaluate(_LINES) for name in names.all()] == [1]  # beside an error that has several
        lesson.control("slider", "Nodes").press("ArrowRight")
        expect(lesson.page.locator(lesson.pictures).last).to_have_attribute("aria-label", re.compile(r"\b11 rows"))
