"""Makes mutants of a module: each is the module with one small change, made in its syntax tree.

Changed are comparisons, arithmetic, `and`/`or`, `not`, numbers, texts, True and False, returned values and whole
statements of functions. Left alone, each for its reason:

- docstrings, annotations, type aliases, Literal[...]: nothing runs them;
- decorators: frozen, slots and the size of a cache change no answer;
- fact(...), `__all__`: prose and names beside a value;
- `strict=` of zip and `assert`: they say what cannot be otherwise.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
DROPPED = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
NOT_RUN = {"annotation", "returns", "decorator_list"}


@dataclass(frozen=True)
class Mutant:
    """The change number *number* of the file *path*, at *line*."""

    path: Path
    number: int
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class _Change:
    """Put *new* in the place of `owner.field`, or of `owner.field[index]`."""

    owner: ast.AST
    field: str
    index: int | None
    new: Any
    shown: ast.AST

    def swap(self, new: Any) -> Any:
        """Put *new* there; what was there before."""
        place: Any = self.owner if self.index is None else getattr(self.owner, self.field)
        if self.index is None:
            old = getattr(place, self.field)
            setattr(place, self.field, new)
        else:
            old, place[self.index] = place[self.index], new
        return old


def mutants(path: Path) -> list[Mutant]:
    """All mutants of one file, in the order of its text."""
    return [_described(path, number, change) for number, change in enumerate(_changes_of(path)[1])]


def mutated_source(mutant: Mutant) -> str:
    """The whole file with the change. Comments and layout are lost, which nothing notices."""
    tree, changes = _changes_of(mutant.path)
    change = changes[mutant.number]
    change.swap(change.new)
    return ast.unparse(tree)


def _changes_of(path: Path) -> tuple[ast.Module, list[_Change]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tree, list(_changes(tree, in_function=False))


def _described(path: Path, number: int, change: _Change) -> Mutant:
    before = ast.unparse(change.shown)
    if change.shown is change.owner:
        old = change.swap(change.new)
        after = ast.unparse(change.shown)
        change.swap(old)
    else:
        after = ast.unparse(change.new)
    return Mutant(path, number, getattr(change.shown, "lineno", 0), before, after)


def _changes(node: ast.AST, in_function: bool) -> Iterator[_Change]:
    """The changes at *node* itself and below it."""
    yield from _own_changes(node)
    in_function = in_function or isinstance(node, ast.FunctionDef)
    for field, value in ast.iter_fields(node):
        if field in NOT_RUN:
            continue
        places = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in places:
            if isinstance(child, ast.AST) and not _left_alone(child):
                yield from _replacements(node, field, index, child, in_function)
                yield from _changes(child, in_function)


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.keyword(arg="strict"):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Call(func=ast.Name(id="fact")) | ast.Subscript(value=ast.Name(id="Literal")):
            return True
    return False


def _own_changes(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.Compare(ops=ops):
            for index, op in enumerate(ops):
                yield _Change(node, "ops", index, COMPARISONS[type(op)](), node)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield _Change(node, "op", None, ARITHMETIC[type(op)](), node)
        case ast.BoolOp(op=op):
            yield _Change(node, "op", None, ast.Or() if isinstance(op, ast.And) else ast.And(), node)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield _Change(node, "value", None, ast.Constant(None), node)
        case ast.Constant(value=value) if _other(value) is not None:
            yield _Change(node, "value", None, _other(value), node)


def _replacements(
    owner: ast.AST, field: str, index: int | None, child: ast.AST, in_function: bool
) -> Iterator[_Change]:
    if isinstance(child, ast.UnaryOp) and isinstance(child.op, ast.Not):
        yield _Change(owner, field, index, copy.deepcopy(child.operand), child)
    if in_function and isinstance(child, DROPPED) and getattr(child, "value", child) is not None:
        yield _Change(owner, field, index, ast.Pass(), child)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _other(value: object) -> object:
    """Another constant of the same type; None for those that are left alone."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return "" if value else "mutant"
        case bytes():
            return b"" if value else b"mutant"
    return None
