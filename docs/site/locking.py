"""`python -m docs.site.locking`: write requirements/pyodide.txt again, at the versions of requirements/dev.txt.

Part of `make lock`. Of each distribution one file is pinned: the one that Pyodide can use. Its hash stands in dev.txt
too, where all files of a version are listed, and a file that is not listed there is refused.
"""

import hashlib
import sys
import tempfile
from pathlib import Path

from docs.site.fetched import REQUIREMENTS, WHEELS_LOCK, NotThereError, download, pins, run

NEEDED = (
    "annotated-types",
    "pydantic",
    "pydantic-core",
    "pyyaml",
    "simpy",
    "typing-extensions",
    "typing-inspection",
)
"""What the core of imagesim needs, with what that needs."""
_HEAD = """\
# What Pyodide gets besides imagesim, at the versions of dev.txt. `make lock` writes this file.
"""


def main() -> None:
    """Write the file. NotThereError if a distribution has no wheel for Pyodide at the version of dev.txt."""
    locked = REQUIREMENTS / "dev.txt"
    versions, listed = pins(locked), locked.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run([*download(folder), *(f"{each}=={versions[each]}" for each in NEEDED)], folder)
        found = {_distribution(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.whl")}
    unknown = [each for each in NEEDED if found[each] not in listed]
    if unknown:
        raise NotThereError(f"{unknown[0]}: the wheel for Pyodide has a hash that requirements/dev.txt does not list")
    lines = [f"{each}=={versions[each]} \\\n    --hash=sha256:{found[each]}\n" for each in NEEDED]
    WHEELS_LOCK.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _distribution(wheel: Path) -> str:
    return wheel.name.partition("-")[0].replace("_", "-").lower()


if __name__ == "__main__":
    try:
        main()
    except NotThereError as missing:
        sys.exit(f"error: {missing}")
