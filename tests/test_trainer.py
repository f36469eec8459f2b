"""docs/trainer.md: its programmes add up, every lesson has its part, its commands run and its links lead somewhere."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from imagesim.cli.app import app

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "trainer.md").read_text(encoding="utf-8")
PROGRAMMES = {"90 minutes": 90, "Half a day": 240, "A day": 420}

COMMANDS = [
    command
    for command in re.findall(r"`(imagesim [^`]+)`", TEXT)
    if not command.startswith("imagesim lab") and not re.search("[A-Z]{4}", command)
]


def rows(programme: str) -> list[tuple[int, int, str]]:
    """The rows of a programme: the minute at which each begins, its minutes, what."""
    section = TEXT.split(f"\n## {programme}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (\d):(\d\d) \| (\d+) \| (.+) \|$", section, re.MULTILINE)
    return [(60 * int(hours) + int(minutes), int(length), what) for hours, minutes, length, what in found]


@pytest.mark.parametrize(("programme", "minutes"), PROGRAMMES.items())
def test_the_times_of_a_programme_add_up(programme, minutes):
    begins = 0
    for begin, length, what in rows(programme):
        assert begin == begins, what
        begins += length
    assert begins == minutes


def test_a_programme_names_parts_that_are_there():
    parts = set(re.findall(r"^### (.+)$", TEXT, re.MULTILINE))
    named = {
        name for programme in PROGRAMMES for *_, what in rows(programme) for name in re.findall(r"\*([^*]+)\*", what)
    }
    assert named
    assert named - parts == set()


@pytest.mark.parametrize("lesson", sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")), ids=lambda path: path.stem)
def test_every_lesson_has_a_part_with_aim_and_mistakes(lesson):
    first = "".join(json.loads(lesson.read_text(encoding="utf-8"))["cells"][0]["source"])
    title = "Start" if lesson.stem == "00-start" else first.splitlines()[0].removeprefix("# ")
    (part,) = re.findall(rf"^### {re.escape(title)}\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert "**Aim.**" in part
    assert "**What people get wrong.**" in part


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_run(command, monkeypatch):
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, shlex.split(command)[1:])
    assert done.exit_code in (0, 1), done.output  # 1: the answer is no
    assert done.stdout


def test_links_lead_to_files_that_are_there():
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert "cheat-sheet.html" in links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
