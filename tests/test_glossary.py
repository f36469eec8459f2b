"""docs/glossary.md: every word once, in its place, in a sentence or two, and every word that the lessons explain."""

import json
import re
from pathlib import Path

import pytest

from tests.claims.reading import ROOT, read_claims

PAGE = ROOT / "docs" / "glossary.md"
CLAIMS = read_claims()


def entries(text: str) -> list[tuple[str, str]]:
    """The words of the page with what is said of each, in their order."""
    found = re.findall(r"^- \*\*(.+?)\*\*: (.+(?:\n  .+)*)", text, re.MULTILINE)
    return [(word, " ".join(said.split())) for word, said in found]


ENTRIES = entries(PAGE.read_text(encoding="utf-8"))
WORDS = {part for word, _ in ENTRIES for part in re.sub(r" \(.*", "", word).split(", ")}


def place(word: str) -> str:
    """Letters and digits alone decide where a word stands."""
    return re.sub("[^a-z0-9]", "", word.lower())


def explained_in(notebook: Path) -> set[str]:
    """The words of a lesson's own tables."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    rows = re.findall(r"^\| (\*\*[^|]+\*\*) \|", text, re.MULTILINE)
    return {word.removeprefix("to ") for row in rows for word in re.findall(r"\*\*(.+?)\*\*", row)}


def names_in(text: str) -> set[str]:
    """Words of a text that are written as names of fields, reasons and kinds are: with a capital letter inside."""
    return set(re.findall(r"\b[A-Za-z]*[a-z][A-Z]\w+", text))


def test_words_stand_once_and_in_order() -> None:
    places = [place(word) for word, _ in ENTRIES]
    assert places == sorted(set(places))
    assert len(places) >= 150


def test_words_stand_under_their_letter() -> None:
    for head, *rest in (part.split("\n", 1) for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]):
        assert {("0 to 9" if place(word)[0].isdigit() else place(word)[0].upper()) for word, _ in entries(rest[0])} == {
            head
        }


@pytest.mark.parametrize(("word", "said"), ENTRIES, ids=[word for word, _ in ENTRIES])
def test_a_word_is_explained_in_a_sentence_or_two(word: str, said: str) -> None:
    assert said.endswith((".", "?"))
    assert 4 <= len(said.split()) <= 40
    if another := re.fullmatch("Another word for (.+?)(?:, or .*)?\\.", said):
        assert another[1] in WORDS


NEEDED = """manifest, pod, Deployment, ReplicaSet, API server, kubelet, containerd, CrashLoopBackOff, backoffLimit,
progress deadline, layer, digest, index, tag, registry, repository, namespace, Secret"""


@pytest.mark.parametrize("word", " ".join(NEEDED.split()).split(", "))
def test_what_nobody_is_born_with_is_there(word: str) -> None:
    assert word in WORDS


def test_names_in_the_points_of_the_page_are_explained() -> None:
    texts = [f"{claim.claim} {claim.differs}" for claim in CLAIMS.all]
    assert [name for name in names_in(" ".join(texts)) if not {name, name.removesuffix("s")} & WORDS] == []


def test_what_the_lessons_explain_is_here_too() -> None:
    lessons = [ROOT / "notebooks" / f"{lesson}.ipynb" for lesson in CLAIMS.lessons if CLAIMS.lessons_are_there]
    assert {lesson.name: explained_in(lesson) - WORDS for lesson in lessons if explained_in(lesson) - WORDS} == {}


def test_words_of_a_lesson_are_found(tmp_path: Path) -> None:
    lesson = tmp_path / "lesson.ipynb"
    rows = "| word | what it means |\n|---|---|\n| **cold**, **warm** | x |\n| **to unpack** | **not** y |\n"
    lesson.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": [rows]}]}))
    assert explained_in(lesson) == {"cold", "warm", "unpack"}
    assert names_in("An imagePullSecret, ReplicaSet and CI of Docker Hub") == {"imagePullSecret", "ReplicaSet"}
