"""Who uses which name of imagesim/rules, read from the files: imports are followed, strings are not looked into."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
Name = tuple[str, str]
"""A module ("imagesim.rules.digests") and a name in it ("digest_of", "Keyring.look_up" for a method)."""


@cache
def files(folder: str, pattern: str = "*.py") -> tuple[Path, ...]:
    """The Python files below *folder* of the project."""
    return tuple(sorted((ROOT / folder).rglob(pattern)))


def module_of(path: Path) -> str:
    """What *path* is imported as."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def public(path: Path) -> Iterator[str]:
    """Functions, classes, their methods and the constants of a file, without what begins with an underscore."""
    for node in tree_of(path).body:
        match node:
            case ast.FunctionDef(name=name):
                yield from _shown(name)
            case ast.ClassDef(name=name, body=body):
                yield from _shown(name)
                methods = [each.name for each in body if isinstance(each, ast.FunctionDef)]
                yield from (f"{name}.{method}" for method in methods if not method.startswith("_"))
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield from _shown(name)


def functions(path: Path) -> set[str]:
    """The functions of a file, at its top."""
    return {node.name for node in tree_of(path).body if isinstance(node, ast.FunctionDef)}


def _shown(name: str) -> Iterator[str]:
    if not name.startswith("_"):
        yield name


@cache
def imported(path: Path) -> dict[str, Name]:
    """What each name that a file imports from imagesim stands for, through the doors of packages."""
    found: dict[str, Name] = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("imagesim"):
            for alias in node.names:
                found[alias.asname or alias.name] = _origin(str(node.module), alias.name)
    return found


def _origin(module: str, name: str) -> Name:
    """Where a name that *module* has was made."""
    door = ROOT / module.replace(".", "/") / "__init__.py"
    if door.is_file() and name in (handed_on := imported(door)):
        return handed_on[name]
    return module, name


@cache
def used(path: Path) -> set[Name]:
    """The names of imagesim that a file looks up: imported ones, its own, and those of modules that it imports."""
    known, own, found = imported(path), module_of(path), set[Name]()
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                found.add(known.get(name, (own, name)))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in known:
                module, inner = known[name]
                found.add(_origin(f"{module}.{inner}", attribute))
    return found


def attributes(path: Path) -> set[str]:
    """What a file looks up behind a dot, whatever stands before it."""
    return {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
