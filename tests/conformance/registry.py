"""Finds the checkers: every module `check_*.py` beside this one, and what its CHECKERS says."""

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.checking import Check


def all_modules() -> list[str]:
    """The names of the checker modules, sorted."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if name.startswith("check_"))


class Checkers:
    """File name -> check. `broken` names the modules that could not be used, with the reason."""

    def __init__(self, modules: Sequence[str] | None = None) -> None:
        """Load *modules*, or all that are there."""
        self.by_file: dict[str, Check] = {}
        self.broken: list[str] = []
        for module in all_modules() if modules is None else modules:
            self._load(module)

    def _load(self, module: str) -> None:
        try:
            checkers = importlib.import_module(f"tests.conformance.{module}").CHECKERS
        except Exception as error:  # one broken checker must not hide what the others find
            self.broken.append(f"{module}: {type(error).__name__}: {error}")
            return
        for name, check in checkers.items():
            if name in self.by_file:
                self.broken.append(f"{module}: {name} has a checker already")
            self.by_file.setdefault(name, check)
