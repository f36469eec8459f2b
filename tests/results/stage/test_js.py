"""The stage's modules: their own tests, in Node; and that they can be joined to one text.

Where there is no Node these tests are skipped and say so; with IMAGESIM_REQUIRE_NODE=1, as in CI, they fail.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from imagesim.results.stage.bundle import JS, bundle

_TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))
_NODE = next(filter(None, map(shutil.which, ("node", "nodejs"))), None)


@pytest.mark.parametrize("path", _TESTS, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_in_node(path):
    if _NODE is None:
        reason = "no Node here: install Debian's package nodejs"
        if os.environ.get("IMAGESIM_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    ran = subprocess.run([_NODE, "--test", path], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_modules_join_to_one_text_and_none_is_left_over():
    text = bundle(JS / "page.js")
    for path in JS.rglob("*.js"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("// "), f"{path.name} says what it is"
        assert text.count(first) == 1, path.name


def test_no_module_is_longer_than_one_can_take_in():
    assert {path.name: lines for path in JS.rglob("*.js") if (lines := len(path.read_text().splitlines())) >= 300} == {}
