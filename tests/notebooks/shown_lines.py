"""The lines of a lesson that are meant to be tried: blocks of Python in its texts, and what they give."""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(notebook: Path) -> list[str]:
    """The blocks of Python in the texts of a notebook, in their order."""
    cells = nbformat.read(notebook, as_version=4).cells
    return [block for cell in cells if cell.cell_type == "markdown" for block in _BLOCK.findall(cell.source)]


def value_of(block: str) -> Any:
    """Run a block in a room of its own; the value of its last line, as a notebook would show it."""
    body = ast.parse(block).body
    last = body.pop()
    if not isinstance(last, ast.Expr):
        raise ValueError(f"the last line shows nothing: {ast.unparse(last)}")
    names: dict[str, Any] = {}
    exec(compile(ast.Module(body, type_ignores=[]), "block", "exec"), names)  # a text of our own
    return eval(compile(ast.Expression(last.value), "block", "eval"), names)


def hidden_imports(notebook: Path) -> list[str]:
    """Names that a cell in sight uses, and that only folded cells import: who retypes what is seen gets a NameError."""
    imported: dict[bool, set[str]] = {True: set(), False: set()}
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        folded = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
        imported[folded] |= {alias.asname or alias.name for node in ast.walk(tree) for alias in _aliases(node)}
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [] if folded else sorted(used & (imported[True] - imported[False]))
    return found


def _aliases(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else []
