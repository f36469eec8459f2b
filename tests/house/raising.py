"""Public functions that raise and do not say so.

Counted is a `raise` in the function itself, not in what it calls. The docstring says so if it holds the name of what is
raised, or of an error above it: any word that ends in Error, Mistake or Failed. Where a variable or a function's answer
is raised, any such name will do. Not counted are `raise` alone, which hands on what came, NotImplementedError of a
method that is to be overridden, and what ends a command (its docstring is its help).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.imports import sources, tree

NOT_COUNTED = {"NotImplementedError", "Exit", "SystemExit"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def silent(package: Path) -> list[str]:
    """The public functions below *package* that raise without a word, as "file:line name: raises this"."""
    return [
        f"{path.relative_to(package.parent).as_posix()}:{function.lineno} {name}: raises {', '.join(sorted(unsaid))}"
        for path in sources(package)
        for name, function in _public(tree(path).body)
        if (unsaid := _raised(function) - _said(function))
    ]


def _public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, _Function]]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node.body, f"{node.name}.")
        elif isinstance(node, _Function) and (not node.name.startswith("_") or node.name == "__init__"):
            yield prefix + node.name, node


def _raised(function: _Function) -> set[str]:
    names = {_name(node.exc) for node in _own(function) if isinstance(node, ast.Raise) and node.exc is not None}
    return names - NOT_COUNTED


def _said(function: _Function) -> set[str]:
    """What the docstring names; every name if it speaks of an error at all."""
    text, raised = ast.get_docstring(function) or "", _raised(function)
    if re.search(r"(Error|Mistake|Failed)\b", text):
        return raised
    named = raised & set(re.findall(r"\w+", text))
    return named | {name for name in raised if named and not name[0].isupper()}


def _own(function: _Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and classes in it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _name(raised: ast.expr) -> str:
    if isinstance(raised, ast.Call):
        return _name(raised.func)
    return raised.attr if isinstance(raised, ast.Attribute) else ast.unparse(raised)
