"""The link of a lab's setting, there and back: every control is set to another value, and comes again from the link."""

import pytest
from playwright.sync_api import expect

from imagesim.labs.answers import answer, open_values
from imagesim.labs.catalogue import LABS, lab_of
from imagesim.labs.share_code import share_code
from tests.browser.lab_site import opened, write_lab_site
from tests.site.labs import other_values
from tests.site.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.sitecheck]


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_lab_site(folder)
    with served(folder) as address:
        yield address


def _another_setting(lab):
    """Every open control at another value than at first."""
    values = lab.first()
    for name in open_values(lab, values):
        values[name] = next(other_values(lab.controls[name].drawn()))
    return values


def _shows(page, drawn, value):
    """The control of the page is at this value."""
    form, label = page.locator(".imagesim-controls"), drawn["label"]
    match drawn["kind"]:
        case "slider":
            expect(form.get_by_role("slider", name=label, exact=True)).to_have_value(f"{value:g}")
        case "radio":
            group = form.get_by_role("group", name=label, exact=True)
            expect(group.get_by_label(value, exact=True)).to_be_checked()
        case "several":
            group = form.get_by_role("group", name=label, exact=True)
            for option in drawn["options"]:
                expect(group.get_by_label(option, exact=True)).to_be_checked(checked=option in value)
        case "checkbox":
            expect(form.get_by_label(label, exact=True)).to_be_checked(checked=value)
        case _:
            expect(form.get_by_label(label, exact=True)).to_have_value(value)


def _shows_all(page, lab, values):
    for name, value in open_values(lab, values).items():
        _shows(page, lab.controls[name].drawn(), value)


@pytest.mark.parametrize("module", LABS)
def test_a_link_restores_every_control(chromium, host, module):
    lab = lab_of(module)
    values = _another_setting(lab)
    assert answer(lab, values)["mistake"] == ""
    with opened(chromium, host) as first:
        first.goto(f"labs/{lab.name}.html#{share_code(lab, lab.checked(values))}")
        first.page.get_by_role("button", name="Share").click()
        link = first.page.get_by_label("A link to this setting").input_value()
        _shows_all(first.page, lab, values)
    with opened(chromium, host) as again:
        again.page.goto(link)
        again.page.get_by_role("button", name="Share").click()
        expect(again.page.get_by_label("A link to this setting")).to_have_value(link)
        _shows_all(again.page, lab, values)
        again.page.get_by_role("button", name="Reset").click()
        _shows_all(again.page, lab, lab.first())
