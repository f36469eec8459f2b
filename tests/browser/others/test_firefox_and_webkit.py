"""The start page and two labs in the two browser engines that are not Chromium's: opened, moved, complained of nothing.

Each is skipped, and says so, where the machine has not got it. With IMAGESIM_SCREENSHOTS=FOLDER what was seen is
written there, for people to look at.
"""

import os
from pathlib import Path

import pytest

from docs.site.book.build import finish, write_book
from tests.browser.lab_site import write_lab_site
from tests.browser.others import firefox, webkit
from tests.site.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.sitecheck]

_MIXED = "Two versions ran side by side for 22.0 of 30 minutes."
_BROWSERS = {
    "firefox": (firefox.executable, firefox.running_firefox, "Debian's package firefox-esr"),
    "webkit": (webkit.executable, webkit.running_webkit, "Debian's packages webkit2gtk-driver and xvfb"),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    write_book(folder)
    finish(folder)
    with served(folder, policy="") as address:  # the pages' own
        yield address


@pytest.fixture(scope="module", params=_BROWSERS)
def browser(request, host):
    executable, running, packages = _BROWSERS[request.param]
    path = executable()
    if path is None:
        pytest.skip(f"no {request.param} here: install {packages}")
    with running(path, host) as opened:
        opened.name = request.param
        yield opened


def _look(browser, what):
    if folder := os.environ.get("IMAGESIM_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        browser.screenshot(Path(folder) / f"{browser.name}-{what}.png")


def _bars(browser):
    return browser.value("return document.querySelectorAll('.imagesim-stage-over .bar').length")


_ROWS = """return [...document.querySelectorAll(".imagesim-radio fieldset")].map((group) =>
  [group.querySelector("legend"), ...group.querySelectorAll("label")].map((each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return (top + bottom) / 2;
  }));"""


def test_the_start_page_moves(browser, host):
    browser.goto(f"{host}/index.html")
    browser.wait_for("the first run", lambda: browser.sentence() == _MIXED)
    _look(browser, "start")
    browser.press_on("Tag pushed over at", "End")
    browser.wait_for("another run", lambda: browser.sentence() != _MIXED)
    _look(browser, "start-moved")
    assert browser.wrong == []


@pytest.mark.parametrize(
    ("lab", "slider", "key", "code"),
    [("moved-tag", "Replicas", "End", "replicas=16"), ("pull-costs", "Nodes", "End", "nodes=")],
)
def test_a_lab_moves(browser, host, lab, slider, key, code):
    browser.goto(f"{host}/labs/{lab}.html")
    # Python is there when the controls are, in place of the stored view.
    browser.wait_for("its controls", lambda: browser.value("return document.querySelector('input') !== null"))
    _look(browser, lab)
    for middles in browser.value(_ROWS):
        assert max(middles) - min(middles) < 3, "a name and its buttons stand in one line"
    bars, sentence = _bars(browser), browser.sentence()
    browser.press_on(slider, key)
    browser.wait_for("another address", lambda: code in browser.value("return location.hash"))
    assert browser.sentence() != sentence
    assert _bars(browser) > bars
    _look(browser, f"{lab}-moved")
    assert browser.wrong == []
