"""docs/trainer.md: its programmes add up and leave room for the lessons, what it names is there, its results are those
of runs, its commands run and its links lead somewhere."""

import ast
import importlib
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from imagesim.cli.app import app
from imagesim.labs.incidents import bad_day
from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.remedies import REMEDIES
from tests.lesson_parts import LESSONS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "trainer.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL))
PROGRAMMES = {"90 minutes": 90, "Half a day": 240, "A day": 420}
MENUS = {"Run All Cells", "Run → Run All Cells", "Lock my guess", "Lab", "Ask", "Show", "My own name"}

# --- programmes ---


def rows(programme: str) -> list[tuple[int, int, str]]:
    """The rows of a programme: the minute at which each begins, its minutes, what."""
    section = TEXT.split(f"\n## {programme}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (\d):(\d\d) \| (\d+) \| (.+) \|$", section, re.MULTILINE)
    return [(60 * int(hours) + int(minutes), int(length), what) for hours, minutes, length, what in found]


def lesson_rows(programme: str) -> list[tuple[str, int, str]]:
    """The rows that are about a lesson: its title, minutes, what of it."""
    found = [(re.match(r"\*([^*]+)\*: (.+)", what), length) for _, length, what in rows(programme)]
    return [(match[1], length, match[2]) for match, length in found if match]


def steps(lesson: str) -> list[tuple[int, str]]:
    """The rows of a lesson's own table: minutes, what."""
    return [(int(length), what) for length, what in re.findall(r"^\| (\d+) \| (.+) \|$", PARTS[lesson], re.MULTILINE)]


def named(text: str) -> set[str]:
    """The questions, recalls, cases and exercises that a text names, each as a lesson calls it."""
    found = set()
    for kind, first, to, last in re.findall(
        r"\b(question|recall|case|exercise)s? (\d+)(?: (to|and) (\d+))?", text, re.I
    ):
        numbers = range(int(first), int(last or first) + 1) if to != "and" else (first, last)
        found |= {f"{kind.capitalize()} {number}" for number in numbers}
    found |= {"Recall 1", "Recall 2"} if re.search(r"(?<!no )\brecalls[,.]", text) else set()
    found |= {"Case 1", "Case 2", "Case 3"} if "the three cases" in text else set()
    return found | ({"the lab"} if re.search(r"\blab\b|^Lab\b", text) else set())


def minutes_needed(lesson: str, labels: set[str]) -> float:
    """By the rule that the guide states in How to hold it."""
    kinds = [label.split()[0] for label in labels]
    asked = 2 * (kinds.count("Question") + kinds.count("Case")) + kinds.count("Recall") + 5 * kinds.count("the")
    return 1 + asked + LESSONS[lesson].words(labels) / 200


@pytest.mark.parametrize(("programme", "minutes"), PROGRAMMES.items())
def test_the_times_of_a_programme_add_up(programme, minutes):
    begins = 0
    for begin, length, what in rows(programme):
        assert begin == begins, what
        begins += length
    assert begins == minutes


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_programme_leaves_room_for_what_it_names(programme):
    of_lessons: dict[str, tuple[int, set[str]]] = {}
    for lesson, length, what in lesson_rows(programme):
        minutes, labels = of_lessons.get(lesson, (0, set()))
        of_lessons[lesson] = (minutes + length, labels | named(what))
    assert len(of_lessons) >= 4
    short = {
        lesson: (minutes, round(minutes_needed(lesson, labels), 1))
        for lesson, (minutes, labels) in of_lessons.items()
        if minutes < minutes_needed(lesson, labels)
    }
    assert short == {}


@pytest.mark.parametrize("programme", ["Half a day", "A day"])
def test_the_table_of_a_lesson_is_as_long_as_its_row(programme):
    for lesson, length, what in lesson_rows(programme):
        in_pairs = what.endswith("a minute for each pair")
        assert sum(minutes for minutes, _ in steps(lesson)) == length - (15 if in_pairs else 0), lesson


def test_a_lesson_that_a_row_names_is_held_by_its_table():
    for programme in ("Half a day", "A day"):
        for lesson, _, what in lesson_rows(programme):
            held = set().union(*(named(step) for _, step in steps(lesson)))
            assert named(what) - held == set(), (programme, lesson)


# --- what is named ---


def test_every_lesson_has_a_part_and_every_part_a_lesson():
    assert list(PARTS) == list(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_part_has_aim_mistakes_and_steps(lesson):
    assert "**Aim.**" in PARTS[lesson]
    assert "**What people get wrong.**" in PARTS[lesson]
    assert len(steps(lesson)) >= 3


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_named_of_a_lesson_is_in_it(lesson):
    whole = "\n".join(
        [PARTS[lesson], *(what for each in PROGRAMMES for of, _, what in lesson_rows(each) if of == lesson)]
    )
    cases = {section.split(":")[0] for section in LESSONS[lesson].sections}  # Sharing a cluster calls sections so
    assert named(whole) - {"the lab"} - LESSONS[lesson].labels - cases == set()
    table = "\n".join(what for _, what in steps(lesson))
    there = LESSONS[lesson].sections | MENUS | set(LESSONS)
    heads = {name.rstrip("?:") for name in re.findall(r"\*([A-Z][^*]+)\*", table)}
    assert heads - {each.rstrip("?:") for each in there | {each.split(":")[0] for each in there}} == set()


def test_a_programme_names_lessons_that_are_there():
    for programme in PROGRAMMES:
        assert {lesson for lesson, *_ in lesson_rows(programme)} <= set(LESSONS)


# --- results ---

LABS = {
    "A tag moves": "moved_tag",
    "What is in a name": "names",
    "To pull or not to pull": "pull_policy",
    "ImagePullBackOff": "back_off",
    "Who may pull": "who_may_pull",
    "One name, many architectures": "architectures",
    "What a pull costs": "pull_costs",
    "Sharing a cluster": "sharing",
}


def settings() -> list[tuple[str, str, str]]:
    """What the guide says of labs: lesson, what is set, the sentence that then stands there."""
    said = r"^  - (\*.+?) → \"(.+?)\"(?=\s|$)"
    return [
        (lesson, " ".join(values.split()), " ".join(sentence.split()))
        for lesson, part in PARTS.items()
        for values, sentence in re.findall(said, part, re.MULTILINE | re.DOTALL)
    ]


def test_every_lab_has_settings_to_show():
    assert {lesson for lesson, *_ in settings()} == set(LABS)
    assert len(settings()) == TEXT.count('→ "') >= 16


@pytest.mark.parametrize(("lesson", "values", "sentence"), settings())
def test_a_lab_says_what_the_guide_says(lesson, values, sentence):
    lab = importlib.import_module(f"imagesim.labs.{LABS[lesson]}").LAB
    by_label = {control.drawn()["label"]: (name, control.drawn()) for name, control in lab.controls.items()}
    chosen = {}
    for label, value in re.findall(r"\*(.+?)\*: `(.+?)`", values):
        name, drawn = by_label[label]
        chosen[name] = {
            "slider": int if drawn["kind"] == "slider" else str,
            "checkbox": lambda text: text == "yes",
            "several": lambda text: text.split(", "),
        }.get(drawn["kind"], str)(value)
    assert chosen
    assert sentence in " ".join(lab.text(lab.checked(chosen)).split())


SHOWN = {
    "imagesim run moved-tag --seed 2 | grep Versions": ["5 pods on old-build", "3 pods on new-build"],
    "imagesim run latest-rolled-back | grep Versions": ["4 pods on new-build"],
    "imagesim run pinned-roll-back | grep Versions": ["4 pods on old-build"],
    "imagesim run tenants | grep Private": ["7 in blue, 3 in kube-system"],
    "imagesim run disk-fills | grep Removed": ["3 images"],
    "imagesim run what-a-pull-costs | grep Pulls": ["3.12 GB"],
    "imagesim run what-a-pull-costs | grep Requests": ["130"],
    "imagesim kubectl get pods pull-policy --at 22m": ["1/1", "Running"],
    "imagesim kubectl get pods pull-policy --at 22m --set 'Pod/shop/web:spec.containers[0].imagePullPolicy=Always'": [
        "0/1",
        "ImagePullBackOff",
    ],
}
"""What a command has to print, since the guide says so."""

COMMANDS = sorted(
    command
    for command in set(re.findall(r"`(imagesim [^`]+)`", TEXT))
    if not command.startswith("imagesim lab") and not re.search("[A-Z]{4}|mine[.]yaml", command.split(" --set ")[0])
    if "PATH=VALUE" not in command
)


@cache
def printed(command: str) -> str:
    """What a command leaves on the screen, its grep included."""
    program, _, word = command.partition(" | grep ")
    done = CliRunner().invoke(app, shlex.split(program)[1:])
    assert done.exit_code in (0, 1), done.output  # 1: the answer is no
    return "\n".join(line for line in done.stdout.splitlines() if word in line)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_what_the_guide_says(command, monkeypatch):
    monkeypatch.chdir(ROOT)
    shown = printed(command)
    assert shown
    assert [text for text in SHOWN.get(command, []) if text not in shown] == []


def test_what_is_said_of_a_command_is_looked_at():
    assert set(SHOWN) <= set(COMMANDS)
    assert {command for command in COMMANDS if "| grep" in command} <= set(SHOWN)


@pytest.mark.parametrize("command", re.findall(r"`(imagesim [^`]+)`", TEXT))
def test_a_command_is_quoted_for_every_shell(command):
    bare = re.sub("'[^']*'", "", command)
    assert not set("[]{}*?()") & set(bare), command


def test_what_make_is_to_do_is_there():
    made = set(re.findall(r"`make (\w+)", TEXT))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert made >= {"lab", "app", "offline"}
    assert made <= targets


# --- incidents ---

INCIDENTS = re.findall(r"^\| (\d+) \| (\d+), [^|]+ \| (\d+), [^|]+ \| (.+) \|$", TEXT, re.MULTILINE)


def test_there_is_a_day_for_each_of_sixteen():
    assert [int(day) for day, *_ in INCIDENTS] == list(range(1, 17))


@pytest.mark.parametrize(("day", "cause", "remedy", "sight"), INCIDENTS)
def test_an_incident_is_what_the_guide_says(day, cause, remedy, sight):
    the_day = bad_day(int(day))
    assert "Right: " in str(the_day.answer(cause=int(cause), remedy=int(remedy)))
    assert int(cause) <= len(CAUSES)
    assert int(remedy) <= len(REMEDIES)
    events = the_day.result().events
    said = "\n".join(events.reason + ": " + events.message)
    assert [code for code in re.findall("`([^`]+)`", sight) if code not in said] == []


def test_what_is_said_to_do_deletes_those_that_wait_and_none_that_serves():
    (said,) = re.findall(r"`day\.do\((\{.+?\})\)`", TEXT)
    day = bad_day(12)
    before = set(day.result().pods.query("phase == 'Running' and deleted_s.isna()").pod)
    day.do(ast.literal_eval(said))
    day.advance("1m")
    gone = set(day.result().pods.query("deleted_s.notna()").pod)
    assert gone
    assert not gone & before


def test_the_seconds_of_the_page_and_of_the_sheet_are_theirs():
    sheet, page = re.search(r"the cheat sheet has ([\d,\s]+), and the page ([\d,\s]+);", TEXT).groups()
    there = (ROOT / "docs" / "cheat-sheet.html").read_text(encoding="utf-8")
    assert f"0, {' '.join(sheet.split())}, 650" in there
    answer = LESSONS["ImagePullBackOff"].path.read_text(encoding="utf-8")
    assert [second for second in page.replace(",", " ").split() if not re.search(rf"\b{second}\b", answer)] == []


def test_the_days_of_the_page_are_named():
    page = LESSONS["A bad day"].path.read_text(encoding="utf-8")
    on_page = {int(day) for day in re.findall(r"bad_day\((\d+)\)", page)} - {2026}
    sentence = re.search(r"Days ([\d,\sand]+)\s+stand on the page", TEXT)
    assert sentence is not None
    assert on_page <= {int(day) for day in re.findall(r"\d+", sentence[1])}


# --- links ---


def test_links_lead_to_files_that_are_there():
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert "cheat-sheet.html" in links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
