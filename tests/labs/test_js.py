"""The modules of the labs' front end: their own tests, in Node."""

from pathlib import Path

import pytest

from tests.in_node import node_tests, pass_in_node


@pytest.mark.parametrize("path", node_tests(Path(__file__).parent / "js"), ids=lambda path: path.name)
def test_in_node(path):
    pass_in_node(path)
