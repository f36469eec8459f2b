"""What a lab answers a front end that shows it: a notebook's widget or the page of a site. As JSON can hold it."""

from typing import Any

from imagesim.labs.lab import Lab, Values
from imagesim.labs.share_code import share_code, shared
from imagesim.labs.view import View
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump


def open_values(lab: Lab, values: Values) -> dict[str, Any]:
    """The values that are no secrets: what a front end may store, and show."""
    return {name: value for name, value in values.items() if not lab.controls[name].secret}


def answer(lab: Lab, values: Values) -> dict[str, Any]:
    """The view of *values*, with the code by which others open it; where they are a mistake there is no code."""
    view = lab.view(values)
    code = "" if view.mistake else share_code(lab, lab.checked(values))
    return {"share": code, **view.drawn()}


def mistaken(mistake: ScenarioError) -> dict[str, Any]:
    """A view that says nothing but the *mistake*, without a code."""
    return View(mistake=str(mistake)).drawn()


def restored(lab: Lab, values: Values, code: str) -> dict[str, Any]:
    """*values* as *code* says, but for what is secret: that is no part of a code, and stays as it was typed.

    ScenarioError if it is no code of this lab.
    """
    return {**values, **open_values(lab, shared(lab, code))}


def scenario_text(lab: Lab, values: Values) -> str:
    """The scenario of *values* as YAML; the mistake as its comment; nothing of a lab that simulates nothing."""
    if lab.scenario is None:
        return ""
    try:
        return dump(lab.scenario(**lab.checked(values)))
    except ScenarioError as mistake:
        return f"# {mistake}\n"
