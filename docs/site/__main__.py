"""python -m docs.site [FOLDER]: write the static site into FOLDER, or into site/. `make site` calls it."""

import sys
from pathlib import Path

from docs.site.book.build import finish, write_book
from docs.site.fetched import ROOT, NotThereError
from docs.site.lab_pages import write_lab_pages
from docs.site.play_pages import write_play_pages
from docs.site.python_files import write_python
from docs.site.scripts import write_scripts


def main(arguments: list[str]) -> int:
    """Write the site. Exit 2, with what is missing, where the build needs something that is not there."""
    site = Path(arguments[0]) if arguments else ROOT / "site"
    try:
        write_python(site)
    except NotThereError as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 2
    write_scripts(site)
    write_lab_pages(site)
    write_play_pages(site)
    write_book(site)
    finish(site)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"{site}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
