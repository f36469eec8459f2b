"""What stands in the head of pages, and what crawlers ask for."""

import re

import pytest
from PIL import Image

from docs.site.book.address import address
from docs.site.book.cards import PICTURE, PICTURE_SIZE, card
from docs.site.book.crawlers import write_for_crawlers
from docs.site.book.heads import shortened
from docs.site.book.pages import ROOT
from docs.site.book.policy import with_policy

HEAD = '<!doctype html><html><head><meta charset="utf-8">'


def policy(page):
    return re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page).group(1)


def test_the_policy_stands_before_all_that_it_allows_and_once():
    page = with_policy(f"{HEAD}<script src='a.js'></script></head></html>")
    assert page.startswith(f"{HEAD}\n<meta http-equiv=")
    assert with_policy(page) == page


def test_a_script_of_a_page_is_known_by_its_hash_and_data_need_none():
    page = with_policy(f"{HEAD}</head><script>x = 1</script><script type='application/json'>[1]</script></html>")
    assert re.findall(r"'sha256-[^']*'", policy(page)) == ["'sha256-j/Q23vFFEoVZmhsa1wgASTuNyv3ikS4aODRWMwVOTCY='"]


@pytest.mark.parametrize("never", ["unsafe-eval'", "https:", "http:", "*", "blob:"])
def test_it_allows_no_other_host_and_no_eval(never):
    assert never not in policy(with_policy(f"{HEAD}</head></html>")).replace("'wasm-unsafe-eval'", "")


def test_a_page_without_a_head_can_have_none():
    with pytest.raises(ValueError, match="without a head"):
        with_policy("<p>")


def test_a_description_ends_with_a_word():
    text = "word " * 60
    assert shortened("short") == "short"
    assert shortened(text).endswith("word …")
    assert len(shortened(text)) <= 162


def test_there_is_a_map_of_the_site_where_its_address_is_known(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    for name in ("index.html", "404.html", "docs/a&b.html"):
        (tmp_path / name).write_text("")
    monkeypatch.delenv("SITE_URL", raising=False)
    write_for_crawlers(tmp_path)
    assert (tmp_path / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert not (tmp_path / "sitemap.xml").exists()
    monkeypatch.setenv("SITE_URL", "https://example.org/imagesim")
    assert address() == "https://example.org/imagesim/"
    write_for_crawlers(tmp_path)
    places = re.findall("<loc>(.*)</loc>", (tmp_path / "sitemap.xml").read_text())
    assert places == ["https://example.org/imagesim/docs/a&amp;b.html", "https://example.org/imagesim/index.html"]
    assert (tmp_path / "robots.txt").read_text().endswith("Sitemap: https://example.org/imagesim/sitemap.xml\n")


def test_a_link_is_shown_with_a_picture_of_its_size_where_the_address_is_known(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert "https:" not in card("A lab", "What & why", "labs/a.html")
    assert 'property="og:description" content="What &amp; why"' in card("A lab", "What & why", "labs/a.html")
    monkeypatch.setenv("SITE_URL", "https://example.org/imagesim")
    lines = card("A lab", "What & why", "labs/a.html")
    assert '<meta property="og:url" content="https://example.org/imagesim/labs/a.html">' in lines
    assert f'<meta property="og:image" content="https://example.org/imagesim/{PICTURE}">' in lines
    with Image.open(ROOT / PICTURE) as picture:
        assert picture.size == PICTURE_SIZE
