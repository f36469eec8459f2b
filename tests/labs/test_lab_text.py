"""What a lab says as text: in a stored notebook, where nobody has widgets, and when notebooks are compared."""

import pytest

from imagesim.labs import back_off, controls, names, who_may_pull
from imagesim.labs.lab_text import view_text
from imagesim.labs.view import LabTable
from imagesim.results.svg.canvas import Canvas
from tests.labs.shown import html

NAMES = """\
What is in a name

Image name    nginx
My own name   (empty)

The node asks docker.io for docker.io/library/nginx:latest.
"""


def test_title_controls_sentence_and_table():
    text = names.LAB.text(names.LAB.first())
    assert text.startswith(NAMES)
    assert "What the cluster makes of it\nwhat                    this name\ntyped                   nginx\n" in text
    assert text.endswith("\n\nThe same in a terminal\n\nimagesim image parse nginx")


@pytest.mark.parametrize("lab", [names.LAB, who_may_pull.LAB, back_off.LAB], ids=lambda lab: lab.name)
def test_is_the_same_for_the_same_lab_and_holds_no_markup(lab):
    text = lab.text(lab.first())
    assert text == lab.text(lab.first())
    assert "</" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_no_password_is_in_the_text():
    values = {**who_may_pull.LAB.first(), "password": "hunter2", "server": "https://bob:hunter2@registry.example"}
    text = who_may_pull.LAB.text(values)
    assert "hunter2" not in text
    assert f"Password               {controls.HIDDEN}" in text


def test_a_picture_is_told_in_its_words_and_cells_are_aligned():
    canvas = Canvas()
    canvas.text(0, 0, "not part of the words")
    table = LabTable(("what", "how many"), [("pulls & starts", 3), ("", "x  y")], "Counts")
    assert view_text(canvas.svg(10, "Two <pods>") + table.html()) == (
        "(picture: Two <pods>)\n\nCounts\nwhat             how many\npulls & starts   3\n                 x y"
    )


def test_a_name_is_escaped():
    assert "<b>" not in html(names.LAB, own="<b>x</b>")
