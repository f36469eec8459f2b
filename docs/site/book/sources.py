"""What Sphinx reads: the pages of the book, copied into a folder of the shape of the repository, and fit for a site.

The shape stays, so that a link that leads somewhere in the repository leads there in the site, too.
"""

import re
import shutil
from pathlib import Path

from docs.site.book.cards import PICTURE
from docs.site.book.lessons import lesson_page
from docs.site.book.links import Links
from docs.site.book.pages import ROOT, contents, pages

_BESIDE = (".svg", ".png", ".gif")
_START = re.compile(r"^## Start\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def write_sources(folder: Path) -> dict[str, Path]:
    """Fill *folder* anew; returned are the files that the site needs besides the pages, by their names there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    links = Links([*pages(), "install.md", "contents.md"])
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in pages()}
    _write(folder / "contents.md", links.rewritten(contents(), "contents.md"))
    _write(folder / "install.md", links.rewritten(install_page(), "install.md"))
    for name, text in texts.items():
        lesson = name.endswith(".ipynb")
        _write(folder / name, lesson_page(text, name, links) if lesson else links.rewritten(text, name))
    for picture in sorted((ROOT / "docs").glob("*")):
        if picture.suffix in _BESIDE:
            shutil.copy(picture, folder / "docs" / picture.name)
    lessons = {name: ROOT / name for name in pages() if name.endswith(".ipynb")}
    links.files[PICTURE] = PICTURE
    return {**{there: ROOT / path for path, there in links.files.items()}, **lessons}


def install_page() -> str:
    """How to set up what needs Python: the README says it, under "Start"."""
    found = _START.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError("README.md has no heading Start, with another one behind it")
    return f"# Set it up on your machine\n{found.group(1)}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
