"""What Voila serves: every lab has its page and its place in the list, and no page asks another machine."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

import imagesim.labs
from imagesim.labs.apps.__main__ import main
from imagesim.labs.apps.pages import LABS, write_pages


@pytest.fixture
def written(tmp_path):
    write_pages(tmp_path)
    return tmp_path


def test_every_lab_is_an_app():
    modules = Path(imagesim.labs.__file__).parent.glob("*.py")
    assert set(LABS) == {path.stem for path in modules if "\nLAB = Lab(" in path.read_text(encoding="utf-8")}


def test_each_lab_has_a_notebook_whose_cell_shows_it_and_a_row_of_the_list(written):
    listing = (written / "jupyter/voila/templates/imagesim/tree.html").read_text(encoding="utf-8")
    rows = re.findall(r'<a href="/voila/render/([^"]+)">([^<]+)</a>', listing)
    labs = [import_module(f"imagesim.labs.{name}").LAB for name in LABS]
    assert rows == [(f"{lab.name}.ipynb", lab.title) for lab in labs]
    for module, (file, title) in zip(LABS, rows, strict=True):
        notebook = json.loads((written / "labs" / file).read_text(encoding="utf-8"))
        (cell,) = notebook["cells"]
        assert cell["source"] == f"from imagesim.labs import {module}\n{module}.lab()"
        assert notebook["metadata"]["title"] == title


def test_no_page_of_its_own_asks_another_machine(written):
    texts = [path.read_text(encoding="utf-8") for path in written.rglob("*") if path.is_file()]
    assert len(texts) == len(LABS) + 3
    assert not any("://" in text for text in texts)


def test_big_letters_are_there_only_if_they_are_asked_for(written, tmp_path):
    big = tmp_path / "big"
    big.mkdir()
    write_pages(big, projector=True)
    plain, large = (
        (folder / "jupyter/voila/templates/imagesim/index.html.j2").read_text(encoding="utf-8")
        for folder in (written, big)
    )
    assert "PROJECTOR" not in plain + large
    assert "--jp-code-font-size: 18px" in large
    assert "--jp-code-font-size: 18px" not in plain


@pytest.mark.parametrize(("arguments", "says"), [(["--port", "0"], "not between 1 and 65535"), (["x"], "unrecognized")])
def test_a_wrong_call_is_2_and_says_so(arguments, says, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert says in capsys.readouterr().err


def test_where_voila_is_not_installed_the_answer_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr("imagesim.labs.apps.__main__.find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "pip install voila" in capsys.readouterr().err


def test_ctrl_c_while_it_starts_is_130_without_a_traceback(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("imagesim.labs.apps.__main__.serve", interrupted)
    with pytest.raises(SystemExit, match="130"):
        main([])
