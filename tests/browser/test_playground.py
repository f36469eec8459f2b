"""The playground and the page that opens a run, in Chromium with all other hosts away."""

import pytest
from playwright.sync_api import expect

from imagesim.results.result import simulate
from imagesim.results.stage.run_page import run_page
from imagesim.rules.shown import gate
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

_LONG = """\
apiVersion: imagesim/v1
kind: Registry
metadata: {name: r}
spec: {host: docker.io, repositories: {}}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: s}
spec: {duration: 24h}
"""
"""With it six hundred pods fail for a day, which takes most of a minute in a page."""


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


def test_the_pod_of_kubernetes_own_page_waits_for_no_secret_that_is_missing(chromium, host):
    with opened(chromium, host) as play:
        play.goto("play/index.html")
        play.page.get_by_label("Example").select_option(label="The pod of Kubernetes' page")
        expect(play.sentence).to_contain_text("Pods: 1 of 1 ready")
        play.page.get_by_text("As a terminal prints it").click()
        said = play.page.locator("#outcome pre")
        expect(said).to_contain_text('Successfully pulled image "janedoe/awesomeapp:v1"')
        expect(said).to_contain_text("FailedToRetrieveImagePullSecret")


def test_who_wants_to_wait_longer_says_so(chromium, host):
    with opened(chromium, host) as play:
        page = play.page
        page.clock.install()
        play.goto("play/index.html")
        page.get_by_role("button", name="Run").click()
        expect(play.sentence).to_contain_text("8 of 8 ready")  # Python is there: what is asked now is asked at once
        page.get_by_label("World").fill(_LONG)
        page.get_by_label("Manifests").fill(_ENDLESS.replace("3000", "600"))
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_text("Python is at work")).to_be_visible()
        page.wait_for_timeout(500)  # until it was asked
        page.clock.fast_forward("01:01")
        expect(page.get_by_text("It takes longer than 60 seconds")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
        page.clock.fast_forward("10:00")
        expect(page.get_by_text("Python is at work, until you stop it")).to_be_visible()
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("alert")).to_contain_text("It was stopped.")


def test_what_kubectl_printed_is_explained_and_a_mistake_is_one_line(chromium, host):
    with opened(chromium, host) as replay:
        page = replay.page
        replay.goto("play/replay.html")
        page.get_by_role("button", name="Read it").click()
        expect(replay.sentence).to_have_text("1 pod, 6 events: 1 container waits for its image.")
        expect(page.get_by_role("row", name="why")).to_contain_text("nobody answers at the registry's address")
        page.get_by_label("What kubectl printed").fill("hello")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("kubectl.txt")
        expect(page.locator("#outcome.imagesim-stale")).to_be_visible()


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
        (tmp_path / "run.json").write_text(gate.as_json(result.to_json_dict()), encoding="utf-8")
        page.get_by_label("Drop the file").set_input_files(tmp_path / "run.json")
        expect(page.get_by_text("`imagesim run ... --out FOLDER` writes run.html, which opens here.")).to_be_visible()
