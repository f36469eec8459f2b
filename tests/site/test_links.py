"""Dead links are found, and others are not."""

import pytest

from tests.site.links import dead_links


def site(folder, link):
    (folder / "docs").mkdir()
    (folder / "index.html").write_text(f"<p id=top><a href='{link}'>x</a>")
    (folder / "docs" / "a.html").write_text("<h2 id='there'>x</h2><img src='b.png'>")
    (folder / "docs" / "b.png").write_text("")
    return folder


@pytest.mark.parametrize(
    "link",
    ["docs/a.html", "docs/a.html#there", "#top", "docs/b.png#x", "/docs/a.html", "docs/a.html#moved-tag?replicas=12",
     "https://example.org/x", "docs/%61.html", "docs/a.html?q=1"],
)  # fmt: skip
def test_a_link_that_leads_somewhere(tmp_path, link):
    assert dead_links(site(tmp_path, link)) == []


@pytest.mark.parametrize(
    "link",
    ["docs/c.html", "docs/a.html#nowhere", "#nowhere", "../outside.html", "/a.html", "docs", "file:///etc/hosts"],
)
def test_a_link_that_leads_nowhere(tmp_path, link):
    assert dead_links(site(tmp_path, link)) == [f"index.html: {link}"]


def test_a_picture_that_is_not_there(tmp_path):
    folder = site(tmp_path, "#top")
    (folder / "docs" / "b.png").unlink()
    assert dead_links(folder) == ["docs/a.html: b.png"]
