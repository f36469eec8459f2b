"""The installed command in a process of its own: bytes, exit codes, start-up, pipes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from imagesim.version import __version__
from tests.cli.conftest import Process

COMMAND = str(Path(sys.executable).with_name("imagesim"))
HANGS_S = 120  # a process that has not ended by then never will
SAYS_WHEN_IT_BEGINS = """
from typer.core import TyperGroup
from imagesim.cli.app import main

invoke = TyperGroup.invoke

def announced(self, ctx):
    print("begun", flush=True)
    return invoke(self, ctx)

TyperGroup.invoke = announced
main()
"""
"""The command; Ctrl-C while Python loads it is Python's to answer."""
HEAVY = {"pandas", "numpy", "matplotlib", "ipywidgets", "jupyterlab", "IPython"}


def loaded_modules(arguments: list[str]) -> set[str]:
    """The top-level modules that a command has loaded when it ends."""
    show = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    call = f"sys.argv[0] = 'imagesim'; from imagesim.cli.app import main; sys.argv[1:] = {arguments!r}; main()"
    done = subprocess.run([sys.executable, "-c", show + call], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_one_seed_in_two_processes_gives_the_same_bytes(process: Process) -> None:
    first, second = (
        process("run", "registry-outage", "--seed", 3, "--json", env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "4242")
    )
    assert first.returncode == second.returncode == 0
    assert len(first.stdout) > 10_000
    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "moved-tag"],
        ["run", "moved-tag"],
        ["versions"],
        ["explain", "moved-tag", "--pod", "web-"],
        ["image", "parse", "nginx"],
        ["schema"],
    ],
)
def test_tables_pictures_and_widgets_are_not_loaded_without_need(arguments: list[str]) -> None:
    modules = loaded_modules(arguments)
    assert "typer" in modules
    assert not modules & HEAVY


def test_what_is_piped_has_no_colours_and_no_progress_bar(process: Process) -> None:
    for arguments in (["run", "moved-tag"], ["--help"], ["run", "--help"], ["run"], ["versions"]):
        done = process(*arguments, env={**os.environ, "FORCE_COLOR": "1"})
        assert b"\x1b" not in done.stdout + done.stderr
    assert process("run", "moved-tag").stderr == b""


def test_the_version_is_told(process: Process) -> None:
    assert process("--version").stdout.decode() == f"imagesim {__version__}\n"
    done = subprocess.run([sys.executable, "-m", "imagesim", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"imagesim {__version__}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    arguments = ["run", "mistyped-tag", "--until", "9000h", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-c", SAYS_WHEN_IT_BEGINS, *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "begun\n"
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, stderr = running.communicate(timeout=HANGS_S)
    assert (running.returncode, stderr) == (130, "Interrupted.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no head")
def test_a_reader_that_has_seen_enough_is_no_mistake() -> None:
    writing = subprocess.Popen(
        [COMMAND, "run", "mistyped-tag", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writing.stdout is not None
    assert writing.stderr is not None
    writing.stdout.read(10)
    writing.stdout.close()
    assert writing.stderr.read() == b""
    writing.wait(timeout=HANGS_S)
