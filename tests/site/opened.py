"""A page of the site in a real Chromium that reaches no other host, and whatever goes wrong while it is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Route


@contextmanager
def opened(browser: Browser, address: str, **context: Any) -> Iterator[tuple[Page, list[str]]]:
    """An empty page, and the list of what it complains of: failed requests, other hosts, errors of scripts.

    *address* is the site's, *context* what Playwright calls so: `viewport`, `color_scheme`.
    """
    made = browser.new_context(**context)
    complaints: list[str] = []

    def judge(route: Route) -> None:
        url = route.request.url
        if url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            complaints.append(f"asks another host: {url}")
            route.abort()

    made.route("**/*", judge)
    page = made.new_page()
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url} {request.failure}"))
    page.on("response", lambda answer: answer.status >= 400 and complaints.append(f"{answer.status}: {answer.url}"))
    page.on(
        "console", lambda said: said.type in ("error", "warning") and complaints.append(f"{said.type}: {said.text}")
    )
    yield page, complaints
    made.close()
