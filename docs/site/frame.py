"""What every page of the site that is no page of the book has around it: head, policy, scripts, links."""

from docs.site.book.cards import card
from docs.site.book.modules import modules
from docs.site.book.policy import policy
from docs.site.scripts import ICON, THEME
from imagesim.rules.shown import gate

POLICY = policy()
"""The content security policy of a page without a script in it: no script but the site's files."""

LAB_SCRIPT = "imagesim/labs/js/page/labElement.js"
STYLES = (
    "imagesim/results/stage/js/stage.css",
    "imagesim/labs/js/lab.css",
    "imagesim/labs/js/page/labElement.css",
    "imagesim/labs/js/page/pages.css",
)
_LINKS = (
    ("index.html", "imagesim"),
    ("notebooks/00-start.html", "Course"),
    ("labs/index.html", "Labs"),
    ("play/index.html", "Playground"),
    ("play/replay.html", "Why is it stuck?"),
    ("play/open.html", "Open a run"),
)


def head(root: str, script: str) -> str:
    """The lines of a head for a page with the module *script*; *root* is the way to the site's: "", "../"."""
    preloads = [f'<link rel="modulepreload" href="{root}{name}">' for name in modules(script)]
    return "\n".join(
        [
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            *(f'<link rel="stylesheet" href="{root}{name}">' for name in STYLES),
            *preloads,
            f'<script type="module" src="{root}{script}"></script>',
        ]
    )


def page(*, title: str, description: str, body: str, root: str, script: str, here: str) -> str:
    """A whole page. *title* and *description* are text, *body* is HTML, *here* is the page's own place on the site."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{gate.markup(title)}</title>
<meta name="description" content="{gate.markup(description)}">
{card(title, description, here)}
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="{root}{ICON}">
<script src="{root}{THEME}"></script>
{head(root, script)}
</head>
<body class="imagesim-page">
<header>
<nav aria-label="Site">{_links(root, here)}</nav>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def _links(root: str, here: str) -> str:
    current = {here: ' aria-current="page"'}
    return " ".join(f'<a href="{root}{place}"{current.get(place, "")}>{words}</a>' for place, words in _LINKS)
