"""The package's own scripts and styles, copied to where pages find them: the folders are those of the package.

Nothing is joined and nothing is made smaller: what a browser runs is what stands in the repository.
"""

import shutil
from pathlib import Path

from docs.site.fetched import ROOT

FOLDERS = ("imagesim/labs/js", "imagesim/labs/questions/js", "imagesim/results/stage/js")
ICON, THEME = "_static/icon.svg", "_static/theme.js"
_STATIC = ROOT / "docs/site/book/static"


def write_scripts(site: Path) -> None:
    """Copy modules, styles, and what all pages share with those of the book: the icon, the choice of colours."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in (".js", ".css")]
    for path in sorted(found):
        _copy(path, site / path.relative_to(ROOT))
    for name in (ICON, THEME):
        _copy(_STATIC / Path(name).name, site / name)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
