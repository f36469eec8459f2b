"""The minutes that a lesson says are those that are counted, and the start page says the same of each."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from imagesim.labs.course import lessons
from imagesim.labs.questions import ask, number
from tests.notebooks.times import LEEWAY_MIN, Times, counted, counted_in_second_part, prose_words, said

PATHS = sorted(lessons().glob("*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_says_the_minutes_that_are_counted(path):
    there, (in_all, parts) = counted(read(path)), said(read(path))
    assert (parts.labs, parts.tasks) == (there.labs, there.tasks)
    assert abs(parts.read - there.read) <= LEEWAY_MIN
    assert in_all == parts.all


def test_the_start_page_says_the_same_of_each_lesson():
    start, *others = PATHS
    text = "\n".join(cell.source for cell in read(start).cells)
    table = {name: int(minutes) for name, minutes in re.findall(r"\]\((.+?\.ipynb)\) \|.*\| (\d+) min \|", text)}
    assert table == {path.name: said(read(path))[0] + skippable(read(path)) for path in others}


def skippable(notebook):
    """The minutes of the second part, as its head says them."""
    heads = [cell.source for cell in notebook.cells if cell.source.startswith("## Part two")]
    return sum(int(re.search(r"About (\d+) minutes, which can be skipped", head)[1]) for head in heads)


def test_a_second_part_says_its_minutes_twice():
    with_two = [path for path in PATHS if counted_in_second_part(read(path)).all]
    assert with_two
    for path in with_two:
        assert abs(skippable(read(path)) - counted_in_second_part(read(path)).all) <= LEEWAY_MIN
        assert f"another {skippable(read(path))} " in " ".join(read(path).cells[0].source.split())


def test_what_is_read_once_is_counted_once():
    question = ask("1", "How **many** pods?", number(0, 4, "pods"))
    asked = prose_words(question.html())
    assert asked == len(re.findall(r"\S+", "Question 1 How many pods? Your guess: a number from 0 to 4 pods."))
    answer = question.answer(2, "Seen so:", because="It `is` so.\n\n```\nprinted by kubectl\n```")
    assert prose_words(answer.html()) == len(re.findall(r"\S+", "It was 2 pods. Seen so: It is so."))


def _lesson(*texts, code="", html=""):
    cells = [new_markdown_cell(text) for text in texts]
    outputs = [new_output("display_data", data={"text/html": html})] if html else []
    return new_notebook(cells=[*cells, new_code_cell(code, outputs=outputs)])


def test_labs_exercises_and_experiments_are_counted():
    assert counted(_lesson("## Your own experiment", code="names.lab()")).all == 5 + 3
    assert counted(_lesson(html=ask("Exercise 1", "?", number(0, 1)).html())).tasks == 3
    assert counted(_lesson("```console\n" + "kubectl get\n" * 500 + "```")).read == 0
    assert counted(_lesson("word " * 420)).read == 2


def test_a_part_that_can_be_skipped_is_not_counted():
    assert counted(_lesson("word " * 200, "## Part two: more", "word " * 2000)) == Times(1, 0, 0)


def test_what_a_lesson_says_is_read():
    one = "About 24 minutes: 10\nto read, 5 in the lab, 9 for two exercises and an experiment of your own."
    assert said(_lesson(one)) == (24, Times(10, 5, 9))
    assert said(_lesson("About 6 minutes to read; an experiment comes on top.")) == (6, Times(6, 0, 0))
