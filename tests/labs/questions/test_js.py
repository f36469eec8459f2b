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


def test_every_module_is_of_one_place_or_of_both_and_stands_once_in_its_text():
    texts = {entry: bundle(JS / entry) for entry in ("notebook.js", "page.js")}
    for path in JS.glob("*.js"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("// "), f"{path.name} says what it is"
        counts = [text.count(first) for text in texts.values()]
        assert counts == _OF_ONE_PLACE.get(path.name, [1, 1]), path.name


_OF_ONE_PLACE = {"notebook.js": [1, 0], "page.js": [0, 1], "keptGuesses.js": [0, 1]}


@pytest.mark.parametrize(("entry", "kept"), [("notebook.js", False), ("page.js", True)])
def test_nothing_is_sent_and_only_a_page_that_is_no_notebook_keeps_guesses_in_its_browser(entry, kept):
    text = bundle(JS / entry)
    for way in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "sessionStorage", "indexedDB", "cookie"):
        assert way not in text
    assert ("localStorage" in text) == kept
    assert "save_changes" not in text
