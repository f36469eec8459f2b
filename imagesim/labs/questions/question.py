"""A question of a lesson, and what is shown once its guess is locked or skipped."""

from dataclasses import dataclass
from typing import Any

from imagesim.labs.questions.behind import Behind, titled
from imagesim.labs.questions.browser import listen
from imagesim.labs.questions.contents import content
from imagesim.labs.questions.element import element
from imagesim.labs.questions.guess_lines import guess_line
from imagesim.labs.questions.guesses import Guess, NumberGuess, PointGuess
from imagesim.labs.questions.light_text import light_html, light_plain
from imagesim.rules.shown import gate


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """A question: what `ask` returns, and what a cell shows whose last value it is.

    `name` tells it from the others of its lesson, and is its number or its heading: "1", "Exercise 2".
    """

    name: str
    text: str
    guess: Guess

    def answer(
        self,
        truth: Any = None,
        *shown: Any,
        because: str = "",
        on: str | None = None,
        also: tuple["Question", ...] = (),
    ) -> Behind:
        """Its answer: what it was, what shows that, and why.

        *truth* is what the kind of guess takes (a list of one value a run where chance decides); None compares nothing.
        *shown* are sentences, tables, plots, or anything that a notebook can show. The guess is drawn into the first
        plot among them, *on* its axis "x" or "y"; a point is, on "x", unless told otherwise, and "" draws none.
        *because* is a light text, of a sentence or a few. Where the result gives other questions away, *also* names
        them: it opens when those are locked or skipped, too. ValueError if the truth is none of this question.
        """
        made = tuple(content(each) for each in shown)
        axis = on if on is not None else "x" if isinstance(self.guess, PointGuess) else ""
        first = next((place for place, each in enumerate(made) if each.axes is not None), None)
        lines = {}
        if axis and first is not None and isinstance(self.guess, NumberGuess):
            lines[first] = guess_line(made[first].axes, axis, self.guess)
        return Behind(
            questions=tuple(each.drawn() for each in (self, *also)),
            asked=(self._asked_html(), self._asked_plain()),
            truth=None if truth is None else self.guess.truth(truth),
            contents=made,
            because=because,
            lines=lines,
        )

    def then(self, *shown: Any, also: tuple["Question", ...] = ()) -> Behind:
        """*shown*, whatever it is, behind this question, and behind others where *also* names some."""
        questions = tuple(each.drawn() for each in (self, *also))
        return Behind(questions=questions, contents=tuple(content(each) for each in shown))

    @property
    def title(self) -> str:
        """ "Question 1" where the name is a number, else the name."""
        return titled(self.name)

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know, as JSON can hold it."""
        return {"name": gate.line(self.name), "title": self.title, "guess": self.guess.drawn()}

    def html(self) -> str:
        """The question for readers with or without scripts."""
        how = f'<p class="imagesim-how">Your guess: {gate.markup(self.guess.how())}.</p>'
        return element("imagesim-question", self.drawn(), self._asked_html() + how)

    def plain(self) -> str:
        """The question as plain text."""
        return f"{self._asked_plain()}\n\nYour guess: {gate.line(self.guess.how())}."

    def _asked_html(self) -> str:
        title = f'<p class="imagesim-title"><strong>{gate.markup(self.title)}</strong></p>'
        return f'<div class="imagesim-asked">{title}{light_html(self.text)}</div>'

    def _asked_plain(self) -> str:
        return f"{self.title}\n\n{light_plain(self.text)}"

    def __repr__(self) -> str:
        return self.plain()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        listen()
        return {"text/html": self.html(), "text/plain": self.plain()}


def ask(name: str, text: str, guess: Guess) -> Question:
    """A question, to be shown as the last value of a cell.

    *name* is its number in the lesson ("1") or its heading ("Exercise 2"); *text* may hold paragraphs, `code`,
    **bold** and blocks between lines of three backticks; *guess* is `number(0, 4, "pods")` or one of its like.
    """
    return Question(name, text, guess)
