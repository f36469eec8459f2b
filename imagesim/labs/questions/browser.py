"""Brings the elements of questions to life in a notebook: a widget that nobody sees defines them in its page.

Questions are no widgets themselves. What they show is HTML, so a notebook that is reopened without a kernel still has
them; and what is guessed is in no trait, so no stored notebook can hold it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from imagesim.extras import LAB, needing

_JS = Path(__file__).parent / "js"


@cache
def listen() -> Any:
    """Define the elements in the pages of this kernel: once, when the first question or answer is shown."""
    # Late: a question is data, and needs no widgets where none are.
    with needing(LAB, "questions in notebooks", "anywidget"):
        from anywidget import AnyWidget

    from imagesim.results.stage.bundle import bundle

    class QuestionElements(AnyWidget):
        """Shows nothing; its script defines the elements."""

        _esm = bundle(_JS / "notebook.js")
        _css = (_JS / "questions.css").read_text(encoding="utf-8")

    return QuestionElements()
