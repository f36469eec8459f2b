"""The cheat sheet is one page of A4 when it is printed, with room to spare for other fonts."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

SHEET = Path(__file__).parents[2] / "docs" / "cheat-sheet.html"


def test_it_is_one_page(page):
    page.goto(SHEET.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_longer_one_would_be_two_pages(page):
    page.goto(SHEET.as_uri())
    page.evaluate("document.body.append(...[...Array(9)].map(() => document.querySelector('p').cloneNode(true)))")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
