"""Lessons are copied out without outputs, and never over what a trainee has written."""

import json
import os
from sysconfig import get_path

import pytest

from imagesim.labs import course
from imagesim.labs.course import copy_lessons
from imagesim.scenarios.reading.errors import ScenarioError


def _notebook(source):
    cell = {"cell_type": "code", "source": source, "outputs": [{"output_type": "stream"}], "execution_count": 3}
    return json.dumps({"cells": [cell, {"cell_type": "markdown", "source": "Über"}], "metadata": {}, "nbformat": 4})


@pytest.fixture
def stored(tmp_path, monkeypatch):
    folder = tmp_path / "stored"
    (folder / "manifests").mkdir(parents=True)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / "00-start.ipynb").write_text(_notebook("start"))
    (folder / "01-a-tag-moves.ipynb").write_text(_notebook("one"))
    (folder / "manifests" / "web.yaml").write_text("kind: Pod\n")
    (folder / ".ipynb_checkpoints" / "00-start.ipynb").write_text("{}")
    monkeypatch.setattr(course, "lessons", lambda: folder)
    return folder


def test_copies_lessons_and_their_files_into_a_new_folder(stored, tmp_path):
    copied = copy_lessons(tmp_path / "a" / "mine")
    assert copied.new == ("00-start.ipynb", "01-a-tag-moves.ipynb", "manifests/web.yaml")
    assert copied.kept == ()
    assert copied.backup is None
    files = {str(path.relative_to(copied.folder)) for path in copied.folder.rglob("*") if path.is_file()}
    assert files == set(copied.new)


def test_a_copy_has_no_outputs(stored, tmp_path):
    copied = copy_lessons(tmp_path / "mine")
    cells = json.loads((copied.folder / "00-start.ipynb").read_text(encoding="utf-8"))["cells"]
    assert cells[0] == {"cell_type": "code", "source": "start", "outputs": [], "execution_count": None}
    assert cells[1]["source"] == "Über"


def test_keeps_what_a_trainee_wrote_and_adds_what_is_new(stored, tmp_path):
    mine = copy_lessons(tmp_path / "mine").folder
    (mine / "01-a-tag-moves.ipynb").write_text("my answer")
    (stored / "02-pull-policy.ipynb").write_text(_notebook("two"))
    copied = copy_lessons(mine)
    assert (mine / "01-a-tag-moves.ipynb").read_text() == "my answer"
    assert copied.new == ("02-pull-policy.ipynb",)
    assert copied.kept == ("00-start.ipynb", "01-a-tag-moves.ipynb", "manifests/web.yaml")


def test_reset_starts_afresh_and_loses_nothing(stored, tmp_path):
    mine = copy_lessons(tmp_path / "mine").folder
    (mine / "notes.txt").write_text("my own file")
    for number in (1, 2):
        (mine / "01-a-tag-moves.ipynb").write_text(f"answer {number}")
        copied = copy_lessons(mine, reset=True)
        assert copied.backup == mine / f"backup-{number}"
        assert (copied.backup / "01-a-tag-moves.ipynb").read_text() == f"answer {number}"
        assert (copied.backup / "manifests" / "web.yaml").exists()
        assert "answer" not in (mine / "01-a-tag-moves.ipynb").read_text()
    assert (mine / "notes.txt").read_text() == "my own file"


def test_reset_of_an_empty_folder_makes_no_backup(stored, tmp_path):
    assert copy_lessons(tmp_path / "mine", reset=True).backup is None


def test_the_environment_of_jupyterlab_finds_the_programs_of_this_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    assert course._environment(tmp_path)["PATH"] == os.pathsep.join((get_path("scripts"), "/usr/bin"))


def test_on_a_projector_the_side_bar_is_closed(tmp_path):
    course._write_settings(tmp_path, projector=False)
    assert not (tmp_path / "workspaces").exists()
    course._write_settings(tmp_path, projector=True)
    (workspace,) = (tmp_path / "workspaces").iterdir()
    assert json.loads(workspace.read_text())["data"]["layout-restorer:data"]["left"]["collapsed"] is True


def test_a_workspace_keeps_all_but_the_left_side_bar(tmp_path):
    course._write_settings(tmp_path, projector=True)
    (path,) = (tmp_path / "workspaces").iterdir()
    right = {"collapsed": False, "visible": True, "current": "property-inspector"}
    layout = {"left": {"collapsed": False, "current": "filebrowser"}, "right": right, "relativeSizes": [0.2, 0.5, 0.3]}
    mine = {
        "data": {"layout-restorer:data": layout, "notebook:01-a-tag-moves.ipynb": {"data": {}}},
        "metadata": {"id": "default", "created": "then"},
    }
    path.write_text(json.dumps(mine))
    course._write_settings(tmp_path, projector=False)
    assert json.loads(path.read_text()) == mine
    course._write_settings(tmp_path, projector=True)
    found = json.loads(path.read_text())
    changed = found["data"].pop("layout-restorer:data")
    assert changed == {
        "left": {"collapsed": True, "visible": True, "current": "filebrowser"},
        "right": right,
        "relativeSizes": [0, 0.7, 0.3],
    }
    del mine["data"]["layout-restorer:data"]
    assert found == mine


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"data": 3}', '{"data": {"layout-restorer:data": []}}'])
def test_a_workspace_that_cannot_be_read_is_made_anew(tmp_path, text):
    course._write_settings(tmp_path, projector=True)
    (path,) = (tmp_path / "workspaces").iterdir()
    path.write_text(text)
    course._write_settings(tmp_path, projector=True)
    layout = json.loads(path.read_text())["data"]["layout-restorer:data"]
    assert (layout["left"]["collapsed"], layout["relativeSizes"]) == (True, [0, 1, 0])


def test_a_place_that_cannot_hold_them_is_a_mistake_in_words(stored, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ScenarioError, match=r"file' cannot hold the lessons: .*; name another folder"):
        copy_lessons(tmp_path / "file")
