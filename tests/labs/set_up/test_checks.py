"""Each check says what it found where all is well, and what to do where it is not."""

import importlib.metadata
import socket
import webbrowser
from types import SimpleNamespace

import pytest

from imagesim.labs import course
from imagesim.labs.set_up import checks as module
from imagesim.labs.set_up.checks import Check, checks
from imagesim.labs.set_up.kernel_probe import KernelError, LabProbe

GOOD = LabProbe(drawn_s=2.5, answered_s=0.034, asked=())


@pytest.fixture
def machine(monkeypatch):
    """A machine on which all is well, whatever this one is like."""
    monkeypatch.setattr(webbrowser, "get", lambda: object())
    monkeypatch.setattr(module, "probe", lambda: GOOD)


@pytest.fixture
def to_do(machine, tmp_path):
    """The checks that are not well, by name."""

    def found(folder=tmp_path / "mine", **options):
        return {each.name: each.text for each in checks(folder, **options) if not each.ok}

    return found


def test_a_good_machine_has_nothing_to_do_and_nothing_is_changed(machine, tmp_path):
    found = list(checks(tmp_path / "mine"))
    names = ["Python", "packages", "widgets", "lessons", "folder", "port", "browser", "kernel", "lab", "offline"]
    assert [each.name for each in found] == names
    assert all(each.ok for each in found), found
    assert Check("lab", True, "a moved control was answered after 34 ms") in found
    assert list(tmp_path.iterdir()) == []


def test_an_old_python_is_told(to_do, monkeypatch):
    monkeypatch.setattr(module.sys, "version_info", (3, 10, 4))
    assert "install Python 3.11 or newer" in to_do()["Python"]


def test_a_package_that_is_missing_or_too_old_is_named(to_do, monkeypatch):
    version = importlib.metadata.version

    def older(name):
        if name == "anywidget":
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", older)
    assert to_do()["packages"].startswith("anywidget is missing: install again")
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "8.0.2" if name == "ipywidgets" else version(name))
    assert "ipywidgets is 8.0.2 and has to be >=8.1" in to_do()["packages"]


def test_a_jupyterlab_without_widgets_is_told(to_do, monkeypatch, tmp_path):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda _: [str(tmp_path)])
    assert "@jupyter-widgets/jupyterlab-manager, anywidget, labs would stay empty" in to_do()["widgets"]


def test_an_installation_without_lessons_is_told(to_do, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "lessons", lambda: tmp_path)
    assert "none came" in to_do()["lessons"]


def test_a_folder_that_cannot_be_filled_is_told(to_do, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    assert "file cannot be written to: name another folder" in to_do(tmp_path / "file")["folder"]
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    assert to_do()["folder"].startswith("5 MB are free at ")


def test_a_folder_that_somebody_works_in_is_no_fault(machine, tmp_path):
    course.copy_lessons(tmp_path)
    (found,) = [each for each in checks(tmp_path) if each.name == "folder"]
    assert found.ok
    assert f"{tmp_path}, begun; " in found.text


def test_a_port_that_is_taken_is_told_only_if_no_other_is_free(machine, to_do, monkeypatch, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        (found,) = [each for each in checks(tmp_path, port=port) if each.name == "port"]
        assert found.ok
        assert found.text.startswith(f"{port} is taken")
        monkeypatch.setattr(module, "PORT_RETRIES", 0)
        assert "imagesim lab --port N" in to_do(port=port)["port"]


def test_a_machine_without_a_browser_is_told_unless_none_is_wanted(to_do, monkeypatch):
    def none():
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    assert "imagesim lab --no-browser" in to_do()["browser"]
    assert to_do(open_browser=False) == {}


def test_what_a_kernel_does_wrong_is_told(to_do, monkeypatch):
    monkeypatch.setattr(module, "probe", lambda: LabProbe(drawn_s=2.5, answered_s=None, asked=("telemetry.example",)))
    told = to_do()
    assert "did not answer" in told["lab"]
    assert "asked for telemetry.example" in told["offline"]

    def dies():
        raise KernelError("it does not start (No module named ipykernel)")

    monkeypatch.setattr(module, "probe", dies)
    assert to_do() == {"kernel": f"it does not start (No module named ipykernel): {module.INSTALL}"}
