"""The core runs where a browser is: simpy, pydantic and pyyaml, no processes, no network, no signals, no OpenSSL.

What comes out is what comes out here. The labs' modules are of the core, too: what a lab draws needs no notebook.
"""

import subprocess
import sys

import pytest

from tests.core_only import CORE, ROOT, lay_out, python

SCENARIOS = ("moved-tag", "registry-outage", "several-registries", "sensitive-data", "nodes-come-and-go", "disk-fills")
LABS = tuple(
    sorted(path.stem for path in (ROOT / "imagesim" / "labs").glob("*.py") if "\nLAB = Lab(" in path.read_text())
)
ABSENT = ("subprocess", "multiprocessing", "ssl", "_ssl", "socket", "_socket", "signal", "_signal", "_hashlib")
"""Modules of Python that a browser has not, or that do nothing there."""

_NO_BROWSER_CAN = f"""
import os, sys, threading
for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "system", "popen", "execv", "kill"):
    delattr(os, name)
def no_thread(self):
    raise RuntimeError("can't start new thread")
threading.Thread.start = no_thread
import email.utils  # Python 3.11's own, which simpy asks for its version, imports socket
sys.modules.update(dict.fromkeys({ABSENT}))
import hashlib
hashlib.__dict__.pop("pbkdf2_hmac", None)
"""

_RUN = f"""
import importlib, json
import imagesim
from imagesim.rules.digests import digest_of
from imagesim.results.expectations import parse_expectation
from imagesim.results.stage.run_page import run_page
from imagesim.scenarios.saving import dump
said = {{}}
for name in {SCENARIOS}:
    result = imagesim.simulate(imagesim.load(name))
    said[name] = json.dumps(result.to_json_dict(), allow_nan=False)
    said[name + " as a page"] = run_page(result)
    said[name + " saved"] = dump(result.scenario_as_run())
    said[name + " expected"] = str(parse_expectation("ready by 5m").of(result.records))
said["stepped"] = json.dumps(imagesim.live(imagesim.load("moved-tag")).advance("9m").result().to_json_dict())
for name in {LABS}:
    lab = importlib.import_module("imagesim.labs." + name).LAB
    said["lab " + name] = json.dumps([lab.drawn(), lab.view(lab.first()).drawn()])
for name, text in said.items():
    print(len(text), digest_of(text.encode()), name)
"""


def _lines(done: "subprocess.CompletedProcess[str]") -> list[str]:
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def core(tmp_path_factory):
    """simpy, pydantic and pyyaml, and what pydantic needs."""
    return lay_out(tmp_path_factory.mktemp("core"), CORE)


def test_what_a_browser_cannot_do_stands_in_no_run_s_way(core, tmp_path):
    there = _lines(python(core, "-c", _NO_BROWSER_CAN + _RUN, cwd=tmp_path))
    here = subprocess.run([sys.executable, "-c", _RUN], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert there == _lines(here)
    assert len(there) == 4 * len(SCENARIOS) + 1 + len(LABS) > 30


def test_what_a_browser_cannot_do_is_really_taken_away(core, tmp_path):
    for line in (
        "import subprocess",
        "import ssl",
        "import pandas",
        "import typer",
        "os.fork()",
        "hashlib.pbkdf2_hmac",
    ):
        assert python(core, "-c", f"{_NO_BROWSER_CAN}\n{line}", cwd=tmp_path).returncode == 1, line


def test_importing_the_core_handles_no_signal_and_loads_no_command(core, tmp_path):
    code = """
import signal, sys, threading
was = [signal.getsignal(number) for number in signal.valid_signals()]
import imagesim
imagesim.simulate(imagesim.load("moved-tag"))
assert [signal.getsignal(number) for number in signal.valid_signals()] == was
assert threading.active_count() == 1
assert not [name for name in sys.modules if name.startswith(("imagesim.cli", "imagesim.labs"))]
"""
    assert _lines(python(core, "-c", code, cwd=tmp_path)) == []
