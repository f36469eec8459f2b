"""Links of a built site that lead nowhere: a file that is not there, or an anchor that its page does not have."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINKING = {"href": ("a", "link", "use", "image"), "src": ("img", "script", "iframe", "source"), "data-runs": ()}
_CODE = re.compile(r"[a-z-]+\?")
"""What stands behind the # is the setting of a lab and no anchor: moved-tag?replicas=12."""


class Page(HTMLParser):
    """The links of a page, and the anchors that others may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        for name, tags in _LINKING.items():
            if name in given and (tag in tags or not tags):
                self.links.append(given[name])

    handle_startendtag = handle_starttag


def dead_links(site: Path) -> list[str]:
    """One line for each link of *site* that leads nowhere, or out of it: "page: link"."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for link in dict.fromkeys(page.links)
        if not _leads_somewhere(link, path, site, pages)
    ]


def _leads_somewhere(link: str, path: Path, site: Path, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme in ("http", "https", "data", "mailto")
    place = unquote(parts.path)
    target = site / place.lstrip("/") if place.startswith("/") else path.parent / place if place else path
    target = target.resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site.resolve()) or not target.exists():
        return False
    anchor = unquote(parts.fragment)
    page = pages.get(site / target.relative_to(site.resolve()))
    return not anchor or page is None or anchor in page.anchors or _CODE.match(anchor) is not None
