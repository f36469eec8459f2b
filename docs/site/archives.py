"""What a page's worker puts before Python: imagesim and what it needs, and Python's own library, compiled for Pyodide.

Sources are left out: what is compiled starts in half the time. The same files give the same bytes, and a pack's name
holds their hash, so a browser that keeps one never mixes two builds.
"""

import hashlib
import zipfile
from pathlib import Path

from docs.site.compiling import COMPILER, compiled
from docs.site.fetched import CACHE, ROOT, npm_packages, pyodide_version, wheels
from docs.site.packs import pack, zipped

Files = dict[str, bytes]

_STARTED = Path(__file__).with_name("started.txt")
"""Which of the library's modules a lab starts: `node docs/site/started.mjs` writes it."""
_UNUSED = ("pydantic/v1/", "pydantic/mypy.py", "annotated_types/test_cases.py")
"""Of the wheels: an old interface, a plugin of a type checker, tests."""
_NOT_IN_A_PAGE = (
    *("cli/", "server/", "labs/apps/", "labs/notebook/lab_widget"),
    *("labs/js/", "labs/questions/", "labs/set_up/"),
)
"""Of imagesim: what needs a terminal, a notebook or a network, and what pages load by themselves."""
_NOT_OF_THE_LIBRARY = (
    *("doctest.py", "ftplib.py", "imaplib.py", "mailbox.py", "optparse.py", "pdb.py", "poplib.py", "pydoc.py"),
    *("smtplib.py", "sqlite3/", "ssl.py", "unittest/", "wsgiref/", "xml/", "xmlrpc/"),
)
"""Of Python's own library: what neither imagesim nor what it needs imports, where that is large."""


def packs() -> list[Path]:
    """The packs, made if those that are kept are of other files."""
    packages = {name: data for wheel in wheels() for name, data in _of_wheel(wheel)}
    return [_made("packages", packages), _made("imagesim", _of_imagesim())]


def library() -> Path:
    """Python's own library as Pyodide loads it: what a lab starts is compiled, the rest is smaller as it is."""
    with zipfile.ZipFile(npm_packages() / "pyodide" / "python_stdlib.zip") as opened:
        files = {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}
    return _made("library", {name: data for name, data in files.items() if not name.startswith(_NOT_OF_THE_LIBRARY)})


def _of_wheel(wheel: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as opened:
        return [(name, opened.read(name)) for name in opened.namelist() if _is_needed(name)]


def _is_needed(name: str) -> bool:
    if name.startswith(_UNUSED):
        return False
    if name.endswith(".so"):
        return "emscripten" in name  # pyyaml's wheel is for Linux, and its Python files do without the other one
    return name.endswith((".py", ".dist-info/METADATA"))  # simpy asks for its own version


def _of_imagesim() -> Files:
    left_out = tuple(f"imagesim/{name}" for name in _NOT_IN_A_PAGE)
    found = [path for path in sorted((ROOT / "imagesim").rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    names = {path.relative_to(ROOT).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(left_out)}


def _made(stem: str, files: Files) -> Path:
    key = hashlib.sha256(f"{pyodide_version()}\n".encode() + COMPILER.read_bytes() + _STARTED.read_bytes())
    for name, data in sorted(files.items()):
        key.update(f"{name}\n{len(data)}\n".encode() + data)
    started = _STARTED.read_text(encoding="utf-8").split() if stem == "library" else list(files)
    ending, written = ("zip", zipped) if stem == "library" else ("pack", pack)
    made = CACHE / "packs" / f"{stem}-{key.hexdigest()[:12]}.{ending}"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        half = made.with_suffix(".half")
        half.write_bytes(written(compiled(stem, files, started)))
        half.replace(made)
    return made
