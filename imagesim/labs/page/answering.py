"""What a page asks the worker that runs this package, and what it is told: JSON in, JSON out.

A question has a `kind`; for a lab it names the `lab` by its module and has the controls' `values`, of which those that
are left out are as at first. Nothing is remembered between two questions, so a worker that is ended because it takes
too long loses nothing. What is secret comes with each question, and is in no answer.
"""

import json
from collections.abc import Callable
from typing import Any

from imagesim.labs import answers
from imagesim.labs.catalogue import lab_of
from imagesim.labs.lab import Lab
from imagesim.labs.page.playing import played
from imagesim.labs.page.replaying import replayed
from imagesim.scenarios.reading.errors import ScenarioError

Question = dict[str, Any]


def answering(text: str) -> str:
    """The answer to the question that *text* holds. ValueError if its kind is not known, ScenarioError if its lab is
    not.
    """
    question = json.loads(text)
    answer = _ANSWERS.get(question["kind"])
    if answer is None:
        raise ValueError(f"{question['kind']} is no kind of question; there are {', '.join(_ANSWERS)}")
    return json.dumps(answer(question), separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def _lab(question: Question) -> dict[str, Any]:
    """A lab that is opened, as its `code` says if there is one."""
    lab = lab_of(question["lab"])
    return {"lab": lab.drawn(), **_restored(lab, lab.first(), question["code"])}


def _view(question: Question) -> dict[str, Any]:
    lab = lab_of(question["lab"])
    return _shown(lab, {**lab.first(), **question["values"]})


def _restore(question: Question) -> dict[str, Any]:
    lab = lab_of(question["lab"])
    return _restored(lab, {**lab.first(), **question["values"]}, question["code"])


def _scenario(question: Question) -> str:
    lab = lab_of(question["lab"])
    return answers.scenario_text(lab, {**lab.first(), **question["values"]})


def _restored(lab: Lab, values: dict[str, Any], code: str) -> dict[str, Any]:
    if not code:
        return _shown(lab, values)
    try:
        return _shown(lab, answers.restored(lab, values, code))
    except ScenarioError as mistake:
        # Whoever opened it sees what is wrong with the code above what was there before.
        shown = _shown(lab, values)
        return {**shown, "view": {**shown["view"], "mistake": answers.mistaken(mistake)["mistake"]}}


def _shown(lab: Lab, values: dict[str, Any]) -> dict[str, Any]:
    return {"values": answers.open_values(lab, values), "view": answers.answer(lab, values)}


_ANSWERS: dict[str, Callable[[Question], Any]] = {
    "lab": _lab,
    "view": _view,
    "restore": _restore,
    "scenario": _scenario,
    "run": played,
    "replay": replayed,
}
