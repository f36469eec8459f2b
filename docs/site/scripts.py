"""The package's own scripts and styles, copied to where pages find them: the folders are those of the package.

Nothing is joined and nothing is made smaller: what a browser runs is what stands in the repository.
"""

import re
import shutil
from pathlib import Path

from docs.site.fetched import ROOT

FOLDERS = ("imagesim/labs/js", "imagesim/labs/questions/js", "imagesim/results/stage/js")
STYLES = ("imagesim/results/stage/js/stage.css", "imagesim/labs/js/lab.css", "imagesim/labs/js/page/page.css")
STYLE = "imagesim/labs.css"
"""The styles of labs in one file, which a page links."""

_IMPORT = re.compile(r'^import [^;]*?"(\.{1,2}/[^"]+)";', re.MULTILINE)


def write_scripts(site: Path) -> None:
    """Copy the modules, and join the styles."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.js")):
            target = site / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    styles = [(ROOT / name).read_text(encoding="utf-8") for name in STYLES]
    (site / STYLE).write_text("\n".join(styles), encoding="utf-8")


def needed_by(entry: str) -> list[str]:
    """The module *entry* and all that it imports, below the site's root: what a page may ask for at once."""
    found: dict[str, None] = {}
    _add(ROOT / entry, found)
    return list(found)


def _add(path: Path, found: dict[str, None]) -> None:
    name = path.relative_to(ROOT).as_posix()
    if name in found:
        return
    found[name] = None
    for other in _IMPORT.findall(path.read_text(encoding="utf-8")):
        _add((path.parent / other).resolve(), found)
