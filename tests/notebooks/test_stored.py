"""Notebooks are stored as they came out of a whole run; each rule is shown to find what it is for."""

import ast
from importlib import import_module

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from imagesim.labs.course import lessons
from tests.notebooks.stored import problems

NOTEBOOKS = sorted(lessons().glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_is_stored_as_it_was_run(path):
    assert problems(nbformat.read(path, as_version=4)) == []


def test_there_are_notebooks():
    assert NOTEBOOKS


def _imports(path):
    """The names of imagesim that the cells of a notebook import: (module, name)."""
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    trees = [ast.parse("\n".join(line for line in source.splitlines() if line[:1] not in "%!")) for source in sources]
    statements = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [(str(node.module), alias.name) for node in statements for alias in node.names]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_lesson_imports_is_there(path):
    for module, name in _imports(path):
        if module.startswith("imagesim"):
            assert hasattr(import_module(module), name) or import_module(f"{module}.{name}"), f"{module}.{name}"


def _notebook(**changes):
    cell = {"source": "print(1)", "execution_count": 1, "outputs": [new_output("stream", name="stdout", text="1\n")]}
    notebook = new_notebook(cells=[new_code_cell(**(cell | changes))])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return notebook


def test_a_good_notebook_has_no_problems():
    assert problems(_notebook()) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"execution_count": None, "outputs": []}, "stored unrun"),
        ({"execution_count": 7}, "was run as number 7"),
        ({"outputs": [new_output("error", ename="KeyError", evalue="'x'")]}, "stored with an error: KeyError: 'x'"),
        ({"outputs": []}, "has no output"),
        ({"outputs": []}, "no cell prints or draws anything"),
        ({"metadata": {"execution": {"iopub.execute_input": "2026-11-24T12:00:00Z"}}}, "holds times of its run"),
        ({"source": "print(1)\n" * 16}, "has 16 lines"),
        ({"source": "first.answer(\n    0)"}, "is not folded"),
        ({"source": "first.answer(0)", "metadata": {"jupyter": {"source_hidden": True}}}, "tells the answer"),
        ({"source": f"print({'1' * 94})"}, "has a line of 101 letters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_finds(changes, found):
    assert any(found in problem for problem in problems(_notebook(**changes)))


def _lesson(text):
    notebook = _notebook()
    notebook.cells.append(new_markdown_cell(text))
    return notebook


def test_a_folded_cell_may_be_wider():
    folded = {"jupyter": {"source_hidden": True}}
    assert problems(_notebook(source=f"print({'1' * 94})", metadata=folded)) == []


def test_lines_of_a_console_fit_and_those_of_a_text_may_be_long():
    assert problems(_notebook(source=f"print({'1' * 93})")) == []
    assert problems(_lesson(f"{'a' * 200}\n```console\n{'b' * 82}\n```\n{'c' * 200}")) == []
    (found,) = problems(_lesson(f"Type:\n```console\n{'b' * 83}\n```"))
    assert "cell 1 of all has a line of 83 letters, more than 82" in found


def _widget(text):
    return new_output("display_data", data={"text/plain": text, "application/vnd.jupyter.widget-view+json": {}})


def test_a_widget_alone_is_not_compared():
    found = problems(_notebook(outputs=[_widget("VBox()")]))
    assert any("could be compared" in problem for problem in found)
    assert any("without a text of what it says" in problem for problem in found)


def test_a_lab_is_compared_by_the_text_of_what_it_says():
    assert problems(_notebook(outputs=[_widget("A tag moves\n\nTwo versions ran side by side.")])) == []
