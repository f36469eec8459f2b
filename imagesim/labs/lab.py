"""What a lab is: data and a function. A front end draws it, in a notebook or in a page; nothing here knows one.

A lab has controls, by the name of the argument of `draw` that each sets, a task to begin with, and `draw` itself, a
plain function from the controls' values to a View. Everything that it computes is tested without a browser.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from imagesim.labs.controls import Control
from imagesim.labs.lab_text import lab_text
from imagesim.labs.view import View
from imagesim.results.result import Result, simulate
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drag:
    """A cause that people can drag in the picture: the nth of its event sets a control, at its start or its end.

    The control's value times `unit_s`, from `zero_s` on, is the time. `least` is the control's least value that can be
    dragged to, where its own least one would take the cause away.
    """

    control: str
    event: str
    nth: int = 0
    edge: str = "start"
    unit_s: float = 60.0
    zero_s: float = 0.0
    least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A lab. `name` is that of its module, `task` what to try first; `scenario` makes what its values say (or None)."""

    name: str
    title: str
    task: str
    controls: Mapping[str, Control]
    draw: Callable[..., View]
    drags: tuple[Drag, ...] = ()
    scenario: Callable[..., Scenario] | None = None

    def first(self) -> dict[str, Any]:
        """What the controls are set to at first."""
        return {name: control.value for name, control in self.controls.items()}

    def checked(self, values: Values) -> dict[str, Any]:
        """*values* in the controls' types; those that are left out are as at first. ScenarioError if one cannot be."""
        unknown = next((name for name in values if name not in self.controls), None)
        if unknown is not None:
            known = ", ".join(self.controls)
            raise ScenarioError("is not a control of this lab", object=self.title, field=unknown, suggestion=known)
        return {name: control.checked(values.get(name, control.value)) for name, control in self.controls.items()}

    def view(self, values: Values) -> View:
        """What the lab shows; a view of the mistake, in words, where the values make no sense."""
        try:
            return self.draw(**self.checked(values))
        except ScenarioError as mistake:
            return View(mistake=str(mistake))

    def run(self, **values: Any) -> Result:
        """What happens at these values, which may lie beyond the controls; those that are left out are as at first.

        ScenarioError if they make no scenario, or if this lab simulates nothing.
        """
        if self.scenario is None:
            raise ScenarioError("simulates nothing", object=self.title)
        return simulate(self.scenario(**{**self.first(), **values}))

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know of the lab itself, as JSON can hold it."""
        return {
            "name": self.name,
            "title": self.title,
            "task": self.task,
            "controls": {name: control.drawn() for name, control in self.controls.items()},
            "drags": [asdict(drag) for drag in self.drags],
            "has_scenario": self.scenario is not None,
        }

    def text(self, values: Values) -> str:
        """What the lab says, as plain text: title, controls, sentence, tables, pictures in their words."""
        return lab_text(self.title, self.said(values), self.view(values).html())

    def said(self, values: Values) -> list[tuple[str, str]]:
        """What each control is set to, in words that may be shown."""
        return [(control.label, control.said(values[name])) for name, control in self.controls.items()]
