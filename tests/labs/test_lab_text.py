"""What a lab says as text: in a stored notebook, where nobody has widgets, and when notebooks are compared."""

import pytest

from imagesim.labs import back_off, controls, names, who_may_pull
from imagesim.labs.lab import Lab, table
from imagesim.labs.lab_text import view_text
from imagesim.results.svg.canvas import Canvas

NAMES = """\
What is in a name

Image name    nginx
My own name   ghcr.io/me/app

The node asks docker.io for docker.io/library/nginx:latest.

What the cluster makes of it
what                    this name
typed                   nginx
"""


def test_title_controls_sentence_and_table():
    text = names.lab().text()
    assert text.startswith(NAMES)
    assert text.endswith("\n\nThe same in a terminal: imagesim image parse 'nginx'")


def test_a_notebook_stores_the_whole_text_beside_the_widget():
    lab = names.lab()
    bundle = lab._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"] == lab.text()


def test_the_text_follows_the_controls():
    lab = names.lab()
    lab.controls["example"].value = "shop/Web:v1"
    assert "Image name    shop/Web:v1" in lab.text()
    assert "The API server stores this name; the node refuses it." in lab.text()


@pytest.mark.parametrize("lab", [names.lab, who_may_pull.lab, back_off.lab])
def test_is_the_same_for_the_same_lab_and_holds_no_markup(lab):
    text = lab().text()
    assert text == lab().text()
    assert "</" not in text
    assert "imagesim-view" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_no_password_is_in_the_text():
    lab = who_may_pull.lab()
    lab.controls["password"].value = "hunter2"
    lab.controls["server"].value = "https://bob:hunter2@registry.example"
    assert "hunter2" not in lab.text()
    assert "hunter2" not in repr(list(lab.controls.values()))
    assert f"Password               {controls.HIDDEN}" in lab.text()


def test_every_control_says_what_it_is_set_to():
    shown = {
        "a": controls.slider("Delay", 3, 0, 9, unit="min"),
        "b": controls.checkbox("Mirror"),
        "c": controls.several("Entries", ["amd64", "arm64"], ["arm64"]),
        "d": controls.several("More", ["amd64"]),
        "e": controls.text("Email"),
        "f": controls.password("Password"),
        "g": controls.button("Push"),
    }
    lines = Lab("All", shown, lambda **_: "<p>done</p>").text().splitlines()
    assert lines == [
        *("All", ""),
        *("Delay      3 min", "Mirror     no", "Entries    arm64", "More       (none)", "Email      (empty)"),
        *("Password   (empty)", "", "done"),
    ]


def test_a_picture_is_told_in_its_words_and_cells_are_aligned():
    canvas = Canvas()
    canvas.text(0, 0, "not part of the words")
    html = canvas.svg(10, "Two <pods>") + table(("what", "how many"), [("pulls & starts", 3), ("", "x  y")], "Counts")
    assert view_text(html) == (
        "(picture: Two <pods>)\n\nCounts\nwhat             how many\npulls & starts   3\n                 x y"
    )
