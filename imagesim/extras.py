"""Extras: what can be installed besides the core, and what is said where something needs what is not there.

The core (simpy, pydantic, pyyaml) loads, checks and runs scenarios, and prints, measures and writes what came of them.
Beyond that imagesim loads a package when it is first needed, within `needing`: without it people read one line that
says which extra to install, where they would read a traceback. This module imports nothing that takes time.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from imagesim.version import DISTRIBUTION

LAB, REGISTRY, STUDIES, DASK = "lab", "registry", "studies", "dask"

MODULES = {
    LAB: ("jupyterlab", "ipywidgets", "anywidget", "pandas", "matplotlib"),
    REGISTRY: ("requests", "docker"),
    STUDIES: ("pandas", "matplotlib", "scipy", "pyarrow"),
    DASK: ("distributed",),
}
"""By the name of an extra what it brings, as it is imported; pyproject.toml has the same, and a test compares."""


class MissingExtraError(ImportError):
    """Something needs an extra that is not installed. The text is one line: what, which module, what to do."""

    def __init__(self, what: str, module: str, extra: str) -> None:
        super().__init__(f"{what} need {module}, which is not installed; {to_do(extra)}", name=module)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def command(extra: str) -> str:
    """What one types to install *extra*, in any shell."""
    return f'pip install "{DISTRIBUTION}[{extra}]"'


def to_do(extra: str) -> str:
    """The end of a sentence on *extra*."""
    return f"install it with: {command(extra)}"


def missing(extra: str) -> list[str]:
    """The modules of *extra* that are not installed."""
    return [module for module in MODULES[extra] if not _is_there(module)]


def require(extra: str, what: str) -> None:
    """Raise MissingExtraError unless all modules of *extra* are installed, which *what* ("lessons") needs."""
    for module in missing(extra):
        raise MissingExtraError(what, module, extra)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # somebody has put something into sys.modules
        return False


@contextmanager
def needing(extra: str, what: str, package: str) -> Iterator[None]:
    """Within this *package* of *extra* is imported, and what belongs to it, for *what* ("pictures").

    MissingExtraError if a module is not there. It names the package, unless that is there and lacks something itself.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if isinstance(error, MissingExtraError) or module in {"", "imagesim", *sys.stdlib_module_names}:
            raise
        raise MissingExtraError(what, module if _is_there(package) else package, extra) from None
