"""The book, built into the folder of the site by Sphinx. A warning of Sphinx is an error. No network is asked."""

import shutil
import subprocess
import sys
from pathlib import Path

from docs.site.book.crawlers import write_for_crawlers
from docs.site.book.markup import mended
from docs.site.book.pages import ROOT
from docs.site.book.policy import with_policy
from docs.site.book.sources import write_sources
from docs.site.book.start import write_start

MADE = ROOT / ".make" / "site" / "book"
SOURCES = MADE / "sources"


def write_book(site: Path) -> None:
    """Put every page of the book, and the start page, into *site*. SystemExit if Sphinx warns of anything."""
    beside = write_sources(SOURCES)
    pages = MADE / "html"  # Sphinx's own folder, so that what it left out of one build goes
    shutil.rmtree(pages, ignore_errors=True)
    write_start(SOURCES)
    _sphinx(SOURCES, pages)
    shutil.copyfile(SOURCES / "start" / "runs.json", pages / "start-runs.json")
    for name in (".doctrees", ".buildinfo", "objects.inv", "_sources"):
        _remove(pages / name)
    for name, path in beside.items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, pages / name)
    shutil.copytree(pages, site, dirs_exist_ok=True)


def finish(site: Path) -> None:
    """What concerns every page of *site*, whoever made it: call it when all are there."""
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        path.write_text(with_policy(mended(page)), encoding="utf-8")
    write_for_crawlers(site)


def _sphinx(sources: Path, pages: Path) -> None:
    conf = Path(__file__).parent
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--jobs", "1", "--builder", "html"]
    command = [sys.executable, "-m", "sphinx", *options, "--conf-dir", str(conf), str(sources), str(pages)]
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit("error: Sphinx could not make the book, see above")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    write_book(Path(sys.argv[1]))
    finish(Path(sys.argv[1]))
