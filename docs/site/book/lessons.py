"""A lesson as a page: its notebook with stored outputs, its labs as elements, its texts as they are true in a page."""

import json
import re
from pathlib import PurePosixPath
from typing import Any

from docs.site.book.links import Links
from docs.site.book.outputs import lab_of_cell, plain_outputs

IN_A_PAGE: dict[str, str] = {
    "Choose *Run → Run All Cells* now. ": "",
    "*Run → Run All Cells* gives nothing away:": "Nothing is given away:",
    "First choose **Run → Run All Cells**. ": "",
    "It stays in this page, where nobody else sees it, and is gone when you close it.": (
        "This browser keeps it, and nobody else sees it."
    ),
    "a short cell to change and to run again with **Shift+Enter**.": (
        "a short cell to change and to run again, in the course on your own machine."
    ),
    'A bar with three dots is folded code. It holds an answer, so open it later. A lab that shows "Error displaying'
    ' widget: model not found" in a notebook that you reopened comes back with *Run All Cells*. The lessons here are'
    " your own copies: change what you like; `imagesim lab --reset`, in a terminal, gives you fresh ones and keeps"
    " yours aside.": (
        "Labs run in this page. Cells of Python show what came of them; to change them, [set up the"
        " course](../install.md) on your machine, where each lesson is a notebook."
    ),
}
"""What is true in JupyterLab alone, and what is said in a page instead. A line may end wherever a space stands."""

_NOTE = """
```{{container}} lesson-note
{guess} right here: nothing leaves your browser, which keeps your guesses for you. What Python shows is stored from a
run; to change cells and run them, [set up the course](../install.md), or take this lesson's
<a href="{notebook}" download>notebook</a>.
<button type="button" data-forget-guesses hidden>Forget my guesses on this page</button>
```
"""
_RUN_IT = """
```{container} lesson-note
This is stored from a run. To change it and run it again, you need Python: [set up the course](../install.md) once, then
`imagesim lab`.
```
"""
_FOLDED = """
<details class="folded-source"><summary>What the next cells build on</summary>

```python
{source}
```

</details>
"""
_EXPERIMENT = re.compile(r"^## (Your own experiment|One of your own|Does it work\?)", re.MULTILINE)


def lesson_page(text: str, name: str, links: Links) -> str:
    """The notebook *text* of the lesson *name*, `notebooks/01-...ipynb`, as the one that Sphinx makes a page of."""
    notebook = json.loads(text)
    cells: list[dict[str, Any]] = []
    experiment = False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            said = links.rewritten(in_a_page("".join(cell["source"])), name)
            cells.append({**cell, "source": said})
            experiment = experiment or _EXPERIMENT.search(said) is not None
            continue
        cells.append(_code(cell))
        if experiment:
            cells.append(_markdown(f"{cell['id']}-run-it", _RUN_IT))
            experiment = False
    guess = "Guess, and move the lab," if _has_lab(notebook) else "Guess"
    cells[0] = {**cells[0], "source": _with_note(cells[0]["source"], guess, PurePosixPath(name).name)}
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1)


def _has_lab(notebook: dict[str, Any]) -> bool:
    return any(lab_of_cell(cell) for cell in notebook["cells"] if cell["cell_type"] == "code")


def _with_note(text: str, guess: str, notebook: str) -> str:
    """The first text of a lesson with a note on what works in a page: before its words are explained, if they are."""
    before, table, words = text.partition("\n| word |")
    return before + "\n" + _NOTE.format(guess=guess, notebook=notebook) + table + words


def in_a_page(text: str) -> str:
    """*text* with what IN_A_PAGE says instead."""
    for there, here in IN_A_PAGE.items():
        text = _by_words(there).sub(lambda _, here=here: here, text)  # type: ignore[misc]
    return text


def _by_words(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()) + (r"\s" if text.endswith(" ") else ""))


def _code(cell: dict[str, Any]) -> dict[str, Any]:
    folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
    if folded and not cell["outputs"]:
        return _markdown(cell["id"], _FOLDED.format(source="".join(cell["source"])))
    tags = list(cell["metadata"].get("tags", []))
    outputs = plain_outputs(cell)
    # What asks or answers, and the call of a lab, which the page has brought to life, are no reading.
    if folded or any("<imagesim-lab" in each.get("data", {}).get("text/html", "") for each in outputs):
        tags.append("remove-input")
    return {**cell, "metadata": {**cell["metadata"], "tags": tags}, "outputs": outputs}


def _markdown(identity: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": identity, "metadata": {}, "source": source}
