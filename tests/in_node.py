"""Tests that are written in JavaScript, each run by Node.

Where there is no Node they are skipped and say so; with IMAGESIM_REQUIRE_NODE=1, as in CI, they fail.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_NODE = next(filter(None, map(shutil.which, ("node", "nodejs"))), None)


def node_tests(folder: Path) -> list[Path]:
    """The files of tests in *folder*."""
    return sorted(folder.glob("*.test.mjs"))


def pass_in_node(path: Path) -> None:
    """Run one of them; what Node prints is shown if it fails."""
    if _NODE is None:
        reason = "no Node here: install Debian's package nodejs"
        if os.environ.get("IMAGESIM_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    ran = subprocess.run([_NODE, "--test", path], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
