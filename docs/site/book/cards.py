"""What others show of a link to a page: its title, what it is about, a picture; where it lies, if the host is known."""

from docs.site.book.address import address
from imagesim.rules.shown import gate

PICTURE = "docs/social.png"
"""`make pictures` draws it, of a real run."""
PICTURE_SIZE = (1200, 630)
PICTURE_SAYS = "Eight pods on six nodes after a push over a tag: two run the new build, six the old one."


def card(title: str, description: str, place: str) -> str:
    """The lines of a head for the page at *place* on the site.

    Addresses must be whole there, so without SITE_URL none is told.
    """
    told = [("og:site_name", "imagesim"), ("og:type", "website"), ("og:title", title), ("og:description", description)]
    at = address()
    if at:
        width, height = PICTURE_SIZE
        told += [
            ("og:url", at + place),
            ("og:image", at + PICTURE),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", PICTURE_SAYS),
        ]
    lines = [f'<meta property="{name}" content="{gate.markup(text)}">' for name, text in told]
    if at:
        lines.append('<meta name="twitter:card" content="summary_large_image">')
    return "\n".join(lines)
