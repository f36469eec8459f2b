"""What the theme's own markup lacks for those who hear a page, put in when all pages are there."""

MENDED = {
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Pages of the site">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<button class="theme-toggle"': '<button type="button" class="theme-toggle"',
    '<input class="sidebar-search"': '<input type="search" class="sidebar-search"',
}


def mended(page: str) -> str:
    """The HTML of *page* with names and types that the theme left out."""
    for there, here in MENDED.items():
        page = page.replace(there, here)
    return page
