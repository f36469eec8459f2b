"""docs/questions.md: 57 questions, each with its lesson, and every command there shows what the page says."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.claims.reading import read_claims
from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]


class Question(NamedTuple):
    """A row of the table."""

    number: int
    answer: str
    lesson: str
    command: list[str]
    exit_code: int
    shows: list[str]


def questions() -> list[Question]:
    rows = re.findall(r"^\| (\d+ \|.*) \|$", (ROOT / "docs" / "questions.md").read_text(encoding="utf-8"), re.MULTILINE)
    read = []
    for row in rows:
        number, _, answer, lesson, command, code, shows = (cell.strip() for cell in row.split("|"))
        read.append(
            Question(
                number=int(number),
                answer=answer,
                lesson=lesson,
                command=shlex.split(command.strip("`"))[1:],
                exit_code=int(code),
                shows=re.findall(r"`([^`]+)`", shows),
            )
        )
    return read


def test_there_are_57_and_each_has_an_answer_and_a_command() -> None:
    assert [question.number for question in questions()] == list(range(1, 58))
    assert [question.number for question in questions() if not (question.answer and question.command)] == []


def test_each_belongs_to_a_lesson() -> None:
    titles = read_claims().lessons.values()
    assert [question.number for question in questions() if question.lesson not in titles] == []


@pytest.mark.parametrize("question", questions(), ids=lambda question: str(question.number))
def test_the_command_shows_the_answer(question: Question, imagesim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = imagesim(*question.command)
    assert done.exit_code == question.exit_code, done.output
    assert question.shows != []
    assert re.search(".*?".join(map(re.escape, question.shows)), done.stdout, re.DOTALL), done.stdout
