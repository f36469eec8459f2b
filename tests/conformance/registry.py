"""Finds the checkers: every module `check_*.py` beside this one, and what its CHECKERS says.

A recorded file that no checker knows is a failure, so that nothing recorded is passed over in silence. NOT_YET are the
files that are known to wait for what they are about; each of their rows counts as excluded, for the reason given.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.checking import Check, Excluded, Row

NOT_YET: dict[str, str] = {}
"""File name -> why nothing checks it. This may only shrink, to nothing."""


def not_yet(name: str) -> Check:
    """What puts every row of such a file among the excluded ones."""

    def check(row: Row) -> None:
        raise Excluded(NOT_YET[name])

    return check


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
