"""How large the house is: modules, lines, functions, folders; and names that are hard to tell apart."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.house.imports import sources, tree

MOST_MODULES = 25
"""A folder is a thought: more modules than this are two."""


class Sized(NamedTuple):
    """Something with so many lines: a module, or a function of one."""

    lines: int
    name: str


def modules(package: Path) -> list[Sized]:
    """Every file, by its lines."""
    return sorted(Sized(len(path.read_text("utf-8").splitlines()), _name(path, package)) for path in sources(package))


def functions(package: Path) -> list[Sized]:
    """Every function and method, nested ones too, by its lines: from `def` to its last, docstring included."""
    return sorted(
        Sized((node.end_lineno or node.lineno) - node.lineno + 1, f"{_name(path, package)}:{node.lineno} {node.name}")
        for path in sources(package)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def folders_too_full(package: Path) -> list[str]:
    """Folders with more than MOST_MODULES modules, `__init__.py` not counted."""
    counts = Counter(path.parent for path in sources(package) if path.name != "__init__.py")
    return [f"{_name(folder, package)}: {count}" for folder, count in sorted(counts.items()) if count > MOST_MODULES]


def names_that_differ_by_an_s(package: Path) -> list[str]:
    """Modules or folders of one folder of which one's name is the other's with an s."""
    return [
        f"{_name(folder, package)}: {name}, {name}s"
        for folder in sorted({path.parent for path in sources(package)})
        for names in [set(_names_in(folder))]
        for name in sorted(names)
        if f"{name}s" in names
    ]


def classes_of_one_name(package: Path) -> list[str]:
    """Class names that stand for two things, with the files of each."""
    found: dict[str, list[str]] = {}
    for path in sources(package):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(_name(path, package))
    return [f"{name}: {', '.join(paths)}" for name, paths in sorted(found.items()) if len(paths) > 1]


def _names_in(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if path.suffix == ".py" or (path / "__init__.py").exists():
            yield path.stem


def _name(path: Path, package: Path) -> str:
    return path.relative_to(package.parent).as_posix()
