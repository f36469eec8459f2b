"""python -m tests.site [SITE [PAGE ...]]: look at every page of a built site, or at some; all of them take minutes.

`make site-check` calls it.

Exit 0 if all is well, 1 if something is not; it is printed, a line each.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs.site.fetched import REQUIREMENTS, NotThereError, npm_packages
from imagesim.labs.catalogue import LABS, lab_of
from tests.browser.chromium import executable, running_chromium
from tests.site import labs
from tests.site.html import invalid
from tests.site.links import dead_links
from tests.site.pages import faults, names
from tests.site.serving import served

_NO_CHROMIUM = "no Chromium here: install Debian's package chromium"


def main(arguments: list[str]) -> int:
    """Check the site, part by part."""
    site = Path(arguments[0] if arguments else "site").resolve()
    if not (site / "index.html").exists():
        print(f"error: {site} is no built site: make site", file=sys.stderr)
        return 2
    try:
        modules = npm_packages(REQUIREMENTS / "site-check" / "package-lock.json")
    except NotThereError as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 2
    found = []
    for part, lines in (
        ("links", iter(dead_links(site))),
        ("HTML", _html(site, modules)),
        ("pages", _pages(site, modules, arguments[1:])),
        ("labs", _labs(site, modules, arguments[1:])),
    ):
        print(f"== {part}", flush=True)
        for line in lines:
            print(line, flush=True)
            found.append(line)
    print(f"{len(names(site))} pages, {len(found)} faults")
    return 1 if found else 0


def _html(site: Path, modules: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield from invalid(site, modules, Path(folder))


def _pages(site: Path, modules: Path, only: list[str]) -> Iterator[str]:
    chromium = executable()
    if chromium is None:
        yield _NO_CHROMIUM
        return
    axe = _axe(modules)
    with running_chromium(chromium) as browser, served(site, policy="") as host:  # the policy that each page has itself
        for name in only or names(site):
            yield from faults(browser, host, name, axe)


def _labs(site: Path, modules: Path, only: list[str]) -> Iterator[str]:
    chromium = executable()
    if chromium is None:
        yield _NO_CHROMIUM
        return
    axe = _axe(modules)
    with running_chromium(chromium) as browser, served(site, policy="") as host:
        for module in LABS:
            if not only or f"labs/{lab_of(module).name}.html" in only:
                yield from labs.faults(browser, host, module, axe)


def _axe(modules: Path) -> str:
    return (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
