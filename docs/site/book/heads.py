"""The head of each page of the book: its description, and what others show of a link to it."""

from pathlib import Path
from typing import Any

from docutils import nodes

from docs.site.book.address import address
from docs.site.book.cards import card
from docs.site.book.modules import modules

_LONGEST = 160
_SAYS = "Simulates container images exactly as a Kubernetes cluster treats them, with a course that lets you break it."
_SPOKEN_OF = {
    "index": "Push over a tag, and see which pods run the new code: a course and a simulator of container images on"
    " Kubernetes, in your browser.",
    "search": "Search the lessons, the reference and all other pages.",
    "404": "There is no page at this address.",
}


def described(pagename: str, doctree: nodes.document | None) -> str:
    """What a page is about: its first sentences."""
    if pagename in _SPOKEN_OF or doctree is None:
        return _SPOKEN_OF.get(pagename, _SAYS)
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 40 and not isinstance(paragraph.parent, nodes.container):
            return shortened(text)
    return _SAYS


def shortened(text: str) -> str:
    """*text* up to the end of a word, so that it is read whole where there is little room."""
    if len(text) <= _LONGEST:
        return text
    return text[: text.rindex(" ", 0, _LONGEST)].rstrip(",;:") + " …"


def add(app: Any, pagename: str, __: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give the templates what they need of the head of a page."""
    context["description"] = described(pagename, doctree)
    context["is_lesson"] = pagename.startswith("notebooks/")
    context["card"] = card
    # A page that is shown for any address that leads nowhere cannot say where it lies itself.
    context["site_path"] = "/" + address().split("://")[-1].partition("/")[2]
    if pagename == "index":
        made = Path(app.srcdir) / "start"
        context["start_first"] = (made / "first.json").read_text(encoding="utf-8")
        context["start_stored"] = (made / "stored.html").read_text(encoding="utf-8")
        context["start_modules"] = modules("imagesim/labs/js/page/readyElement.js")
