"""What Voila serves, written into a folder: a notebook for each lab, the page that lists them, and how both look."""

import json
from pathlib import Path

from imagesim.labs.catalogue import LABS, lab_of
from imagesim.labs.course import PROJECTOR
from imagesim.labs.lab import Lab
from imagesim.rules.shown import gate

TEMPLATE = "imagesim"

_TEMPLATES = Path(__file__).parent / "templates"


def write_pages(folder: Path, projector: bool = False) -> None:
    """Fill *folder*, which is empty: `labs` with the notebooks, `jupyter` with what Voila draws them by."""
    labs = {name: lab_of(name) for name in LABS}
    (folder / "labs").mkdir()
    for module, lab in labs.items():
        (folder / "labs" / f"{lab.name}.ipynb").write_text(_notebook(module, lab), encoding="utf-8")
    templates = folder / "jupyter" / "voila" / "templates" / TEMPLATE
    templates.mkdir(parents=True)
    (templates / "conf.json").write_text('{"base_template": "lab"}\n', encoding="utf-8")
    page, listing = (_template(name) for name in ("index.html.j2", "tree.html"))
    (templates / "index.html.j2").write_text(page.replace("PROJECTOR", PROJECTOR if projector else ""), "utf-8")
    rows = "\n".join(_row(lab) for lab in labs.values())
    (templates / "tree.html").write_text(listing.replace("ROWS", rows), encoding="utf-8")


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _notebook(module: str, lab: Lab) -> str:
    """One cell, whose code nobody sees."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "lab",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": f"from imagesim.labs import {module}\n{module}.lab()",
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "title": lab.title}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _row(lab: Lab) -> str:
    """An entry of the list; in Jinja's own quotes, since a template is made of it."""
    title, task = gate.markup(lab.title), gate.markup(lab.task[0].upper() + lab.task[1:])
    return f'{{% raw %}}<li><a href="/voila/render/{lab.name}.ipynb">{title}</a><p>{task}</p></li>{{% endraw %}}'
