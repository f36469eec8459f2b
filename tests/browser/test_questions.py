"""Questions in the real JupyterLab: Run All gives nothing away, a guess is locked, and then its answer opens."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SETTING = """\
from imagesim import load, plots, simulate
from imagesim.labs.questions import ask, choice, number, order, point, veil
mix = simulate(load("moved-tag")).version_mix()"""
ONE = 'one = ask("1", "How many?", number(0, 4, "pods"))\none'
TWO = 'two = ask("2", "From when on?", point(0, 30, "min"))\ntwo'
THREE = 'three = ask("3", "In which order?", order("pull", "bind", "start"))\nthree'
ANSWERS = (
    'one.answer(0, because="Nobody asks.")',
    'two.answer(8.03, plots.version_mix(mix), because="So.")',
    'three.answer(["bind", "pull", "start"])',
    "one.then(mix.head(), also=(two,))",
    'display(veil("3"))\nprint("a secret")',
    'display(veil("not on this page"))\nprint("told freely")',
)


def question(page, number):
    return page.locator("imagesim-question").nth(number - 1)


def answer(page, number):
    return page.locator("imagesim-answer").nth(number - 1)


def test_run_all_of_a_lesson_gives_nothing_away(opened):
    with opened("01-a-tag-moves.ipynb") as lesson:
        page = lesson.page
        expect(page.locator("imagesim-question form")).to_have_count(page.locator("imagesim-question").count())
        assert page.locator("imagesim-question").count() >= 5
        for number in range(1, page.locator("imagesim-answer").count() + 1):
            expect(answer(page, number)).to_contain_text("Closed until you have locked your guess on")
        shown = page.locator("imagesim-answer details, .imagesim-truth, imagesim-answer img, .imagesim-lab")
        assert [each.is_visible() for each in shown.all()] == [False] * shown.count()
        question(page, 1).get_by_role("button", name="Skip", exact=True).click()
        expect(question(page, 1)).to_contain_text("Skipped.")
        expect(answer(page, 1).get_by_role("status")).to_have_text("You skipped this. It was 0 pods.")
        assert answer(page, 1).locator("table").is_visible()


def test_a_guess_is_locked_and_its_answer_opens_with_it(jupyterlab, opened):
    jupyterlab.write("questions.ipynb", SETTING, ONE, TWO, THREE, *ANSWERS)
    with opened("questions.ipynb") as lesson:
        page = lesson.page
        expect(page.get_by_text("a secret", exact=True)).to_be_hidden()
        expect(page.get_by_text("told freely", exact=True)).to_be_visible()
        _by_keyboard_alone(page)
        expect(answer(page, 1).get_by_role("status")).to_have_text("✗You said 4 pods. It was 0 pods. Not so.")
        expect(answer(page, 1)).to_contain_text("Nobody asks.")
        expect(answer(page, 2).get_by_role("status")).to_contain_text("You said 9 min. It was 8.03 min. Close.")
        mark = answer(page, 2).locator(".imagesim-guess-mark")
        expect(mark).to_have_text("you said 9 min")
        _stands_at(mark, page, 9 / 30)
        expect(answer(page, 3).get_by_role("status")).to_contain_text("Not so. 0 of 3 in the right place.")
        assert answer(page, 4).locator("table").is_visible()
        expect(page.get_by_text("a secret", exact=True)).to_be_visible()
        stored = _saved(page, jupyterlab.folder / "questions.ipynb")
        assert "It was 0 pods" in stored
        assert "ou said 9 min" not in stored  # the script has words of its own
        _reopened_without_its_kernel(page, jupyterlab)


def _by_keyboard_alone(page):
    question(page, 1).get_by_role("spinbutton").focus()
    page.keyboard.press("Enter")
    expect(question(page, 1)).to_contain_text("Type a whole number from 0 to 4 first.")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(question(page, 1).get_by_role("status")).to_have_text("Locked: 4 pods. What waited for it is open now.")
    expect(question(page, 1).get_by_role("spinbutton")).to_be_disabled()
    question(page, 2).get_by_role("slider").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    question(page, 3).get_by_role("button", name="start: earlier").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(question(page, 3).get_by_role("status").first).to_have_text("start: place 1 of 3")
    page.keyboard.press("ArrowDown")
    question(page, 3).get_by_role("button", name="Lock my guess").focus()
    page.keyboard.press("Space")
    expect(question(page, 3)).to_contain_text("Locked: pull, then start, then bind.")


def _stands_at(mark, page, part):
    (line,) = json.loads(answer(page, 2).get_attribute("data-is"))["lines"]
    box, at = page.locator(".imagesim-answer-picture img").bounding_box(), mark.bounding_box()
    left, right = line["ends"]
    assert at["x"] == pytest.approx(box["x"] + box["width"] * (left + part * (right - left)), abs=2)


def _saved(page, path):
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Save Notebook(?! As)")).click()
    for _ in range(600):
        if "It was 0 pods" in path.read_text():
            break
        page.wait_for_timeout(100)
    return path.read_text()


def _reopened_without_its_kernel(page, jupyterlab):
    # Another file has another kernel, in which nothing was run: no script is there for its outputs.
    (jupyterlab.folder / "reopened.ipynb").write_text((jupyterlab.folder / "questions.ipynb").read_text())
    page.goto(f"{jupyterlab.url}/lab/tree/reopened.ipynb?reset&token={jupyterlab.token}")
    details = page.locator(".jp-Notebook details").first
    expect(details.get_by_text("Show the answer")).to_be_visible()
    expect(details.get_by_text("It was 0 pods.")).to_be_hidden()
    details.get_by_text("Show the answer").click()
    expect(details.get_by_text("It was 0 pods.")).to_be_visible()
