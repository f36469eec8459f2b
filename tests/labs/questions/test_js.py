"""The script of questions: its own tests, in Node; and that its modules can be joined to one text for each place."""

from pathlib import Path

import pytest

from imagesim.labs import questions
from imagesim.results.stage.bundle import bundle
from tests.in_node import node_tests, pass_in_node

JS = Path(questions.__file__).parent / "js"


@pytest.mark.parametrize("path", node_tests(Path(__file__).parent / "js"), ids=lambda path: path.name)
def test_in_node(path):
    pass_in_node(path)


@pytest.mark.parametrize("entry", ["notebook.js", "page.js"])
def test_the_modules_join_to_one_text_and_none_is_left_over(entry):
    text = bundle(JS / entry)
    for path in JS.glob("*.js"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("// "), f"{path.name} says what it is"
        assert text.count(first) == (path.name == entry or path.name not in ("notebook.js", "page.js")), path.name


def test_nothing_is_kept_or_sent():
    text = bundle(JS / "page.js")
    for way in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "localStorage", "sessionStorage", "indexedDB"):
        assert way not in text
    assert "cookie" not in text
    assert "save_changes" not in bundle(JS / "notebook.js")
