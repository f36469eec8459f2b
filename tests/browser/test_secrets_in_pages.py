"""A password that is typed, pasted or dropped stays where it was put: it is in no address, store, text or console."""

import base64
import json

import pytest
from playwright.sync_api import expect

from imagesim.labs.catalogue import LABS, lab_of
from tests.browser.lab_site import opened, write_lab_site
from tests.site.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.sitecheck]

CANARY = "c4n4ry-9f3b71"
_IN_AN_ADDRESS = f"https://me:{CANARY}@registry.example/v2"
_ENCODED = base64.b64encode(f"me:{CANARY}".encode()).decode()
_CONFIG = json.dumps({"auths": {"registry.example": {"username": "me", "password": CANARY, "auth": _ENCODED}}})
_SECRET = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: key}}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{_CONFIG}'
---
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  imagePullSecrets: [{{name: key}}]
  containers: [{{name: web, image: registry.example/team/app:v1}}]
"""
_WORLD = f"""\
apiVersion: imagesim/v1
kind: Registry
metadata: {{name: r}}
spec:
  host: registry.example
  auth: basic
  users: [{{name: me, password: {CANARY}}}]
  access: [{{repository: '*', users: [me]}}]
  repositories: {{team/app: {{tags: {{v1: app}}}}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: app}}
spec: {{layers: [30Mi]}}
"""
_PASTED = f"""\
Events:
  Type     Reason   Age               From     Message
  ----     ------   ----              ----     -------
  Warning  Failed   5s (x4 over 2m)   kubelet  Failed to pull image "registry.example/a": Get "{_IN_AN_ADDRESS}": EOF
  Warning  BackOff  5s (x4 over 2m)   kubelet  Back-off pulling image "registry.example/a"
"""
# All that a page holds but the fields themselves, in which what was typed stands: the reader may correct it.
_HELD = """async () => {
  const fields = [...document.querySelectorAll("input[readonly], textarea[readonly]")].map((each) => each.value);
  const names = (await indexedDB.databases()).map(({ name }) => name);
  const stores = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, ...names];
  return [location.href, document.title, document.documentElement.outerHTML, ...fields, ...stores].join("\\n");
}"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    with served(folder) as address:
        yield address


@pytest.fixture
def looked_at(chromium, host):
    """A page of which all that it says to its console, asks for, or lets one download, is looked at when it ends."""
    told = []
    with opened(chromium, host) as made:
        made.page.on("console", lambda said: told.append(said.text))
        made.page.on("request", lambda request: told.append(request.url + (request.post_data or "")))
        made.page.on(
            "download", lambda download: told.append(download.suggested_filename + download.path().read_text())
        )
        yield made
        _nowhere(made.page)
        assert not any(secret in line for line in told for secret in (CANARY, _ENCODED))


def _nowhere(page):
    held = page.evaluate(_HELD)
    assert CANARY not in held
    assert _ENCODED not in held


@pytest.mark.parametrize("module", LABS)
def test_what_is_typed_into_a_lab(looked_at, module):
    lab, page = lab_of(module), looked_at.page
    looked_at.goto(f"labs/{lab.name}.html")
    controls = page.locator(".imagesim-controls")
    controls.wait_for()
    for drawn in (control.drawn() for control in lab.controls.values()):
        if drawn["kind"] not in ("text", "password"):
            continue
        field = controls.get_by_label(drawn["label"], exact=True)
        for typed in (CANARY,) if drawn["kind"] == "password" else (_IN_AN_ADDRESS, f"me:{CANARY}@registry.example"):
            field.fill(typed)
            field.press("Enter")
            _answered(page)
            _nowhere(page)
        if drawn["kind"] == "text":
            field.fill(drawn["value"])
            field.press("Enter")
    page.get_by_role("button", name="Share").click()
    page.get_by_label("Somebody else's code").fill(f"{lab.name}?password={CANARY}")
    page.get_by_role("button", name="Restore").click()
    _answered(page)
    page.get_by_label("Somebody else's code").fill("")
    _nowhere(page)
    page.get_by_role("button", name="Keep this run").click()
    if (scenario := page.get_by_role("button", name="Copy as scenario")).count():
        scenario.click()
        expect(page.get_by_label("Save it as scenario.yaml")).to_be_visible()


def _answered(page):
    """Wait until the worker has answered what was asked until now: it answers one question after the other."""
    page.evaluate("""async () => {
      const { thisPagesPython } = await import("/imagesim/labs/js/page/thisPagesPython.js");
      await thisPagesPython().ask({ kind: "lab", lab: "moved_tag", code: "" });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }""")


def test_what_is_run_in_the_playground(looked_at):
    page = looked_at.page
    looked_at.goto("play/index.html")
    page.get_by_label("Manifests").fill(_SECRET)
    page.get_by_label("World").fill(_WORLD)
    page.get_by_role("button", name="Run").click()
    expect(looked_at.sentence).to_contain_text("Pods: 1 of 1 ready")
    _nowhere(page)
    for wrong in (_WORLD.replace("name: me, ", ""), _WORLD.replace("password:", "pasword:"), f"a: {CANARY}\n b: '"):
        page.get_by_label("World").fill(wrong)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("world.yaml")
        _nowhere(page)
        page.get_by_label("World").fill(_WORLD)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.get_by_role("button", name="Run")).to_be_enabled()


def test_what_kubectl_printed(looked_at):
    page = looked_at.page
    looked_at.goto("play/replay.html")
    page.get_by_label("What kubectl printed").fill(_PASTED)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("row", name="image").first).to_contain_text("registry.example/a")
    _nowhere(page)
    page.get_by_label("Pods, if you have them").fill(_SECRET + " {")
    page.get_by_label("Printed at").fill(CANARY)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_what_is_dropped_where_a_run_is_opened(looked_at, tmp_path):
    looked_at.goto("play/open.html")
    for name, text in {"config.json": _CONFIG, "secret.json": _SECRET, "page.html": f"<p>{CANARY}</p>"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        looked_at.page.get_by_label("Drop the file").set_input_files(tmp_path / name)
        expect(looked_at.page.get_by_text(f"{name}:")).to_be_visible()
        _nowhere(looked_at.page)
