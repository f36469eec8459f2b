"""The site's Python, run by Node: what a page computes, without a browser.

Where there is no Node or npm, tests that need it are skipped and say so; with IMAGESIM_REQUIRE_NODE=1, as in CI, they
fail.
"""

import fcntl
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from docs.site.archives import library, packs
from docs.site.compiling import node
from docs.site.fetched import CACHE, REQUIREMENTS, ROOT, download, npm_packages, run
from docs.site.python_files import write_python

_RUN = Path(__file__).with_name("run_python.mjs")


def needed() -> None:
    """Skip, or fail in CI, where Node or npm is missing."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        reason = f"no {missing[0]} here: install Debian's packages nodejs and npm"
        if os.environ.get("IMAGESIM_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def built_python() -> Path:
    """A folder with `pyodide` and `python` as a site has them, of the package as it is now; made once for all tests.

    Its name tells what is in it, and what is in it stays: another process may read it at the same time.
    """
    needed()
    beside = CACHE / "tested"
    beside.mkdir(parents=True, exist_ok=True)
    with (beside / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = beside / "-".join(path.stem.rpartition("-")[2] for path in (*packs(), library()))
        if not made.exists():
            half = beside / "half"
            write_python(half)
            half.rename(made)
    return made


def hypothesis_for_pyodide() -> Path:
    """A folder with hypothesis as Pyodide can load it: at the version, and with a hash, of requirements/dev.txt."""
    folder = CACHE / "tested" / "hypothesis"
    lock = (REQUIREMENTS / "dev.txt").read_text(encoding="utf-8")
    (entry,) = re.findall(r"^hypothesis==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
    stamp = folder / "entry.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != entry:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "asked.txt").write_text(entry, encoding="utf-8")
        run([*download(folder), "--require-hashes", "-r", str(folder / "asked.txt")], ROOT)
        for wheel in folder.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
        stamp.write_text(entry, encoding="utf-8")
    return folder


def run_in_pyodide(program: str, *mounts: str, whole_library: bool = False, timeout_s: float = 600) -> str:
    """What *program* prints. *mounts* are FOLDER=PLACE; with *whole_library* Python's own library is Pyodide's."""
    folder = built_python()
    home = npm_packages() / "pyodide" if whole_library else folder / "pyodide"
    command = [node(), str(_RUN), str(home), str(folder / "python"), *mounts]
    ran = subprocess.run(command, input=program, capture_output=True, text=True, timeout=timeout_s, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-20_000:]
    return ran.stdout
