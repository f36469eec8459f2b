"""What a question and its answer store: data for a script, the same in words without one, the answer closed."""

import json
import re
import subprocess
import sys
from html import unescape

import pytest

from imagesim.labs.incidents.printed import Printed
from imagesim.labs.questions import ask, choice, number, order, point, several, span, veil, words
from imagesim.labs.questions.light_text import light_html, light_plain
from imagesim.results import plots
from imagesim.results.result import simulate
from imagesim.rules.shown import gate
from imagesim.scenarios.loading import load

HOW_MANY = ask("1", "How many, **after** `v1`?", number(0, 4, "pods"))

KINDS = {
    "number": (number(0, 4, "pods"), 0),
    "span": (span(0, 8, "pods"), [2, 4, 3]),
    "point": (point(0, 30, "min"), 8.03),
    "choice": (choice("the kubelet", "nobody."), "nobody."),
    "several": (several("a", "b", "c"), ["c", "a"]),
    "order": (order("pull", "bind", "start"), ["bind", "pull", "start"]),
    "words": (words(), "Since nobody asks."),
}
each_kind = pytest.mark.parametrize(("guess", "truth"), KINDS.values(), ids=KINDS)


def data_of(html):
    return json.loads(unescape(re.match(r"<[\w-]+ data-is='([^']*)'>", html)[1]))


@each_kind
def test_a_front_end_and_a_reader_are_told_the_question(guess, truth):
    question = ask("2", "Which `a & b`?", guess)
    assert data_of(question.html()) == {"name": "2", "title": "Question 2", "guess": guess.drawn()}
    assert "<code>a &amp; b</code>" in question.html()
    assert question.plain().startswith("Question 2\n\nWhich a & b?\n\nYour guess: ")


@each_kind
def test_an_answer_is_closed_and_says_what_it_was(guess, truth):
    behind = ask("2", "Which?", guess).answer(truth, "shown", because="why")
    head, _, folded = behind.html().partition("<details>")
    assert folded.startswith("<summary>Show the answer</summary>")
    read = re.sub(r"data-is='[^']*'", "", head)
    assert "shown" not in read
    assert behind.drawn()["truth"]["said"].rstrip(".") in unescape(folded)
    assert behind.plain().endswith("shown\n\nwhy")
    assert data_of(behind.html()) == behind.drawn()


@pytest.mark.parametrize(
    ("guess", "truth", "said"),
    [
        (number(0, 4, "pods"), 1, "1 pod"),
        (number(0, 9000, "s"), 1234.5, "1,234.5 s"),
        (number(0, 60, "s"), 1, "1 s"),
        (number(0, 8, "pods"), (2, 4), "2 to 4 pods"),
        (number(0, 8, "pods"), [4, 2, 4], "2 to 4 pods in 3 runs: 2 in 1 of them, 4 in 2"),
        (point(0, 30, "min"), [17.25, 20], "17.25 to 20 min in 2 runs"),
        (number(0, 8, "pods"), [4, 4], "4 pods in every one of 2 runs"),
        (number(0, 99), range(9), "0 to 8 in 9 runs"),
        (several("a", "b"), [], "none of them"),
        (order("a", "b"), ["b", "a"], "b, then a"),
        (choice("nobody.", "all"), "nobody.", "nobody"),
    ],
)
def test_a_truth_in_words(guess, truth, said):
    assert guess.truth(truth)["said"] == said


@pytest.mark.parametrize(
    ("guess", "truth"),
    [(choice("a", "b"), "c"), (several("a", "b"), ["c"]), (order("a", "b"), ["a"]), (number(0, 4), "x"), (words(), 1)],
)
def test_an_answer_to_another_question_is_a_mistake(guess, truth):
    with pytest.raises(ValueError, match=r"\w"):
        ask("1", "?", guess).answer(truth)


def test_what_waits_names_every_question_that_it_waits_for():
    other = ask("Exercise 1", "And?", words())
    behind = HOW_MANY.then("shown", also=(other,))
    assert [each["name"] for each in behind.drawn()["questions"]] == ["1", "Exercise 1"]
    assert "Show what came of it (after Question 1, Exercise 1)" in behind.html()
    assert "How many" not in behind.html()


def test_a_veil_says_what_would_be_given_away_and_holds_nothing():
    """It names its questions, so that the cell of a lab needs none of those before it."""
    made = veil("1", "Exercise 2")
    assert made.plain() == "(What follows gives away: Question 1, Exercise 2)"
    questions = [{"name": "1", "title": "Question 1"}, {"name": "Exercise 2", "title": "Exercise 2"}]
    assert data_of(made.html()) == {"questions": questions, "truth": None, "lines": [], "veil": True}


def test_a_table_and_what_else_a_notebook_shows_stand_behind_it():
    result = simulate(load("moved-tag"))
    counts = result.pulls.groupby("outcome").size()
    behind = HOW_MANY.then(result.tags, counts)
    assert "<table" in behind.html()
    assert "<pre>outcome\nAlreadyPresent" in behind.html()
    assert str(counts) in behind.plain()


@pytest.fixture(scope="module")
def mix():
    return simulate(load("moved-tag")).version_mix()


def test_a_guess_has_its_place_on_the_axis_of_the_picture(mix):
    picture = plots.version_mix(mix)
    (line,) = ask("1", "When?", point(0, 30, "min")).answer(8, picture).drawn()["lines"]
    begin, end = picture.get_position().extents[[0, 2]]
    assert line["axis"] == "x"
    assert line["ends"] == line["within"] == pytest.approx([begin, end], abs=1e-4)
    _, line = HOW_MANY.answer(0, "first", plots.version_mix(mix), on="y").drawn()["lines"]
    assert line["axis"] == "y"
    assert line["within"][0] < line["ends"][1] < line["ends"][0] == pytest.approx(line["within"][1])
    assert HOW_MANY.answer(0, plots.version_mix(mix)).drawn()["lines"] == [None]


def test_a_picture_is_said_in_words_too(mix):
    behind = HOW_MANY.answer(0, plots.version_mix(mix))
    assert "(picture: Deployment/web: versions of" in behind.plain()
    assert 'alt="Deployment/web: versions of' in behind.html()


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("**`Always`, longest**: x", "<strong><code>Always</code>, longest</strong>: x", "Always, longest: x"),
        ("`a**b` and **c**", "<code>a**b</code> and <strong>c</strong>", "a**b and c"),
        ("*by `latest` here*", "<em>by <code>latest</code> here</em>", "by latest here"),
    ],
)
def test_bold_goes_around_code_and_not_into_it(text, html, plain):
    assert light_html(text) == f"<p>{html}</p>"
    assert light_plain(text) == plain


def test_texts_hold_blocks_and_nothing_of_theirs_is_markup():
    text = "Look:\n\n```\nEvents:\n  <b> **x** `y`\n```\n\n**Why** <i>?\x1b[31m"
    html = ask("1", text, words()).html()
    assert "<p>Look:</p><pre>Events:\n  &lt;b&gt; **x** `y`</pre><p><strong>Why</strong> &lt;i&gt;?" in html
    assert "\x1b" not in html + ask("1", text, words()).plain()


def test_stress_is_told_from_a_glob():
    html = ask("1", "The *old* one of team/* and *.example, `*` too", words()).html()
    assert "The <em>old</em> one of team/* and *.example, <code>*</code> too" in html


def test_questions_need_neither_widgets_nor_tables():
    late = "{'anywidget', 'ipywidgets', 'pandas', 'matplotlib'}"
    code = "import sys; from imagesim.labs.questions import ask, words; ask('1', '?', words()).answer().html()"
    subprocess.run([sys.executable, "-c", f"{code}; assert not {late} & set(sys.modules)"], check=True)


def test_what_was_printed_stays_in_its_lines():
    behind = ask("1", "Which?", words()).answer("that", Printed(gate.lines(["NAME  READY", "web   1/1"])))
    assert "<pre>NAME  READY\nweb   1/1</pre>" in behind.html()
    assert "NAME  READY\nweb   1/1" in behind.plain()
