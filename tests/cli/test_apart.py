"""Work in a process of its own: what it writes is there, what it raises is raised, and a signal ends both at once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from imagesim.cli import out_folder
from imagesim.cli.apart import apart, can_be_apart
from imagesim.scenarios.reading.errors import ScenarioError
from tests.cli.conftest import Command

pytestmark = pytest.mark.skipif(not can_be_apart(), reason="only on Linux is work done apart")

DEAF = """
import sys, time
from imagesim.cli import app, out_folder
from imagesim.results import export

def deaf(result, folder):
    folder.mkdir()
    (folder / "half").write_text("half")
    print("begun", file=sys.__stdout__, flush=True)
    import re
    re.match("(a*)*b", "a" * 60)  # one call of C that takes ages and answers to nobody

export.export = deaf
out_folder._LARGE = -1
app.main()
"""


def test_what_is_written_apart_is_there(tmp_path: Path) -> None:
    apart(lambda: (tmp_path / "file").write_text("text"))
    assert (tmp_path / "file").read_text() == "text"


def _raises(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ScenarioError("is wrong", field="--out")])
def test_what_is_raised_apart_is_raised_here(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        apart(lambda: _raises(error))
    assert str(caught.value) == str(error)


def test_a_copy_that_the_system_ends_had_too_little_memory() -> None:
    with pytest.raises(MemoryError):
        apart(lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(RuntimeError, match="ended with 7"):
        apart(lambda: os._exit(7))


def test_the_files_are_the_same(imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert imagesim("run", "moved-tag", "--until", "2m", "--out", tmp_path / "here").exit_code == 0
    monkeypatch.setattr(out_folder, "_LARGE", -1)
    assert imagesim("run", "moved-tag", "--until", "2m", "--out", tmp_path / "apart").exit_code == 0
    names = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*") if path.is_file())
    assert names
    for name in names:
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "apart" / name).read_bytes()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_answered_while_a_library_listens_to_nobody(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", DEAF, "run", "moved-tag", "--until", "1m", "--out", str(tmp_path / "out")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == b"begun\n"
        begin = time.monotonic()
        running.send_signal(number)
        _, stderr = running.communicate(timeout=120)
        assert time.monotonic() - begin < 1
        assert (running.returncode, stderr.split(b"\n")[0]) == (code, {130: b"Interrupted.", 143: b"Terminated."}[code])
        assert list(tmp_path.iterdir()) == []
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)  # what was left running, if anything was


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_as_the_copy_begins_ends_it_too(number: signal.Signals, tmp_path: Path) -> None:
    """The copy sends it itself, as the first that it does, and whoever waits for it is slow to go on."""
    early = (
        "import os, signal, sys, time\n"
        "from imagesim.cli.apart import apart\n"
        "from imagesim.cli.ending import answer_signals\n"
        "def work():\n"
        f"    os.kill(os.getppid(), {int(number)})\n"
        "    time.sleep(60)\n"
        f"    open({str(tmp_path / 'late')!r}, 'w').close()\n"
        "me, close = os.getpid(), os.close\n"
        "def slowly(file):\n"
        "    time.sleep(0.5 * (os.getpid() == me))\n"
        "    close(file)\n"
        "os.close = slowly\n"
        "answer_signals()\n"
        "apart(work)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", early], stderr=subprocess.PIPE, start_new_session=True)
    try:
        running.communicate(timeout=50)
        assert running.returncode != 0
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)  # nobody of the group is left
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
