"""Pyodide and the packs, put where a page's worker looks for them."""

import json
import shutil
from pathlib import Path

from docs.site.archives import library, packs
from docs.site.fetched import npm_packages

_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_COUNTED = ("pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip", "pyodide/pyodide-lock.json")
"""What is fetched, and not imported, by Pyodide itself: a page shows how much of it has come."""


def write_python(site: Path) -> None:
    """Write the folders `pyodide` and `python` of the site."""
    home, python = site / "pyodide", site / "python"
    for folder in (home, python):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for name in _PYODIDE:
        shutil.copyfile(npm_packages() / "pyodide" / name, home / name)
    shutil.copyfile(library(), home / "python_stdlib.zip")
    (home / "pyodide-lock.json").write_text(_without_packages(), encoding="utf-8")
    for path in packs():
        shutil.copyfile(path, python / path.name)
    counted = [*(site / name for name in _COUNTED), *python.glob("*.pack")]
    files = {"packs": [path.name for path in packs()], "bytes": sum(path.stat().st_size for path in counted)}
    (python / "files.json").write_text(json.dumps(files), encoding="utf-8")


def _without_packages() -> str:
    """Pyodide's list of packages without those that it would fetch from elsewhere."""
    lock = json.loads((npm_packages() / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    return json.dumps({**lock, "packages": {}})
