"""A site of labs alone, opened in Chromium: whatever asks another host, or fails, or complains is kept."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, Route

from docs.site.lab_pages import write_lab_pages
from docs.site.play_pages import write_play_pages
from docs.site.scripts import write_scripts
from tests.site.in_pyodide import built_python


def write_lab_site(site: Path) -> None:
    """Python, scripts, labs and the playground, without the book."""
    for name in ("pyodide", "python"):
        shutil.copytree(built_python() / name, site / name)
    write_scripts(site)
    write_lab_pages(site)
    write_play_pages(site)


class OpenedPage:
    """A page with what went wrong in it. `move` is a key press on a control; `sentence` is what the lab says."""

    def __init__(self, page: Page, host: str) -> None:
        self.page, self.host = page, host
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.context.route("**/*", self._own_host_alone)
        self.sentence = page.locator(".imagesim-sentence")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what had not come when the page was left, such as its icon
            self.wrong.append(f"failed: {request.url}: {request.failure}")

    def _own_host_alone(self, route: Route) -> None:
        if route.request.url.startswith((self.host, "data:")):
            route.continue_()
        else:
            self.wrong.append(f"another host: {route.request.url}")
            route.abort()

    def goto(self, place: str) -> None:
        """Open a page of the site."""
        self.page.goto(f"{self.host}/{place}")

    def press(self, slider: str, key: str) -> None:
        """Press a key on a slider, by its name."""
        self.page.get_by_role("slider", name=slider, exact=True).press(key)


@contextmanager
def opened(chromium: Browser, host: str, **context: object) -> Iterator[OpenedPage]:
    """A page of its own context, 1280x720 unless *context* says otherwise; at the end nothing may be wrong with it."""
    with chromium.new_context(**{"viewport": {"width": 1280, "height": 720}, **context}) as made:  # type: ignore[arg-type]
        page = OpenedPage(made.new_page(), host)
        yield page
        assert page.wrong == [], page.wrong
