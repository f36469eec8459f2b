"""How Sphinx makes the book. `docs.site.book.build` calls it with the sources in a folder of their own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from docs.site.book import heads
from docs.site.book.address import address
from imagesim.version import __version__

project = "imagesim"
author = "The imagesim developers"
release = version = __version__
extensions = ["myst_nb"]
root_doc = "contents"
language = "en"
templates_path = [str(Path(__file__).parent / "templates")]

# Lessons show what is stored: the comparison of notebooks holds that, and a site is built in seconds.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js: dict[str, object] = {}  # these would come from another host
nb_mime_priority_overrides = [("html", "text/html", 0)]
nb_code_prompt_show = "Show the {type} of this cell"
nb_code_prompt_hide = "Hide the {type} of this cell"

myst_heading_anchors = 4
# Anchors that a page makes in HTML are none that MyST knows. The check of the built site follows each link and anchor.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]

html_theme = "furo"
html_title = "imagesim"
html_static_path = [str(Path(__file__).parent / "static")]
html_js_files = [(name, {"type": "module"}) for name in ("scrollable.js", "paper.js", "progress.js")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False
html_baseurl = address()
html_sidebars = {"**": ["brand.html", "sidebar/search.html", "sidebar/scroll-start.html", "sidebar/navigation.html",
                        "sidebar/scroll-end.html"]}  # fmt: skip
html_additional_pages = {"index": "start.html", "404": "lost.html"}
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b4f8a", "color-brand-content": "#0b4f8a"},
    "dark_css_variables": {"color-brand-primary": "#7fb8ee", "color-brand-content": "#7fb8ee"},
    "top_of_page_buttons": [],
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


def setup(app: object) -> None:
    """Add what stands in the head of each page."""
    app.connect("html-page-context", heads.add)  # type: ignore[attr-defined]
