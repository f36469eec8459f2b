"""docs/questions.md: 42 questions, and every command there shows what the page says."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]


class Question(NamedTuple):
    """A row of the table; `command` is empty where nothing settles it yet."""

    number: int
    answer: str
    command: list[str]
    exit_code: int
    shows: list[str]


def questions() -> list[Question]:
    rows = re.findall(r"^\| (\d+ \|.*) \|$", (ROOT / "docs" / "questions.md").read_text(encoding="utf-8"), re.MULTILINE)
    read = []
    for row in rows:
        number, _, answer, command, code, shows = (cell.strip() for cell in row.split("|"))
        read.append(
            Question(
                number=int(number),
                answer=answer,
                command=shlex.split(command.strip("`"))[1:],
                exit_code=int(code or 0),
                shows=re.findall(r"`([^`]+)`", shows),
            )
        )
    return read


SETTLED = [question for question in questions() if question.command]


def test_there_are_42_and_at_least_36_are_settled() -> None:
    assert [question.number for question in questions()] == list(range(1, 43))
    assert len(SETTLED) >= 36


def test_those_that_are_not_settled_say_what_they_need() -> None:
    assert [q.number for q in questions() if not q.command and not q.answer.startswith("needs ")] == []


@pytest.mark.parametrize("question", SETTLED, ids=lambda question: str(question.number))
def test_the_command_shows_the_answer(question: Question, imagesim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = imagesim(*question.command)
    assert done.exit_code == question.exit_code, done.output
    assert question.shows != []
    assert re.search(".*?".join(map(re.escape, question.shows)), done.stdout, re.DOTALL), done.stdout
