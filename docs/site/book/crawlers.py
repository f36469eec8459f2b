"""What search engines ask a host for: robots.txt, and a map of the site where its address is known."""

from pathlib import Path
from xml.sax.saxutils import escape

from docs.site.book.address import address

_UNLISTED = ("404.html", "search.html", "genindex.html")


def write_for_crawlers(site: Path) -> None:
    """Put both into *site*. A map must name whole addresses, so there is none where nobody said SITE_URL."""
    at = address()
    lines = ["User-agent: *", "Allow: /"]
    if at:
        pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        places = "".join(f"<url><loc>{escape(at + page)}</loc></url>\n" for page in pages if page not in _UNLISTED)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        (site / "sitemap.xml").write_text(f"{head}{places}</urlset>\n", encoding="utf-8")
        lines.append(f"Sitemap: {at}sitemap.xml")
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
