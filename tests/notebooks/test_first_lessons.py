"""What the first lessons invite a reader to do comes out as they say, and what a visible cell uses can be seen."""

import ast
import builtins
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FIRST = sorted(NOTEBOOKS.glob("0[0-3]-*.ipynb"))


def cells(path: Path) -> list[Any]:
    """The code cells of a lesson."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def cell_with(path: Path, text: str) -> str:
    """The only visible code cell that holds *text*."""
    (found,) = [cell.source for cell in cells(path) if text in cell.source and not cell.metadata.get("jupyter")]
    return found


def names(source: str, context: type[ast.expr_context]) -> set[str]:
    """The names of a cell that are read (ast.Load) or assigned (ast.Store), imports and functions included."""
    tree = ast.parse(source)
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
    if context is ast.Store:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            elif isinstance(node, ast.FunctionDef):
                found |= {node.name, *(each.arg for each in node.args.args)}
    return found


def from_nowhere(sources: list[tuple[str, bool]]) -> set[str]:
    """The names that visible cells read and that no visible cell before them makes; (source, whether it is folded)."""
    known, missing = {*dir(builtins), "display"}, set()
    for source, folded in sources:
        if not folded:
            known |= names(source, ast.Store)
            missing |= names(source, ast.Load) - known
    return missing


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
def test_what_a_visible_cell_uses_is_made_where_one_can_see_it(path: Path) -> None:
    sources = [(cell.source, bool(cell.metadata.get("jupyter"))) for cell in cells(path)]
    assert from_nowhere(sources) == set()


def test_a_name_that_only_a_folded_cell_makes_is_found() -> None:
    assert from_nowhere([("from x import y\nz = 1", True), ("print(y, z)\ndef f(a): return a", False)]) == {"y", "z"}


@pytest.mark.parametrize("pods", [0, 2, 3, 8, 20])
def test_the_first_table_has_the_pods_that_were_asked_for_and_they_run(pods: int) -> None:
    source = cell_with(FIRST[0], "PODS = 8").replace("PODS = 8", f"PODS = {pods}")
    *statements, table = ast.parse(source).body
    known: dict[str, Any] = {}
    exec(compile(ast.Module(statements, []), "cell", "exec"), known)  # a cell of our own
    shown = eval(compile(ast.Expression(table.value), "cell", "eval"), known)  # type: ignore[attr-defined]
    assert list(shown.phase) == ["Running"] * pods


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Shop/web:v1", "ImagePullBackOff"),
        ("ghcr.io/me/app", "ImagePullBackOff"),
        ("registry.example:5000/shop/web:v1", "ImagePullBackOff"),
        ("shop/Web", "InvalidImageName"),
        ("registry.example:10443/shop/web:v1", ""),
    ],
)
def test_no_host_is_there_but_those_that_the_experiment_with_names_lists(name: str, state: str) -> None:
    lesson = next(path for path in FIRST if path.stem.startswith("02"))
    known: dict[str, Any] = {"display": lambda _: None}
    for part in ("import pandas", "def pod("):
        source = cell_with(lesson, part).split("\nsaid = ")[0]
        exec(compile(source, "cell", "exec"), known)
    mine = cell_with(lesson, "MINE = [").replace('"registry.example/shop/Web"', f'"{name}"')
    known["veil"] = lambda *_: None
    exec(compile(mine, "cell", "exec"), known)
    last = known["result"].states.query("pod == 'pod-4'").iloc[-1]
    assert last.reason == state
    assert last.state == ("Waiting" if state else "Running")
