"""The pages of labs, read as text: their stored views, what they load, that nothing comes from elsewhere."""

import re
from html.parser import HTMLParser

import pytest

from docs.site.frame import POLICY
from docs.site.lab_pages import write_lab_pages
from docs.site.scripts import write_scripts
from imagesim.labs.catalogue import LABS, lab_of
from imagesim.labs.lab_text import view_text


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_scripts(folder)
    write_lab_pages(folder)
    return folder


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.mark.parametrize("module", LABS)
def test_a_page_stores_what_its_lab_says_at_first(site, module):
    lab = lab_of(module)
    text = (site / "labs" / f"{lab.name}.html").read_text(encoding="utf-8")
    assert [each["data-lab"] for each in _Page(text).of("imagesim-lab")] == [module]
    assert lab.view(lab.first()).html() in text
    assert lab.title in view_text(text)


def test_the_list_links_every_lab(site):
    links = {each["href"] for each in _Page((site / "labs" / "index.html").read_text()).of("a")}
    assert {f"{lab_of(module).name}.html" for module in LABS} <= links


def test_a_page_has_no_script_of_its_own_and_everything_that_it_loads_is_there(site):
    for path in (site / "labs").glob("*.html"):
        page = _Page(path.read_text(encoding="utf-8"))
        assert all("src" in script for script in page.of("script"))
        assert not [name for _, attrs in page.found for name in attrs if name.startswith("on")]
        loaded = [each["src"] for each in page.of("script")] + [each["href"] for each in page.of("link")]
        assert [name for name in loaded if not (path.parent / name).is_file()] == []
        (policy,) = (each["content"] for each in page.of("meta") if each.get("http-equiv") == "Content-Security-Policy")
        assert policy == POLICY


def test_the_policy_lets_no_script_stand_in_a_page_and_evaluates_no_text():
    (scripts,) = (part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert set(scripts.split()[1:]) == {"'self'", "'wasm-unsafe-eval'"}
    assert not re.search(r"https?:", POLICY)
