"""How the installed command ends before its time: at once, with one word, and nothing half done stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("imagesim"))
HANGS_S = 120  # a process that has not ended by then never will
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")

ANSWERS = {signal.SIGINT: (130, b"Interrupted.\n"), signal.SIGTERM: (143, b"Terminated.\n")}

AT = """
import importlib, os, signal, sys
from imagesim.cli import entry

number = int(sys.argv.pop())

def strike(*_, **__):
    os.kill(os.getpid(), number)

{place}
entry.main()
"""
"""Sends itself the signal that is its last argument, at a certain place."""

PLACES = {
    "before anything is loaded": "entry.answer_signals(); strike()",
    "while the command line is loaded": """
class Finder:
    def find_spec(name, path=None, target=None):
        if name == "typer":
            strike()
sys.meta_path.insert(0, Finder)""",
    "where a library takes every exception for its own": """
from simpy import Process
resume = Process._resume
def struck(self, event):
    if self.env.now > 1:
        try:
            strike()
        except BaseException:
            pass
    return resume(self, event)
Process._resume = struck""",
    "while a document is parsed": """
import imagesim.scenarios.loading
imagesim.scenarios.loading.build = strike""",
    "while files are written": """
import imagesim.results.export
write = imagesim.results.export._write
def struck(path, content):
    write(path, content)
    if path.name == "summary.json":
        strike()
imagesim.results.export._write = struck""",
    "while the folder is tried out": """
import imagesim.cli.out_folder
import pathlib
rmdir = pathlib.Path.rmdir
def struck(self):
    pathlib.Path.rmdir = rmdir
    strike()
pathlib.Path.rmdir = struck""",
}


def start(place: str, number: int, *arguments: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-c", AT.format(place=PLACES[place]), *map(str, arguments), str(int(number))]
    return subprocess.run(command, capture_output=True, timeout=HANGS_S, check=False)


@pytest.mark.parametrize("number", ANSWERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_signal_is_answered_wherever_it_comes(place: str, number: signal.Signals, tmp_path: Path) -> None:
    done = start(place, number, "run", "moved-tag", "--out", tmp_path / "new" / "out")
    assert (done.returncode, done.stderr) == ANSWERS[number]
    assert [path for path in tmp_path.rglob("*") if path.name != "new"] == []


@pytest.mark.parametrize("number", ANSWERS)
def test_an_empty_folder_is_empty_again(number: signal.Signals, tmp_path: Path) -> None:
    done = start("while files are written", number, "run", "moved-tag", "--out", tmp_path)
    assert (done.returncode, done.stderr) == ANSWERS[number]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ANSWERS)
def test_a_run_is_left_within_a_second(number: signal.Signals) -> None:
    running = subprocess.Popen(
        [COMMAND, "run", "mistyped-tag", "--until", "80000h", "--no-limit"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(3)
    begin = time.monotonic()
    running.send_signal(number)
    _, stderr = running.communicate(timeout=HANGS_S)
    assert time.monotonic() - begin < 1
    assert (running.returncode, stderr) == ANSWERS[number]


def test_a_signal_that_is_ignored_stays_so() -> None:
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    asks = "from imagesim.cli.ending import answer_signals; answer_signals(); print(signal.getsignal(signal.SIGHUP))"
    done = subprocess.run([sys.executable, "-c", ignoring + asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("1", "Handlers.SIG_IGN")


OUTPUTS = [["run", "moved-tag"], ["run", "moved-tag", "--json"], ["--help"], ["schema"], ["versions"], ["--version"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_an_output_that_is_full_is_one_message(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False, timeout=HANGS_S)
        assert done.returncode == 2
        assert done.stderr == b"Error: standard output cannot be written to: No space left on device\n"
        assert subprocess.run([COMMAND, *arguments], stdout=full, stderr=full, check=False).returncode == 2


def test_closed_streams_are_no_traceback() -> None:
    def shell(line: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(["sh", "-c", line], capture_output=True, check=False, timeout=HANGS_S)

    done = shell(f"{COMMAND} run moved-tag >&-")
    assert done.returncode == 2
    assert done.stderr == b"Error: standard output cannot be written to: Bad file descriptor\n"
    assert shell(f"{COMMAND} run moved-tag 2>&-").returncode == 0
    assert shell(f"{COMMAND} run nowhere.yaml 2>&-").returncode == 2
    assert shell(f"{COMMAND} run moved-tag <&-").returncode == 0


def test_a_reader_that_has_seen_enough_is_no_answer_of_no() -> None:
    reading = subprocess.Popen([COMMAND, "run", "moved-tag", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert reading.stdout is not None
    reading.stdout.close()
    assert reading.stderr is not None
    assert reading.stderr.read() == b""
    assert reading.wait(timeout=HANGS_S) == 141
    reading.stderr.close()


def test_a_machine_without_memory_is_said() -> None:
    full = "import imagesim.scenarios.loading as loading\ndef full(*_): raise MemoryError\nloading.build = full"
    command = [sys.executable, "-c", AT.format(place=full), "run", "moved-tag", "0"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=HANGS_S)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"Error: this machine has not enough memory for that; make the scenario smaller\n"
