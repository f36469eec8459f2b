"""The playground and the page that opens a run, in Chromium with all other hosts away."""

import pytest
from playwright.sync_api import expect

from imagesim.results.result import simulate
from imagesim.results.stage.run_page import run_page
from imagesim.scenarios.loading import load
from tests.browser.lab_site import opened, write_lab_site
from tests.site.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.sitecheck]

_BARS = ".imagesim-stage-over .bar"
_ENDLESS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3000
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:none"}]}
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    with served(folder) as address:
        yield address


def test_manifests_are_run_a_mistake_is_marked_and_what_is_endless_is_stopped(chromium, host):
    with opened(chromium, host) as play:
        page = play.page
        play.goto("play/index.html")
        page.get_by_role("button", name="Run").click()
        expect(play.sentence).to_have_text("Pods: 8 of 8 ready (8 Running); the first at 1.89 s, the last at 8.03 min")
        manifests = page.get_by_label("Manifests")
        manifests.fill("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: 3\n")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("manifests.yaml:5: Pod/a: spec.containers")
        expect(page.locator(".imagesim-wrong")).to_have_text("5\n")
        page.get_by_label("Example").select_option(label="The registry is down (registry-outage)")
        expect(page.locator(".imagesim-wrong")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
        manifests.fill(_ENDLESS)
        page.get_by_label("World").fill("")
        page.get_by_role("button", name="Run").click()
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("alert")).to_contain_text("It was stopped.")
        page.get_by_label("Example").select_option(label="A tag moves (moved-tag)")
        expect(play.sentence).to_contain_text("the last at 8.03 min")


def test_a_run_that_is_opened_is_drawn_and_what_is_none_is_said(chromium, host, tmp_path):
    result = simulate(load("registry-outage"))
    (tmp_path / "run.html").write_text(run_page(result), encoding="utf-8")
    (tmp_path / "other.html").write_text("<script>document.title = 'executed'</script>", encoding="utf-8")
    with opened(chromium, host) as opening:
        page = opening.page
        opening.goto("play/open.html")
        page.get_by_label("Drop the file").set_input_files(tmp_path / "run.html")
        expect(page.locator(_BARS)).to_have_count(len(result.records.states))
        page.get_by_label("Drop the file").set_input_files(tmp_path / "other.html")
        expect(page.get_by_text("other.html: This page holds no run")).to_be_visible()
        assert page.title() == "Open a run - imagesim"
