"""What the site takes from others: Pyodide and the wheels that run in it. Fetched once, held against hashes, kept.

Versions and hashes stand in requirements: package-lock.json for npm, pyodide.txt for pip. The clients refuse what has
another hash. While those files are as they were, nothing asks the network again.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"
WHEELS_LOCK, NPM_LOCK = REQUIREMENTS / "pyodide.txt", REQUIREMENTS / "package-lock.json"
CACHE = ROOT / ".make" / "site"
PLATFORMS = ("pyemscripten_2026_0_wasm32", "manylinux_2_17_x86_64", "any")
"""The first is Pyodide's. Of pyyaml there is no wheel for it: of the one for Linux the site takes the Python files."""
PYTHON = "3.14"


class NotThereError(Exception):
    """Something that the build needs is missing, in words for the person who builds."""


def npm_packages(lock: Path | None = None) -> Path:
    """The folder node_modules with what *lock* pins, or requirements/package-lock.json. NotThereError without npm."""
    lock = lock or NPM_LOCK
    folder = CACHE / ("npm" if lock == NPM_LOCK else lock.parent.name)
    if _is_new(folder, lock):
        npm = shutil.which("npm")
        if npm is None:
            raise NotThereError(f"npm is missing, which fetches what {lock.name} pins: install Debian's package npm")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(lock.with_name(name), folder / name)
        run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        _keep(folder, lock)
    return folder / "node_modules"


def wheels() -> list[Path]:
    """The wheels that requirements/pyodide.txt pins."""
    folder = CACHE / "wheels"
    if _is_new(folder, WHEELS_LOCK):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run([*download(folder), "--require-hashes", "-r", str(WHEELS_LOCK)], ROOT)
        _keep(folder, WHEELS_LOCK)
    return sorted(folder.glob("*.whl"))


def download(folder: Path) -> list[str]:
    """pip's command for wheels that Pyodide can use, into *folder*; what to download is added to it."""
    python = ["--python-version", PYTHON, "--implementation", "cp", "--abi", f"cp{PYTHON.replace('.', '')}"]
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    return [*pip, "--only-binary", ":all:", *platforms, *python, "--dest", str(folder)]


def pins(lock: Path) -> dict[str, str]:
    """The version of each distribution of a lock of pip's."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def pyodide_version() -> str:
    """The version of Pyodide that is pinned."""
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    return str(packages["node_modules/pyodide"]["version"])


def _is_new(folder: Path, lock: Path) -> bool:
    stamp = folder / "lock.sha256"
    return not stamp.exists() or stamp.read_text() != _digest(lock)


def _keep(folder: Path, lock: Path) -> None:
    (folder / "lock.sha256").write_text(_digest(lock))


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def run(command: list[str], folder: Path) -> None:
    """Run a client that fetches. NotThereError if it fails; it has said why."""
    done = subprocess.run(command, cwd=folder, check=False)
    if done.returncode:
        raise NotThereError(f"{Path(command[0]).name} could not fetch what the site needs; see above")
