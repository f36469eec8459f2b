"""What stands behind questions: closed until each of them has a locked guess, or was skipped."""

from dataclasses import dataclass, field
from typing import Any

from imagesim.labs.questions.browser import listen
from imagesim.labs.questions.contents import Content
from imagesim.labs.questions.element import element
from imagesim.labs.questions.light_text import light_html, light_plain
from imagesim.rules.shown import gate


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Behind:
    """A result, ready to be shown as the last value of a cell.

    `questions` must be guessed or skipped before it opens, as `Question.drawn` says them; the first is the one that it
    answers, with the text `asked` (HTML and plain), if it answers one. `truth` is what the guess is compared with, None
    where nothing is; `lines` say where the guess is drawn in the nth of the contents. A `veil` has no contents: it
    keeps what its cell shows below it out of sight, which a page without scripts does not.
    """

    questions: tuple[dict[str, Any], ...]
    contents: tuple[Content, ...]
    asked: tuple[str, str] = ("", "")
    truth: dict[str, Any] | None = None
    because: str = ""
    lines: dict[int, dict[str, Any]] = field(default_factory=dict)
    veil: bool = False

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know, as JSON can hold it."""
        lines = [self.lines.get(place) for place in range(len(self.contents))]
        return {"questions": list(self.questions), "truth": self.truth, "lines": lines, "veil": self.veil}

    def html(self) -> str:
        """The result, closed, under the question that it answers: for readers with or without scripts."""
        contents = "".join(f'<div class="imagesim-content">{each.html}</div>' for each in self.contents)
        said = f'<p class="imagesim-truth"><strong>{gate.markup(self._said)}</strong></p>' if self.truth else ""
        why = f'<div class="imagesim-because">{light_html(self.because)}</div>' if self.because else ""
        if self.veil:
            return element(
                "imagesim-answer", self.drawn(), f'<p class="imagesim-veil">{gate.markup(self._summary)}</p>'
            )
        summary = f"<summary>{gate.markup(self._summary)}</summary>"
        folded = f"<details>{summary}{said}{contents}{why}</details>"
        return element("imagesim-answer", self.drawn(), self.asked[0] + folded)

    def plain(self) -> str:
        """All of it as plain text, for readers without HTML and for the comparison of notebooks."""
        parts = [self.asked[1], f"({self._summary})", self._said, *(each.plain for each in self.contents)]
        return "\n\n".join(part for part in (*parts, light_plain(self.because)) if part)

    @property
    def _summary(self) -> str:
        if self.asked[0]:
            return "Show the answer"
        after = ", ".join(each["title"] for each in self.questions)
        return f"What follows gives away: {after}" if self.veil else f"Show what came of it (after {after})"

    @property
    def _said(self) -> str:
        if self.truth is None:
            return ""
        in_words = self.questions[0]["guess"]["kind"] == "words"
        return str(self.truth["said"] if in_words else f"It was {self.truth['said']}.")

    def __repr__(self) -> str:
        return self.plain()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        listen()
        return {"text/html": self.html(), "text/plain": self.plain()}


def veil(*names: str) -> Behind:
    """Whatever its cell shows below, a lab or what is printed, out of sight until these questions are settled.

    For what `then` cannot take: `display(veil("1", "3"))` stands before it in the cell. The questions are named and not
    passed, so that the cell runs alone: one that is not on the page has nothing to lock. Without scripts, as on a code
    host, a veil hides nothing, so no answer is told there alone.
    """
    questions = tuple({"name": gate.line(name), "title": titled(name)} for name in names)
    return Behind(questions=questions, contents=(), veil=True)


def titled(name: str) -> str:
    """ "Question 1" where the name of a question is a number, else the name."""
    return gate.line(f"Question {name}" if name.isdigit() else name)
