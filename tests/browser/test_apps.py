"""The labs as pages without code, as `make app` serves them, in a real Chromium that hears whom they ask."""

import sys

import pytest
from playwright.sync_api import expect

from tests.browser.jupyterlab import free_port, running_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def apps(chromium, tmp_path_factory):
    port, log = free_port(), tmp_path_factory.mktemp("apps") / "log"
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "imagesim.labs.apps", "--no-browser", "--port", str(port)]
    with running_server(command, url, log, {}):
        yield url


def test_a_lab_is_found_comes_up_answers_and_leads_back(apps, page):
    asked, complaints = set(), []
    page.on("request", lambda request: asked.add(request.url.split("/")[2]) if "://" in request.url else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(apps)
    page.get_by_role("link", name="A tag moves").click()
    expect(page.get_by_role("heading", name="A tag moves")).to_be_visible()
    sentence = page.locator(".imagesim-lab > [role=status]")
    expect(sentence).to_contain_text("Two versions ran side by side")
    page.get_by_role("radio", name="a digest", exact=True).check()
    expect(sentence).to_contain_text("At no time")
    assert page.get_by_text("from imagesim.labs import").count() == 0  # no code
    page.get_by_role("link", name="All labs").click()
    expect(page.get_by_role("link", name="What a pull costs")).to_be_visible()
    assert asked == {apps.split("/")[2]}
    assert complaints == []
