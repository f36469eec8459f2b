"""Links of a text, as the site has them."""

import pytest

from docs.site.book.links import Links

PAGES = ("docs/claims.md", "docs/trainer.md", "notebooks/01-a-tag-moves.ipynb", "CONTRIBUTING.md")


@pytest.mark.parametrize(
    "text",
    [
        "[the page](../docs/claims.md#images-1)",
        "[a lesson](01-a-tag-moves.ipynb), [another\nline](../docs/trainer.md)",
        "[Kubernetes](https://kubernetes.io/docs/concepts/containers/images/)",
        "[here](#below)",
        "![a picture](../docs/house.svg)",
        "`[x](../tests/test_docs.py)`",
        "```python\na[0](../tests/test_docs.py)\n```\n",
    ],
)
def test_what_leads_to_a_page_a_picture_or_another_host_stays_and_so_does_code(text):
    links = Links(PAGES)
    assert links.rewritten(text, "notebooks/01-a-tag-moves.ipynb") == text
    assert links.files == {}


def test_another_file_of_the_repository_becomes_a_text_that_a_browser_shows():
    links = Links(PAGES)
    said = links.rewritten("see [`this` test](../tests/test_docs.py) and [it](cheat-sheet.html#keys)", "docs/claims.md")
    assert said == (
        'see <a href="../tests/test_docs.py.txt">`this` test</a> and <a href="../docs/cheat-sheet.html#keys">it</a>'
    )
    assert links.files == {
        "tests/test_docs.py": "tests/test_docs.py.txt",
        "docs/cheat-sheet.html": "docs/cheat-sheet.html",
    }


def test_a_file_without_an_ending_too():
    links = Links(PAGES)
    assert links.rewritten("[licence](LICENSE)", "CONTRIBUTING.md") == '<a href="LICENSE.txt">licence</a>'


def test_what_others_make_of_the_site_is_named_from_its_top():
    links = Links(PAGES)
    assert links.rewritten("[labs](site:labs/index.html)", "docs/claims.md") == '<a href="../labs/index.html">labs</a>'
    assert links.files == {}
