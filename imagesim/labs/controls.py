"""The controls of the labs: slider, dropdown, radio buttons, checkbox, several checkboxes, text, password, button.

Every control has a label that is its accessible name: a screen reader says it, and a test finds the control by it
(`page.get_by_role("slider", name="Replicas")`). That is why they are not ipywidgets' own: in ipywidgets 8.1 a slider
and a group of toggle buttons have no name, whatever is given as description. These are the browser's own form
elements, through anywidget, so keyboard and touch work as everywhere; their size follows JupyterLab's text size.

They are used as ipywidgets are: put them in a `VBox`, read `.value`, `.observe(handler, "value")`. The value has always
the type it was made with. A value that cannot be (a slider beyond its end, an option that is not offered) is a mistake
of the lab and raises `traitlets.TraitError`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import traitlets as t
from anywidget import AnyWidget

_HERE = files("imagesim.labs")

HIDDEN = "\N{BULLET}" * 8
"""What stands for a password."""


class Control(AnyWidget):
    """What all controls share: a kind (which function of controls.js draws it), a label, and an optional hint below."""

    # As text, not as paths: anywidget would watch a path for changes.
    _esm = (_HERE / "controls.js").read_text(encoding="utf-8")
    _css = (_HERE / "controls.css").read_text(encoding="utf-8")

    kind = t.Unicode().tag(sync=True)
    label = t.Unicode().tag(sync=True)
    hint = t.Unicode().tag(sync=True)
    disabled = t.Bool(False).tag(sync=True)
    value: Any

    def said(self) -> str:
        """What it is set to, as a lab's text says it; "" where there is nothing to say."""
        return str(self.value)

    def __repr__(self) -> str:
        # The stored notebooks hold this text, so it must not name an address in memory.
        return f"{type(self).__name__}({self.label!r}, {self.value!r})"


class Slider(Control):
    """A number between `min` and `max`; a whole number where the step is whole."""

    kind = t.Unicode("slider").tag(sync=True)
    min = t.Union([t.Int(), t.Float()]).tag(sync=True)
    max = t.Union([t.Int(), t.Float()]).tag(sync=True)
    step = t.Union([t.Int(), t.Float()]).tag(sync=True)
    unit = t.Unicode().tag(sync=True)
    value = t.Any(0).tag(sync=True)  # t.Float would turn 3 into 3.0, t.Int 3.0 into 3

    @t.validate("value")
    def _within(self, proposal: dict[str, Any]) -> float:
        value = float(proposal["value"])
        if not self.min <= value <= self.max:
            raise t.TraitError(f"{self.label}: {value} is not between {self.min} and {self.max}")
        # The browser has one kind of number and sends 3.0 as 3, so the type is decided here.
        return int(value) if float(self.step).is_integer() else value

    def said(self) -> str:
        """The number with its unit."""
        return f"{self.value} {self.unit}".rstrip()


class Choice(Control):
    """One of several texts: a dropdown, or radio buttons where all of them should be seen at once."""

    options = t.List(t.Unicode()).tag(sync=True)
    value = t.Unicode().tag(sync=True)

    @t.validate("value")
    def _offered(self, proposal: dict[str, Any]) -> str:
        value: str = proposal["value"]
        if value not in self.options:
            raise t.TraitError(f"{self.label}: {value!r} is not one of {', '.join(self.options)}")
        return value


class Checkbox(Control):
    """Yes or no."""

    kind = t.Unicode("checkbox").tag(sync=True)
    value = t.Bool(False).tag(sync=True)

    def said(self) -> str:
        """Yes or no."""
        return "yes" if self.value else "no"


class Several(Control):
    """Any of several texts, as checkboxes side by side; the value lists the ticked ones in the options' order."""

    kind = t.Unicode("several").tag(sync=True)
    options = t.List(t.Unicode()).tag(sync=True)
    value = t.List(t.Unicode()).tag(sync=True)

    @t.validate("value")
    def _offered(self, proposal: dict[str, Any]) -> list[str]:
        wrong = [text for text in proposal["value"] if text not in self.options]
        if wrong:
            raise t.TraitError(f"{self.label}: {wrong[0]!r} is not one of {', '.join(self.options)}")
        return [option for option in self.options if option in proposal["value"]]

    def said(self) -> str:
        """The ticked ones."""
        return ", ".join(self.value) or "(none)"


class TextField(Control):
    """One line of text; the value changes on Enter or when the field is left, not with every letter.

    `shown` makes of what was typed what a text for people may say of it: a password may stand in an address.
    """

    kind = t.Unicode("text").tag(sync=True)
    placeholder = t.Unicode().tag(sync=True)
    value = t.Unicode().tag(sync=True)
    shown: Callable[[str], str] = staticmethod(str)

    def said(self) -> str:
        """What was typed, as it may be shown."""
        return self.shown(self.value) or "(empty)"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.label!r}, {self.shown(self.value)!r})"


class Password(Control):
    """One line that nobody reads over a shoulder: the browser shows dots in its place.

    The value is no part of the widget's state, so it is in no notebook, whatever is stored of widgets; the browser
    sends it as a message. The field is empty when it is shown, also where a value is set: the placeholder says so.
    """

    kind = t.Unicode("password").tag(sync=True)
    placeholder = t.Unicode().tag(sync=True)
    value = t.Unicode()  # not synced, on purpose

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._typed)

    def _typed(self, _: object, content: dict[str, Any], __: object) -> None:
        self.value = content["value"]

    def said(self) -> str:
        """That there is one, in as many dots as any other has."""
        return HIDDEN if self.value else "(empty)"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.label!r})"


class Button(Control):
    """Something to press; the value counts the presses."""

    kind = t.Unicode("button").tag(sync=True)
    value = t.Int(0).tag(sync=True)

    def said(self) -> str:
        """Nothing: what pressing it did, the view says."""
        return ""


def slider(
    label: str, value: float, min: float, max: float, step: float = 1, *, unit: str = "", hint: str = ""
) -> Slider:
    """A slider; the unit is shown and spoken after the number: `slider("Pushed over at", 10, 0, 60, unit="min")`."""
    return Slider(label=label, min=min, max=max, step=step, value=value, unit=unit, hint=hint)


def dropdown(label: str, options: Sequence[str], value: str | None = None, *, hint: str = "") -> Choice:
    """A list that opens; the first option is chosen unless another is named."""
    return Choice(kind="dropdown", label=label, options=list(options), value=value or options[0], hint=hint)


def radio(label: str, options: Sequence[str], value: str | None = None, *, hint: str = "") -> Choice:
    """Radio buttons side by side, a group with the label as its name; for two to four options."""
    return Choice(kind="radio", label=label, options=list(options), value=value or options[0], hint=hint)


def checkbox(label: str, value: bool = False, *, hint: str = "") -> Checkbox:
    """A box to tick."""
    return Checkbox(label=label, value=value, hint=hint)


def several(label: str, options: Sequence[str], value: Sequence[str] = (), *, hint: str = "") -> Several:
    """Boxes to tick side by side, a group with the label as its name; as wide as the lab."""
    return Several(label=label, options=list(options), value=list(value), hint=hint)


def text(
    label: str, value: str = "", *, placeholder: str = "", hint: str = "", shown: Callable[[str], str] = str
) -> TextField:
    """A line to type; *shown* makes of its value what a text for people may say."""
    line = TextField(label=label, value=value, placeholder=placeholder, hint=hint)
    line.shown = shown
    return line


def password(label: str, value: str = "", *, hint: str = "") -> Password:
    """A line to type that stays hidden."""
    return Password(label=label, value=value, placeholder=HIDDEN if value else "", hint=hint)


def button(label: str, *, hint: str = "") -> Button:
    """A button; `observe` its value to hear of each press."""
    return Button(label=label, hint=hint)
