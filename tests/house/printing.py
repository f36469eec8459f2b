"""What writes to a terminal or a page without the gate, read from the files."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.imports import sources

TERMINAL = "cli/terminal.py"
"""The one module that prints."""
GATE = "rules/shown/gate.py"
"""The one module that makes a text fit to be shown."""
TEXTS = ("cli", "results/report", "results/explorers", "results/kubectl", "results/describers")
"""Where texts of several lines are made: there the gate alone puts lines together."""

_PRINTS = {
    "print", "pprint", "echo", "secho", "print_exc", "print_exception", "print_last", "print_tb", "print_stack",
    "warn", "showwarning", "displayhook", "excepthook",
}  # fmt: skip
_WRITES = {"write", "writelines", "buffer"}
_STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}


def past_the_gate(package: Path) -> list[str]:
    """Each call below *package* that prints, escapes or joins lines by itself, as "file:line: what it is"."""
    return [
        f"{path.relative_to(package)}:{line}: {what}"
        for path in sources(package)
        for line, what in _found(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(package)))
    ]


def _found(tree: ast.Module, name: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _PRINTS and name != TERMINAL:
                yield node.lineno, f"{called} prints past {TERMINAL}"
            if called == "escape" and name != GATE and not _is_of("re", node.func):
                yield node.lineno, f"escape makes HTML past {GATE}"
            if called == "join" and name.startswith(TEXTS) and name != TERMINAL and _joins_lines(node.func):
                yield node.lineno, f"join puts lines together past {GATE}"
        elif isinstance(node, ast.Attribute) and node.attr in _WRITES and name != TERMINAL and _is_a_stream(node.value):
            yield node.lineno, f"{node.attr} prints past {TERMINAL}"
        elif isinstance(node, ast.ImportFrom | ast.Import):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            if "logging" in modules or "click" in modules:
                yield node.lineno, f"{' '.join(modules)} prints past {TERMINAL}"


def _is_of(module: str, node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == module


def _joins_lines(function: ast.expr) -> bool:
    value = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and "\n" in value.value


def _is_a_stream(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _STREAMS and _is_of("sys", node)
