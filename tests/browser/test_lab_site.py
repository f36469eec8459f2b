"""Labs in a plain page: Python comes when a lab is seen, controls move its picture, an address opens a setting."""

import pytest
from playwright.sync_api import expect

from docs.site.frame import LAB_SCRIPT, page
from docs.site.lab_element import lab_element
from tests.browser.lab_site import opened, write_lab_site
from tests.site.serving import served

pytestmark = pytest.mark.browser

_BARS = ".imagesim-stage-over .bar"
_ASK_FOR_TOO_LONG = """async () => {
  const { thisPagesPython } = await import("/imagesim/labs/js/page/thisPagesPython.js");
  try {
    await thisPagesPython().ask({ kind: "view", lab: "moved_tag", values: {} }, 0);
    return "answered";
  } catch (error) {
    return error.message;
  }
}"""


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    several = "\n".join(
        [
            lab_element("moved_tag", 'data-code="moved-tag?replicas=12"'),
            lab_element("moved_tag"),
            lab_element("names"),
        ]
    )
    (folder / "labs" / "several.html").write_text(
        page(title="Labs", description="Labs", body=several, root="../", script=LAB_SCRIPT, here="labs/several.html")
    )
    with served(folder) as address:
        yield address


def test_a_lab_is_read_at_once_moved_when_python_is_there_and_shared_by_its_address(chromium, host, report_time):
    with opened(chromium, host) as lab:
        page = lab.page
        lab.goto("labs/moved-tag.html")
        expect(page.get_by_text("Two versions ran side by side for 22.0 of 30 minutes.")).to_be_visible()
        expect(page.get_by_role("progressbar", name="Loading")).to_be_visible()
        expect(lab.sentence).to_have_text("Two versions ran side by side for 22.0 of 30 minutes.")
        assert page.url == f"{host}/labs/moved-tag.html"
        bars = page.locator(_BARS).count()
        page.get_by_role("button", name="Keep this run").click()
        lab.press("Replicas", "End")
        expect(lab.sentence).not_to_have_text("Two versions ran side by side for 22.0 of 30 minutes.")
        assert page.locator(_BARS).count() > bars
        expect(page.locator(".imagesim-compared")).to_contain_text("Replicas 8 → 16")
        assert page.url == f"{host}/labs/moved-tag.html#moved-tag?replicas=16"
        page.get_by_role("button", name="Share").click()
        expect(page.get_by_label("A link to this setting")).to_have_value(page.url)
        # Somebody opens a link to another setting of the same lab in the same page.
        page.evaluate("location.hash = '#moved-tag?named_by=a%20digest'")
        expect(page.get_by_role("radio", name="a digest")).to_be_checked()
        expect(lab.sentence).to_contain_text("At no time did two versions run side by side")


@pytest.mark.sitecheck
def test_several_labs_of_a_page_share_one_python_each_as_its_code_says_and_move_alone(chromium, host):
    with opened(chromium, host) as several:
        several.goto("labs/several.html")
        labs = [several.page.locator("imagesim-lab").nth(place) for place in range(3)]
        for lab in labs:
            lab.scroll_into_view_if_needed()
            expect(lab.locator(".imagesim-controls")).to_be_visible()
        set_, first, names = labs
        replicas = [lab.get_by_role("slider", name="Replicas", exact=True) for lab in (set_, first)]
        expect(replicas[0]).to_have_value("12")
        expect(replicas[1]).to_have_value("8")
        assert len(several.page.workers) == 1
        said = names.locator(".imagesim-sentence").inner_text()
        replicas[1].press("End")
        expect(first.locator(".imagesim-sentence")).not_to_have_text(
            "Two versions ran side by side for 22.0 of 30 minutes."
        )
        expect(replicas[0]).to_have_value("12")
        assert names.locator(".imagesim-sentence").inner_text() == said


@pytest.mark.sitecheck
def test_an_answer_that_takes_too_long_is_ended_and_the_lab_moves_again(chromium, host):
    with opened(chromium, host) as lab:
        lab.goto("labs/moved-tag.html#moved-tag?seed=2")
        expect(lab.page.get_by_role("slider", name="Seed")).to_have_value("2")
        assert "took longer than 0 seconds" in lab.page.evaluate(_ASK_FOR_TOO_LONG)
        lab.press("Replicas", "Home")
        expect(lab.sentence).to_have_attribute("role", "status")
        lab.page.wait_for_url("**replicas=2&seed=2")


@pytest.mark.sitecheck
@pytest.mark.parametrize("file", ["files.json", "pyodide.asm.wasm", "*.pack"])
def test_where_python_cannot_come_the_stored_view_stays_and_says_so(chromium, host, file):
    with opened(chromium, host) as lab:
        lab.page.route(f"**/{file}", lambda route: route.fulfill(status=404))
        lab.goto("labs/moved-tag.html")
        expect(lab.page.get_by_role("alert")).to_contain_text("The lab cannot be moved here: the site does not give")
        expect(lab.page.get_by_text("Two versions ran side by side")).to_be_visible()
        lab.wrong.clear()  # the browser complains of what was taken away
