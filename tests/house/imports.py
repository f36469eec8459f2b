"""Who imports whom below a package: at the top of a file, in a function, or for the sake of types alone."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

Module = str
"""A dotted name below the package, without the package's own: "rules.units"; "rules" is rules/__init__.py."""


class Import(NamedTuple):
    """One imported name: where it stands, and all of it, as `package.module.name`."""

    path: Path
    line: int
    name: str


def sources(package: Path) -> list[Path]:
    """Every file of Python below *package*."""
    return sorted(package.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file, read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, package: Path) -> Iterator[Import]:
    """Every name that a file imports; `from a import b` counts as a.b, whether b is a module or not."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(package.parent).with_suffix("").parts[: -node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(path, node.lineno, f"{module}.{alias.name}") for alias in node.names)


def module_of(path: Path, package: Path) -> Module:
    """The name of a file."""
    return ".".join(path.relative_to(package).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


def graph(package: Path) -> dict[Module, set[Module]]:
    """Every module with the modules of the package that it imports."""
    files = {module_of(path, package): path for path in sources(package)}
    return {
        module: {
            found
            for each in imports(path, package)
            for found in [_module_named(each.name, package.name, files)]
            if found is not None and found != module
        }
        for module, path in files.items()
    }


def _module_named(name: str, package: str, files: dict[Module, Path]) -> Module | None:
    first, _, rest = name.partition(".")
    if first != package:
        return None
    # The last part is a module, or a name in one.
    return rest if rest in files else rest.rpartition(".")[0] if rest.rpartition(".")[0] in files else None
