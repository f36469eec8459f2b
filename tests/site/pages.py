"""Every page of a built site, opened in Chromium: on a laptop in light colours, on a phone in dark ones.

A page complains of nothing, is no wider than its window, and axe finds nothing serious in it. Questions are skipped
first, so that what stands behind them is looked at, too.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.lab_site import OpenedPage

WINDOWS = {
    "laptop, light": {"viewport": {"width": 1280, "height": 720}, "color_scheme": "light"},
    "phone, dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
SERIOUS = ("serious", "critical")

_SKIP_ALL = """() => {
  for (const button of document.querySelectorAll("imagesim-question button:not(.imagesim-lock)"))
    if (button.textContent === "Skip") button.click();
}"""
_AXE = "() => axe.run(document, {resultTypes: ['violations']})"


def faults(browser: Browser, host: str, name: str, axe: str) -> list[str]:
    """What is wrong with the page *name* of the site at *host*; *axe* is the text of axe-core."""
    found = []
    for window, context in WINDOWS.items():
        with browser.new_context(**context) as made:
            opened = OpenedPage(made.new_page(), host)
            page = opened.page
            page.goto(f"{host}/{name}", wait_until="load")
            page.evaluate(_SKIP_ALL)
            page.wait_for_timeout(100)  # what a script draws then
            lines = [*opened.wrong, *looked_at(page, axe)]
            found += [f"{name} ({window}): {line}" for line in lines]
    return found


def looked_at(page: Page, axe: str) -> list[str]:
    """What is wrong with a page as it stands: it is too wide, or axe, whose text *axe* is, finds something serious."""
    page.evaluate(axe)  # past the policy of the page, which would not take a script from elsewhere
    return [*_too_wide(page), *_violations(page)]


def names(site: Path) -> list[str]:
    """The pages of *site*."""
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


def _first_line(node: dict[str, Any]) -> str:
    return next((each["message"] for kind in ("any", "all", "none") for each in node[kind]), "")


def _too_wide(page: Page) -> list[str]:
    wide, window = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{wide} px wide in a window of {window}"] if wide > window else []


def _violations(page: Page) -> list[str]:
    return [
        f"axe {each['id']} ({each['impact']}): {each['help']}: {node['target'][0]}: {_first_line(node)}"
        for each in page.evaluate(_AXE)["violations"]
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
