"""Which tests matter for a module of imagesim/rules: those that reach it by imports, the nearest first.

Read from the files, nothing is imported. A test file of tests/rules matters if it imports the module, or imports what
imports it, over at most FARTHEST steps; so does a conformance sample whose checker does. The module's own test file
comes first in any case.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

FARTHEST = 3
SAMPLE = "tests/conformance/test_conformance.py::test_every_row_of_the_sample_agrees"


class Reach:
    """The imports of one tree, read once. `tests_of` names tests as pytest takes them."""

    def __init__(self, tree: Path) -> None:
        """Read every test of rules and every checker below *tree*, and what they import."""
        self._tree = tree
        self._files = {module: path for path in self._sources() for module in [_module(tree, path)]}
        self._imports = {module: self._imported(module, path) for module, path in self._files.items()}
        starts = [module for module in self._files if _is_test(module)]
        self._steps = {module: self._steps_from(module) for module in sorted(starts)}

    def tests_of(self, path: Path) -> list[str]:
        """The tests that matter for the module at *path*."""
        module = _module(self._tree, path)
        near = [(steps[module], start) for start, steps in self._steps.items() if module in steps]
        room, _, name = module.removeprefix("imagesim.").rpartition(".")
        own = f"tests.{room}.test_{name}"
        ordered = sorted(near, key=lambda pair: (not pair[1].startswith(own), *pair))
        return list(dict.fromkeys(test for _, start in ordered for test in self._as_pytest_takes_it(start)))

    def _sources(self) -> Iterator[Path]:
        for folder in ("imagesim", "tests/rules", "tests/conformance"):
            yield from sorted((self._tree / folder).rglob("*.py"))

    def _imported(self, module: str, path: Path) -> set[str]:
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return {name for name in names if name in self._files and name != module}

    def _steps_from(self, start: str) -> dict[str, int]:
        steps, edge = {start: 0}, [start]
        for step in range(1, FARTHEST + 1):
            edge = sorted({name for module in edge for name in self._imports[module] if name not in steps})
            steps |= dict.fromkeys(edge, step)
        return steps

    def _as_pytest_takes_it(self, module: str) -> list[str]:
        path = self._files[module]
        if module.startswith("tests.rules."):
            return [path.relative_to(self._tree).as_posix()]
        texts = {node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _is_file_name(node)}
        samples = sorted(sample for text in texts for sample in path.parent.glob(f"*/{text}"))
        return [f"{SAMPLE}[{sample.parent.name}/{sample.name}]" for sample in samples]


def _module(tree: Path, path: Path) -> str:
    return ".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__")


def _is_test(module: str) -> bool:
    return (module.startswith("tests.rules.") and ".test_" in module) or module.startswith("tests.conformance.check_")


def _is_file_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".jsonl", ".json"))
