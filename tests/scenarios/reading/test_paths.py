"""Names and things of a file system that no scenario can be read from: one clear error each, and nothing hangs."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.rules.shown.lengths import LONGEST_PART
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import own_path

Write = Callable[..., Path]

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a, image: 'a:1'}]}\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other file systems")


def said(path: object, **options: bool) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path, **options)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize("name", ["x" * 5_000, "x" * 300 + ".yaml", "/tmp/" + "y" * 300, "a/" * 3_000])
def test_a_name_that_is_too_long_is_said_and_cut_as_any_path(name: str) -> None:
    message = said(name)
    assert "cannot be read: File name too long" in message
    assert len(message) < LONGEST_PART + 100
    assert ("more characters)..." in message) == (len(name) > LONGEST_PART)


@pytest.mark.parametrize("name", ["a\0b.yaml", "a\ud800.yaml"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    assert "is no name that a file can have" in said(name)


def test_links_that_lead_into_one_another(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert "Too many levels of symbolic links" in said(tmp_path / "loop.yaml")
    assert "Too many levels of symbolic links" in said(tmp_path)
    (tmp_path / "loop.yaml").unlink()
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    assert "gone.yaml: is a link that leads nowhere" in said(tmp_path)


def test_a_link_to_a_folder_above_is_not_followed(write: Write, tmp_path: Path) -> None:
    write(POD % "a", "a.yaml")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to("..")
    assert len(load(tmp_path, recursive=True).pods) == 1


def test_what_may_never_end_is_not_opened(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "pipe.yaml: is a named pipe, which may never end, not a file" in said(tmp_path / "pipe.yaml")
    write(POD % "a", "a.yaml")
    assert "pipe.yaml: is a named pipe" in said(tmp_path)
    (tmp_path / "pipe.yaml").unlink()
    monkeypatch.chdir(tmp_path)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("s.yaml")
        assert "s.yaml: is a socket, not a file" in said(Path("s.yaml"))
        assert "s.yaml: is a socket, not a file" in said(tmp_path)
    Path("s.yaml").unlink()
    Path("full.yaml").symlink_to("/dev/full")
    assert "full.yaml: is a device, not a file" in said(tmp_path)


@pytest.mark.parametrize("field", ["config", "providers: {config", "hosts"])
def test_a_document_names_no_pipe_and_no_impossible_file(write: Write, tmp_path: Path, field: str) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop.json").symlink_to("loop.json")
    named = {
        "config": "credentials: {config: %s}",
        "providers: {config": "credentials: {providers: {config: %s}}",
        "hosts": "hosts: {r.example: {file: %s}}",
    }[field]
    for name in ("pipe.json", "loop.json", '"a\\0b"', "x" * 400):
        pool = f"apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {{name: w}}\nspec: {{{named % name}}}\n"
        message = said(write(pool, "world.yaml"))
        assert "names no file" in message or "is a named pipe" in message


@pytest.mark.parametrize("digits", ["x = " + "9" * 5_000, "x = " + "[" * 5_000])
def test_a_hosts_file_with_a_number_without_end(write: Write, digits: str) -> None:
    write(digits, "big.toml")
    pool = (
        "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\nspec: {hosts: {r.example: {file: big.toml}}}\n"
    )
    assert "big.toml: NodePool/w: is not valid TOML: a number or a nesting of values is far too long" in said(
        write(pool, "world.yaml")
    )


def test_a_folder_that_may_not_be_read_is_a_mistake(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(POD % "a", "a.yaml")
    write(POD % "b", "closed/b.yaml")
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert len(load(tmp_path).pods) == 1
    assert "closed: cannot be read: Permission denied" in said(tmp_path, recursive=True)
    assert "closed: cannot be read: Permission denied" in said(tmp_path / "closed")


def test_a_user_who_is_not_here_has_no_home() -> None:
    with pytest.raises(ScenarioError, match=r"begins with a user who is not here; for a folder .* write \./~nosuch"):
        own_path(Path("~nosuch/x"))
