"""The controls of the labs in a real JupyterLab: found by name, moved by keyboard, heard by the kernel."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CONTROLS = """\
import ipywidgets as widgets
from imagesim.labs import controls

parts = {
    "replicas": controls.slider("Replicas", 4, 1, 20, hint="How many pods"),
    "delay": controls.slider("Delay", 1.5, 0, 10, 0.5, unit="s"),
    "policy": controls.dropdown("Pull policy", ["IfNotPresent", "Always", "Never"]),
    "named": controls.radio("Image named by", ["tag", "digest"]),
    "mirror": controls.checkbox("Mirror"),
    "entries": controls.several("Entries", ["amd64", "arm64"], ["arm64"]),
    "image": controls.text("Image", "nginx"),
    "again": controls.button("Run again"),
}
view = widgets.HTML()

def show(_=None):
    values = [part.value for part in parts.values()]
    view.value = f'<div id="seen" role="img" aria-label="values">{values}</div>'

for part in parts.values():
    part.observe(show, "value")
show()
widgets.VBox([*parts.values(), view])
"""


@pytest.fixture(scope="module")
def tiny(jupyterlab):
    jupyterlab.write("tiny.ipynb", CONTROLS)
    return "tiny.ipynb"


@pytest.fixture
def lesson(page, jupyterlab, tiny, opened):
    lesson = opened(page, jupyterlab, tiny)
    lesson.run_all()
    return lesson


def test_every_control_is_found_by_name_and_heard(lesson):
    page: Page = lesson.page
    seen = page.locator("#seen")
    expect(seen).to_have_text("[4, 1.5, 'IfNotPresent', 'tag', False, ['arm64'], 'nginx', 0]")
    lesson.slider("Replicas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")  # JupyterLab would otherwise take it to move to the cell above
    lesson.slider("Delay").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("combobox", name="Pull policy", exact=True).select_option("Always")
    page.get_by_role("group", name="Image named by").get_by_role("radio", name="tag").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("checkbox", name="Mirror").focus()
    page.keyboard.press("Space")
    page.get_by_role("group", name="Entries").get_by_role("checkbox", name="amd64").focus()
    page.keyboard.press("Space")
    page.get_by_role("textbox", name="Image", exact=True).fill("redis:7")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Run again").focus()
    page.keyboard.press("Enter")
    expect(seen).to_have_text("[6, 1.0, 'Always', 'digest', True, ['amd64', 'arm64'], 'redis:7', 1]")
    assert not lesson.error_outputs()


def test_a_slider_says_its_number_with_unit_and_hint(lesson):
    delay = lesson.slider("Delay")
    expect(delay).to_have_attribute("aria-valuetext", "1.5 s")
    expect(lesson.slider("Replicas")).to_have_accessible_description("How many pods")


def test_a_key_press_changes_the_picture(lesson, report_time):
    report_time("one line of text", lesson.milliseconds_until_new_picture(lesson.slider("Replicas"), "ArrowRight"))


def test_jupyterlab_asks_for_its_token(jupyterlab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{jupyterlab.url}/api/contents", timeout=120)
