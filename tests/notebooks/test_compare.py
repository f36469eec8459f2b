"""The comparison of notebooks fails when it should: for a number, a picture, a lab's sentence, an answer, an error."""

import base64
import io
import os
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image, ImageDraw

from tests.notebooks.pictures import Picture, WithPictures, look_the_same

ROOT = Path(__file__).parents[2]

NUMBER = "mean = 4.519\nprint('mean', mean)"
PICTURE = """\
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(3, 2))
bars = axes.bar(['a', 'b'], [1, 2])"""
ANSWER = """\
from imagesim.labs.questions import ask, number
ask('1', 'How many?', number(0, 4, 'pods')).answer(0, because='So.')"""
LAB = """\
from imagesim.labs import names
names.lab()"""


def _png(draw=lambda canvas: None, size=(300, 200)):
    picture = Image.new("RGB", size, "white")
    draw(ImageDraw.Draw(picture))
    held = io.BytesIO()
    picture.save(held, "png")
    return base64.b64encode(held.getvalue()).decode()


def _tampered():
    """A notebook that was run as it is stored, and then changed in every second cell."""
    sources = [NUMBER, NUMBER, PICTURE, PICTURE, PICTURE, PICTURE, NUMBER, NUMBER, *[LAB] * 6, ANSWER, ANSWER]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    outputs = [cell.outputs for cell in notebook.cells]
    outputs[1][0].text = "mean 9.999\n"
    outputs[3][0].data["image/png"] = _png(lambda canvas: canvas.rectangle((20, 20, 200, 180), "black"))
    whole = outputs[5][0].data["image/png"]
    outputs[5][0].data["image/png"] = whole[:200] + "AAAA" + whole[204:]
    notebook.cells[7].source = "raise KeyError('mean')"
    _say(outputs[9][0], "\n\nThe node asks docker.io", "\n\nThe node asks quay.io")
    _say(outputs[11][0], "repository              library/nginx", "repository              nginx")
    _say(outputs[13][0], 'font-weight="bold">nginx<', 'font-weight="bold">redis<', "text/html", times=2)
    _say(outputs[15][0], "It was 0 pods", "It was 4 pods", "text/html")
    return notebook


def _say(output, said, instead, kind="text/plain", times=1):
    text = output.data[kind]
    assert text.count(said) == times
    output.data[kind] = text.replace(said, instead)


def test_every_changed_cell_fails_and_no_other(tmp_path):
    nbformat.write(_tampered(), tmp_path / "tampered.ipynb")
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "tests.notebooks.compare", str(tmp_path), f"--junit-xml={report}"]
    environment = os.environ | {"IMAGESIM_EXACT_PICTURES": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    cases = list(xml.etree.ElementTree.parse(report).iter("testcase"))
    assert len(cases) == 16
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert failed == ["Cell 1", "Cell 3", "Cell 5", "Cell 7", "Cell 9", "Cell 11", "Cell 13", "Cell 15"]


def test_an_edge_moved_by_a_pixel_looks_the_same():
    left = _png(lambda canvas: canvas.line((20, 20, 20, 180), "black"))
    right = _png(lambda canvas: canvas.line((21, 20, 21, 180), "black"), size=(301, 200))
    assert look_the_same(left, right)


def test_only_the_exact_comparison_minds_an_edge_moved_by_a_pixel(monkeypatch):
    left = Picture(_png(lambda canvas: canvas.line((20, 20, 20, 180), "black")))
    right = Picture(_png(lambda canvas: canvas.line((21, 20, 21, 180), "black")))
    monkeypatch.setenv("IMAGESIM_EXACT_PICTURES", "1")
    assert left != right
    assert left == Picture(left + "\n")
    monkeypatch.delenv("IMAGESIM_EXACT_PICTURES")
    assert left == right


def _in_html(*pictures, said="It was 0 pods."):
    images = "".join(f'<img alt="a" src="data:image/png;base64,{picture}">' for picture in pictures)
    return WithPictures(f"<details><p>{said}</p>{images}</details>")


def test_pictures_in_html_look_the_same_and_all_else_is_the_same(monkeypatch):
    monkeypatch.delenv("IMAGESIM_EXACT_PICTURES", raising=False)
    left = _png(lambda canvas: canvas.line((20, 20, 20, 180), "black"))
    moved = _png(lambda canvas: canvas.line((21, 20, 21, 180), "black"))
    other = _png(lambda canvas: canvas.rectangle((20, 20, 200, 180), "black"))
    assert _in_html(left, moved) == _in_html(moved, left)
    assert _in_html(left, moved) != _in_html(left, other)
    assert _in_html(left) != _in_html(left, left)
    assert _in_html(left) != _in_html(left, said="It was 4 pods.")


@pytest.mark.parametrize(
    "other",
    [
        _png(lambda canvas: canvas.rectangle((20, 20, 50, 50), "black")),
        _png(size=(310, 200)),
        _png()[:80],
        "iVBORw0KGgo=",
    ],
    ids=["a bar more", "another size", "cut short", "no picture"],
)
def test_looks_different(other):
    assert not look_the_same(_png(), other)
