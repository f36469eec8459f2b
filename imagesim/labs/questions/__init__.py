"""Questions that a lesson asks before it shows what came of them, and results that stay closed until a guess is locked.

    from imagesim.labs.questions import ask, number

    first = ask("1", "At minute 6, **after the push**: how many of the four pods run it?", number(0, 4, "pods"))
    first                                    # as the last value of a cell: the question

    first.answer(0, picture, because="No part of Kubernetes watches a registry.")     # in a later cell: its result
    first.then(result.tags)                  # any further value, closed until the guess is locked or skipped

What can be guessed: `number`, `span` (from ... to ...), `choice` (one of several), `several` (any of several), `order`,
`point` (a place on an axis), `words` (free text, which nothing compares). What depends on chance is asked as a `span`,
or answered with a list, one value a run: `first.answer([2, 3, 2, 4])` says "It was 2 to 4 pods in 4 runs".

A question and its answers are HTML that is read without a script, the answer in closed `<details>`: so they are
stored, compared and read on a code host. Where scripts run, the elements of `imagesim/labs/questions/js` take the
guess, lock it and open what waited for it. A guess stays in the page: no kernel, no file and no network is told.
"""

from imagesim.labs.questions.behind import veil
from imagesim.labs.questions.guesses import choice, number, order, point, several, span, words
from imagesim.labs.questions.question import Question, ask

__all__ = ["Question", "ask", "choice", "number", "order", "point", "several", "span", "veil", "words"]
