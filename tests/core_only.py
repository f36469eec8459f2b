"""An installation of imagesim with some of its packages only, made of links to those that are installed here.

It is what `pip install` of the wheel gives, and needs no network: a folder with imagesim, the packages that are named,
and all that those need in turn. `python` runs a Python that finds nothing else besides its own library.
"""

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CORE = ("simpy", "pydantic", "pyyaml")
WHEEL = (*CORE, "typer")


def requirements(extra: str = "") -> list[str]:
    """The names of the packages that pyproject.toml asks for: without an extra, or with this one alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(each).name for each in asked]


def with_theirs(names: Iterable[str]) -> set[str]:
    """These packages with all that they need, here and now."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needs = map(Requirement, importlib.metadata.requires(name) or ())
            waiting += [each.name for each in needs if each.marker is None or each.marker.evaluate({"extra": ""})]
    return found


def lay_out(folder: Path, names: Iterable[str]) -> Path:
    """Fill *folder* with links to imagesim and to these packages with all that they need."""
    folder.mkdir(exist_ok=True)
    for name in ("imagesim", "notebooks"):
        (folder / name).symlink_to(ROOT / name)
    for name in with_theirs(names):
        for path in _tops(name):
            if not (folder / path.name).exists():
                (folder / path.name).symlink_to(path)
    return folder


def _tops(name: str) -> Iterator[Path]:
    """The files and folders of a package that lie in site-packages itself."""
    distribution = importlib.metadata.distribution(name)
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
    return (Path(str(distribution.locate_file(top))) for top in sorted(tops))


def python(folder: Path, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with *folder* as its only site-packages."""
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
