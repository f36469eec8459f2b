"""The stage's modules: their own tests, in Node; and that they can be joined to one text."""

from pathlib import Path

import pytest

from imagesim.results.stage.bundle import JS, bundle
from tests.in_node import node_tests, pass_in_node


@pytest.mark.parametrize("path", node_tests(Path(__file__).parent / "js"), ids=lambda path: path.name)
def test_in_node(path):
    pass_in_node(path)


def test_the_modules_join_to_one_text_and_none_is_left_over():
    text = bundle(JS / "page.js")
    for path in JS.rglob("*.js"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("// "), f"{path.name} says what it is"
        assert text.count(first) == 1, path.name


def test_no_module_is_longer_than_one_can_take_in():
    assert {path.name: lines for path in JS.rglob("*.js") if (lines := len(path.read_text().splitlines())) >= 300} == {}
