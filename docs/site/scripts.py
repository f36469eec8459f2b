"""The package's own scripts and styles, copied to where pages find them: the folders are those of the package.

Nothing is joined and nothing is made smaller: what a browser runs is what stands in the repository.
"""

import shutil
from pathlib import Path

from docs.site.fetched import ROOT

FOLDERS = ("imagesim/labs/js", "imagesim/labs/questions/js", "imagesim/results/stage/js")
ICON = "_static/icon.svg"
_ICON = ROOT / "docs/site/book/static/icon.svg"


def write_scripts(site: Path) -> None:
    """Copy modules, styles and the icon."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in (".js", ".css")]
    for path in sorted(found):
        _copy(path, site / path.relative_to(ROOT))
    _copy(_ICON, site / ICON)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
