"""A page for each lab, and one that lists them."""

from pathlib import Path

from docs.site.frame import LAB_SCRIPT, page
from docs.site.lab_element import lab_element
from imagesim.labs.catalogue import LABS, lab_of
from imagesim.labs.lab import Lab
from imagesim.rules.shown import gate

FOLDER = "labs"


def write_lab_pages(site: Path) -> None:
    """Write `labs/NAME.html` for each lab, and `labs/index.html`."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for module in LABS:
        (folder / f"{lab_of(module).name}.html").write_text(_page(module), encoding="utf-8")
    (folder / "index.html").write_text(_list(), encoding="utf-8")


def _page(module: str) -> str:
    lab = lab_of(module)
    body = f"<h1>{gate.markup(lab.title)}</h1>\n{lab_element(module, 'data-own-page')}"
    return page(
        title=f"{lab.title} - a lab of imagesim",
        description=f"Move controls and see what a Kubernetes cluster does with its images. Try this: {lab.task}",
        body=body,
        root="../",
        script=LAB_SCRIPT,
        here=f"{FOLDER}/{lab.name}.html",
    )


def _list() -> str:
    items = "\n".join(_item(lab_of(module)) for module in LABS)
    body = f"""<h1>Labs</h1>
<p>Each is a small cluster with controls. It runs in your browser, by the rules of the program; nothing is sent.</p>
<ul class="imagesim-list">
{items}
</ul>"""
    return page(
        title="Labs of imagesim",
        description="Small Kubernetes clusters with controls that run in the browser: what happens to images, and why.",
        body=body,
        root="../",
        script=LAB_SCRIPT,
        here=f"{FOLDER}/index.html",
    )


def _item(lab: Lab) -> str:
    task = gate.markup(lab.task[0].upper() + lab.task[1:])
    return f'<li><a href="{lab.name}.html">{gate.markup(lab.title)}</a><p>{task}</p></li>'
