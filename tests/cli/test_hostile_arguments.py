"""Arguments that were made to hurt: one message and 2, never a traceback. Each of a kind that once was one."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Command

LONG = "9" * 5_000
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: 'a:1'}]}\n"

CALLS: list[tuple[list[str], str]] = [
    (["run", "x" * 5_000], "File name too long"),
    (["run", "/tmp/" + "x" * 300 + ".yaml"], "File name too long"),
    (["run", "a\udcffb.yaml"], "there is no such file or folder"),
    (["run", "loop.yaml"], "Too many levels of symbolic links"),
    (["run", "pipe.yaml"], "is a named pipe, which may never end"),
    (["run", "p.yaml", "--set", "Pod/p:spec.containers[²].image=x"], "names no item: the list has 1"),
    (["run", "p.yaml", "--set", f"Pod/p:spec.containers[{LONG}].image=x"], "names no item: the list has 1"),
    (["run", "p.yaml", "--set", "Pod/p:spec.containers[-1].image=x"], "names no item"),
    (["run", "p.yaml", "--set", f"Pod/p:spec.hostNetwork={LONG}"], "hostNetwork"),
    (["run", "p.yaml", "--set", "Pod/p:spec.containers[0].image=\udcff"], "is not a YAML value"),
    (["run", "p.yaml", "--set", "Pod/p:spec.x=" + "[" * 3_000], "is not a YAML value"),
    (["run", "p.yaml", "--set", "NodePool/workers:spec" + ".a" * 3_000 + "=1"], "is a path of 3,001 steps"),
    (["run", "p.yaml", "--seed", LONG], "Invalid value for '--seed'"),
    (["run", "p.yaml", "--seed", "nan"], "Invalid value for '--seed'"),
    (["run", "p.yaml", "--until", "nan"], "is not a duration"),
    (["run", "p.yaml", "--until", "inf"], "is not a duration"),
    (["run", "p.yaml", "--until", "9" * 60 + "h"], "is out of range; the longest time is"),
    (["run", "p.yaml", "--out", "p.yaml"], "is not a folder"),
    (["run", "p.yaml", "--out", "p.yaml/x"], "cannot be written to: Not a directory"),
    (["run", "p.yaml", "--out", "y" * 300], "File name too long"),
    (["run", "p.yaml", "--out", "loop.yaml"], "Too many levels of symbolic links"),
    (["run", "p.yaml", "--out", "~nosuch/x"], "begins with a user who is not here"),
    (["lab", "~nosuch"], "begins with a user who is not here"),
    (["image", "import", "pipe.yaml"], "is a named pipe"),
    (["image", "import", "x" * 300], "File name too long"),
    (["match", "pipe.yaml", "--image", "a"], "is a named pipe"),
    (["secret", "import", "pipe.yaml", "s"], "is a named pipe"),
]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other file systems")
@pytest.mark.parametrize(("arguments", "message"), CALLS, ids=range(len(CALLS)))
def test_a_hostile_argument_gives_one_message_and_2(
    arguments: list[str], message: str, imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(POD)
    Path("loop.yaml").symlink_to("loop.yaml")
    os.mkfifo("pipe.yaml")
    done = imagesim(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 1_000
    assert sorted(os.listdir()) == ["loop.yaml", "p.yaml", "pipe.yaml"]


def test_out_goes_home_and_overwrites_nothing_there(
    imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    mine = tmp_path / "x" / "mine"
    mine.parent.mkdir()
    mine.write_text("mine")
    done = imagesim("run", "moved-tag", "--until", "1m", "--out=~/x")
    assert (done.exit_code, done.stderr) == (2, "Error: --out: '~/x' is not empty; name a new folder\n")
    assert [path.name for path in mine.parent.iterdir()] == ["mine"]
    done = imagesim("run", "moved-tag", "--until", "1m", "--out=~/y")
    assert done.stdout.endswith(f"Written to {tmp_path}/y\n")
    assert (tmp_path / "y" / "scenario.yaml").is_file()
