"""The book of the site as people open it: built once, every link followed, the start page and a lesson in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from docs.site.book.build import finish, write_book
from tests.browser.lab_site import opened, write_lab_site
from tests.site.links import dead_links
from tests.site.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MIXED = "Two versions ran side by side for 22.0 of 30 minutes."


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    write_book(folder)
    finish(folder)
    return folder


@pytest.fixture(scope="module")
def host(site):
    with served(site, policy="") as address:  # the pages' own
        yield address


def test_every_link_and_every_anchor_leads_somewhere(site):
    assert dead_links(site) == []


def test_every_page_has_a_policy_a_title_and_a_description(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8").partition("</head>")[0]
        for part in ('<meta http-equiv="Content-Security-Policy"', "<title>", '<meta name="description" content="'):
            # The cheat sheet is one page to print, of its own.
            assert page.count(part) == 1 or (path.name == "cheat-sheet.html" and "description" in part), (path, part)


@pytest.mark.parametrize(
    "window", [{"width": 1280, "height": 720}, {"width": 390, "height": 844}], ids=("laptop", "phone")
)
def test_the_lab_of_the_start_page_moves_before_python_comes(chromium, host, window):
    with opened(chromium, host, viewport=window) as start:
        page = start.page
        page.route("**/pyodide/**", lambda route: pytest.fail("Python came first"))
        start.goto("index.html")
        expect(start.sentence).to_have_text(MIXED)
        slider = page.get_by_role("slider", name="Tag pushed over at", exact=True)
        assert slider.bounding_box()["y"] < window["height"]  # nobody has to look for it
        slider.press("End")
        expect(start.sentence).not_to_have_text(MIXED)
        page.get_by_role("radio", name="a digest").check()
        expect(start.sentence).to_contain_text("At no time did two versions run side by side")
        page.get_by_role("button", name="Reset").click()
        expect(start.sentence).to_have_text(MIXED)
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]


def test_all_controls_come_with_python_and_keep_the_setting(chromium, host):
    with opened(chromium, host) as start:
        start.goto("index.html")
        start.press("Tag pushed over at", "End")
        start.page.get_by_role("button", name="Show all its controls").click()
        expect(start.page.get_by_role("slider", name="Replicas", exact=True)).to_be_visible()
        expect(start.page.get_by_role("slider", name="Tag pushed over at", exact=True)).to_have_value("20")


def test_a_guess_is_kept_by_the_browser_and_forgotten_when_the_reader_says_so(chromium, host):
    with opened(chromium, host) as lesson:
        page = lesson.page
        lesson.goto("notebooks/01-a-tag-moves.html")
        question, answer = page.locator("imagesim-question").first, page.locator("imagesim-answer").first
        forget = page.get_by_role("button", name="Forget my guesses on this page")
        expect(answer).to_contain_text("Closed until you have locked your guess on question 1.")
        expect(page.locator("imagesim-lab")).to_be_hidden()  # a veil is over it
        expect(forget).to_be_hidden()
        question.get_by_role("spinbutton").fill("4")
        question.get_by_role("button", name="Lock my guess").click()
        for page_again in ("as it is", "reloaded"):
            if page_again == "reloaded":
                page.reload()
            expect(answer.get_by_role("status")).to_have_text("✗You said 4 pods. It was 0 pods. Not so.")
            expect(answer.locator("table")).to_be_visible()
            expect(page.locator(".sidebar-tree .site-progress")).to_have_text(re.compile(r"^1 of \d+ questions done$"))
        lesson.goto("contents.html")
        expect(page.locator(".toctree-wrapper .site-progress")).to_have_text(re.compile(r"^1 of \d+ questions done$"))
        lesson.goto("notebooks/01-a-tag-moves.html")
        forget.click()
        expect(page.locator(".site-progress")).to_have_count(0)
        expect(answer).to_contain_text("Closed until you have locked your guess on question 1.")


def test_the_search_finds_a_word_of_a_lesson_without_another_host(chromium, host):
    with opened(chromium, host) as search:
        search.goto("search.html?q=imagePullPolicy")
        expect(search.page.locator("#search-results li").first).to_be_visible()


def test_on_paper_answers_are_open_and_nothing_is_there_to_press(chromium, host):
    with opened(chromium, host) as lesson:
        lesson.goto("notebooks/01-a-tag-moves.html")
        expect(lesson.page.locator("imagesim-question form").first).to_be_visible()
        lesson.page.emulate_media(media="print")
        lesson.page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as printing does
        expect(
            lesson.page.locator("imagesim-answer").first.get_by_text("No part of Kubernetes watches")
        ).to_be_visible()
        expect(lesson.page.get_by_text("Closed until you have").first).to_be_hidden()
        expect(lesson.page.locator("imagesim-question").first.get_by_role("button", name="Skip")).to_be_hidden()
        expect(lesson.page.locator(".sidebar-drawer")).to_be_hidden()
        lesson.page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(lesson.page.locator("imagesim-answer").first.get_by_text("No part of Kubernetes watches")).to_be_hidden()
