"""What can be measured of a lab in a page: whether all of it is in sight, and how small its smallest text is."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Looked at is the lab without what stands below its pictures, and the window that JupyterLab leaves to a notebook.
_IN_SIGHT = """([place, from]) => {
  const lab = document.querySelectorAll(".imagesim-lab")[place];
  const first = from ? lab.querySelector(from) : lab;
  first.scrollIntoView({ block: "start" });
  const window_ = lab.closest(".jp-WindowedPanel-outer")?.getBoundingClientRect();
  const above = [...lab.children].filter(part => !part.classList.contains("imagesim-below"));
  const bottom = Math.max(...above.map(part => part.getBoundingClientRect().bottom));
  return [bottom - first.getBoundingClientRect().top, window_ ? window_.height : innerHeight];
}"""

# A text in an SVG picture is as large as the picture makes it.
_TEXTS = """([place, selector]) => {
  const own = element => [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
    .map(node => node.textContent).join("").trim();
  const size = element => parseFloat(getComputedStyle(element).fontSize)
    * (element instanceof SVGElement ? element.getScreenCTM().a : 1);
  return [...document.querySelectorAll(".imagesim-lab")[place].querySelectorAll(`${selector} *`)]
    .filter(element => own(element) && element.checkVisibility({ visibilityProperty: true })
      && !["title", "option"].includes(element.localName))
    .map(element => [size(element), own(element)]);
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How high controls, sentence and pictures of a lab are together, and how much a person sees at once, in pixels."""

    needs: float
    room: float


def fit(page: Page, place: int = 0, begin: str = "") -> Fit:
    """Scroll to the lab that has this place in the page, or to its part *begin*; what it needs and what there is."""
    needs, room = page.evaluate(_IN_SIGHT, [place, begin])
    return Fit(needs=needs, room=room)


def smallest_text(page: Page, place: int = 0, selector: str = "svg") -> tuple[float, str]:
    """The size in pixels of the smallest text in what *selector* finds in that lab, and the text."""
    found: list[tuple[float, str]] = page.evaluate(_TEXTS, [place, selector])
    return min(found)
