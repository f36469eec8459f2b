"""Links of lessons in a copy of the course: each leads to a file of the copy, and documents come with the lessons."""

import re
import tomllib
from pathlib import Path

import pytest

from imagesim.labs.course import copy_lessons, lessons
from imagesim.labs.course_documents import in_a_copy, linked_documents

ROOT = Path(__file__).parents[2]
COPIED = ("notebooks/01.ipynb", "notebooks/02.ipynb", "docs/glossary.md", "docs/claims.md")


@pytest.mark.parametrize(
    ("folder", "there", "here"),
    [
        ("notebooks", "[a](../docs/claims.md#x-1) [b](02.ipynb)", "[a](docs/claims.md#x-1) [b](02.ipynb)"),
        ("docs", "[a](../notebooks/01.ipynb), [`b`](glossary.md)", "[a](../01.ipynb), [`b`](glossary.md)"),
        ("docs", "[a\ntest](../tests/test_docs.py) [z](mutants.md)", "a\ntest z"),
        ("docs", "[a](#here) [b](https://x.org/y)", "[a](#here) [b](https://x.org/y)"),
        ("docs", "```\n[a](../notebooks/01.ipynb)\n```\n", "```\n[a](../notebooks/01.ipynb)\n```\n"),
    ],
)
def test_a_link_leads_to_where_the_copy_has_it_and_is_words_where_it_has_not(folder, there, here):
    assert in_a_copy(there, folder, COPIED) == here


def test_every_link_of_a_copy_leads_to_a_file_of_it(tmp_path):
    folder = copy_lessons(tmp_path / "mine").folder
    links = {
        (path, link)
        for path in folder.rglob("*")
        if path.suffix in (".md", ".ipynb")
        for link in re.findall(r"\]\((?![a-z]+:|#)([^)\s#\\]+)", path.read_text(encoding="utf-8"))
        if link.endswith((".md", ".ipynb", ".html", ".py"))
    }
    assert len(links) > 50
    assert [(path.name, link) for path, link in sorted(links) if not (path.parent / link).is_file()] == []
    assert (folder / "docs" / "glossary.md").is_file()


def test_the_wheel_has_the_documents_that_lessons_link_to():
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    packed = [name for name in wheel["only-include"] if name.startswith("docs/")]
    assert sorted(packed) == linked_documents(sorted(lessons().glob("*.ipynb")))
    assert wheel["sources"]["docs"] == "imagesim/docs"
