"""The controls of a lab in a real JupyterLab: found by name, moved by mouse and keyboard, heard by the kernel."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EVERY_KIND = """\
from imagesim.labs.controls import checkbox, dropdown, radio, several, slider, text
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import View

controls = {
    "replicas": slider("Replicas", 4, 1, 20, hint="How many pods"),
    "delay": slider("Delay", 1.5, 0, 10, 0.5, unit="s"),
    "policy": dropdown("Pull policy", ["IfNotPresent", "Always", "Never"]),
    "named": radio("Image named by", ["tag", "digest"]),
    "mirror": checkbox("Mirror"),
    "entries": several("Entries", ["amd64", "arm64"], ["arm64"]),
    "image": text("Image", "nginx"),
}

def draw(**values):
    return View(sentence=str([*values.values()]))

in_notebook(Lab(name="kinds", title="Every kind", task="move them", controls=controls, draw=draw))
"""


@pytest.fixture(scope="module")
def kinds(jupyterlab, opened):
    jupyterlab.write("kinds.ipynb", EVERY_KIND)
    with opened("kinds.ipynb") as lesson:
        yield lesson


@pytest.fixture
def lesson(kinds):
    kinds.press("Reset")
    expect(kinds.sentence).to_have_text("[4, 1.5, 'IfNotPresent', 'tag', False, ['arm64'], 'nginx']")
    return kinds


def test_every_control_is_heard_when_it_is_moved_by_keyboard(lesson):
    page = lesson.page
    lesson.control("slider", "Replicas").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")  # JupyterLab would otherwise take it to move to the cell above
    lesson.control("slider", "Delay").focus()
    page.keyboard.press("ArrowLeft")
    lesson.control("combobox", "Pull policy").focus()
    page.keyboard.press("A")  # so would this, to add a cell
    lesson.control("group", "Image named by").get_by_role("radio", name="tag").focus()
    page.keyboard.press("ArrowDown")
    lesson.control("checkbox", "Mirror").focus()
    page.keyboard.press("Space")
    lesson.control("group", "Entries").get_by_role("checkbox", name="amd64").focus()
    page.keyboard.press("Space")
    lesson.control("textbox", "Image").fill("redis:7")
    page.keyboard.press("Enter")
    expect(lesson.sentence).to_have_text("[6, 1.0, 'Always', 'digest', True, ['amd64', 'arm64'], 'redis:7']")
    expect(lesson.control("textbox", "Image")).to_be_focused()


def test_what_is_being_typed_stays_while_the_answer_to_another_control_comes(lesson):
    image = lesson.control("textbox", "Image")
    image.fill("redis:7")
    moved = "slider => { slider.value = 9; slider.dispatchEvent(new Event('input')); }"
    lesson.control("slider", "Replicas").evaluate(moved)
    expect(lesson.sentence).to_have_text("[9, 1.5, 'IfNotPresent', 'tag', False, ['arm64'], 'nginx']")
    expect(image).to_have_value("redis:7")
    lesson.page.keyboard.press("Enter")
    expect(lesson.sentence).to_have_text("[9, 1.5, 'IfNotPresent', 'tag', False, ['arm64'], 'redis:7']")


def test_every_control_is_heard_when_it_is_moved_by_mouse(lesson):
    track = lesson.control("slider", "Replicas").bounding_box()
    lesson.control("slider", "Replicas").click(position={"x": track["width"] - 2, "y": track["height"] / 2})
    lesson.control("combobox", "Pull policy").select_option("Never")
    lesson.control("group", "Image named by").get_by_text("digest").click()
    lesson.page.locator(".imagesim-controls").get_by_text("Mirror", exact=True).click()
    lesson.control("group", "Entries").get_by_text("arm64").click()
    expect(lesson.sentence).to_have_text("[20, 1.5, 'Never', 'digest', True, [], 'nginx']")


def test_a_slider_says_its_number_with_unit_and_hint(lesson):
    expect(lesson.control("slider", "Delay")).to_have_attribute("aria-valuetext", "1.5 s")
    expect(lesson.control("slider", "Replicas")).to_have_accessible_description("How many pods")


def test_jupyterlab_asks_for_its_token(jupyterlab):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{jupyterlab.url}/api/contents", timeout=120)
