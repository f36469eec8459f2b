"""Modules compiled by Pyodide's own Python, which Node runs: what another version compiles it could not read."""

import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path

from docs.site.fetched import CACHE, NotThereError, npm_packages

COMPILER = Path(__file__).with_name("compile.mjs")


def node() -> str:
    """Where Node is, which runs Pyodide while the site is built. NotThereError without it."""
    found = shutil.which("node") or shutil.which("nodejs")
    if found is None:
        raise NotThereError("Node is missing, which runs Pyodide's Python: install Debian's package nodejs")
    return found


def compiled(name: str, files: dict[str, bytes], which: Collection[str]) -> dict[str, bytes]:
    """*files* with each module of *which* compiled in place of its source; *name* is that of a folder to do it in."""
    modules = {place: data for place, data in files.items() if place.endswith(".py") and place in which}
    others = {place: data for place, data in files.items() if place not in modules}
    return others | _compiled(CACHE / "compiling" / name, modules)


def _compiled(stage: Path, modules: dict[str, bytes]) -> dict[str, bytes]:
    shutil.rmtree(stage, ignore_errors=True)
    for place, data in modules.items():
        path = stage / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    done = subprocess.run([node(), str(COMPILER), str(npm_packages() / "pyodide"), str(stage)], check=False)
    if done.returncode:
        raise NotThereError(f"Pyodide did not compile what stands in {stage}; see above")
    found = stage.rglob("*.pyc")
    return {path.relative_to(stage).as_posix(): path.read_bytes() for path in found}
