"""The controls of a lab, as plain data: what may be set, what it is set to at first, and what it says.

A front end draws them (labs/js in a browser); a lab is told what they are set to. Every control has a label, which is
its accessible name: a screen reader says it, and a test finds the control by it. A value has always the type that the
first one had. A value that cannot be (a slider beyond its end, an option that is not offered) is a ScenarioError that
names the control.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from imagesim.rules.shown.secret_texts import secrets_hidden
from imagesim.scenarios.reading.errors import ScenarioError

HIDDEN = "\N{BULLET}" * 8
"""What stands for a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What all have: a label, what it is set to at first, and a hint below it ("" is none)."""

    kind: ClassVar[str] = ""
    secret: ClassVar[bool] = False
    label: str
    value: Any
    hint: str = ""

    def checked(self, value: Any) -> Any:
        """*value* in the control's own type. ScenarioError if it cannot be set to that."""
        return value

    def said(self, value: Any) -> str:
        """What it is set to, as a lab's text says it."""
        return str(value)

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know, as JSON can hold it."""
        return {"kind": self.kind, "label": self.label, "hint": self.hint, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider(Control):
    """A number between `least` and `most`; a whole number where the step is whole."""

    kind: ClassVar[str] = "slider"
    least: float
    most: float
    step: float
    unit: str

    def checked(self, value: Any) -> float:
        """A number within the slider, on one of its steps. ScenarioError otherwise."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ScenarioError("is not a number", field=self.label, value=value)
        if not self.least <= value <= self.most:
            raise ScenarioError(f"is not between {self.least:g} and {self.most:g}", field=self.label, value=value)
        # A browser has one kind of number and sends 3.0 as 3, so the type is decided here.
        return int(value) if float(self.step).is_integer() else float(value)

    def said(self, value: Any) -> str:
        """The number with its unit."""
        return f"{value} {self.unit}".rstrip()

    def drawn(self) -> dict[str, Any]:
        """With its ends, its step and its unit."""
        # `super()` without arguments does not know a class with slots that was made again.
        more = {"min": self.least, "max": self.most, "step": self.step, "unit": self.unit}
        return {**Control.drawn(self), **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Control):
    """One of several texts: a list that opens, or radio buttons where all of them should be seen at once."""

    kind: ClassVar[str] = "choice"
    options: tuple[str, ...]
    open: bool

    def checked(self, value: Any) -> str:
        """One of the options. ScenarioError otherwise."""
        if value not in self.options:
            raise ScenarioError(f"is not one of {', '.join(self.options)}", field=self.label, value=value)
        return str(value)

    def drawn(self) -> dict[str, Any]:
        """With its options; `radio` where all of them are seen."""
        kind = "radio" if self.open else "dropdown"
        return {**Control.drawn(self), "kind": kind, "options": list(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkbox(Control):
    """Yes or no."""

    kind: ClassVar[str] = "checkbox"

    def checked(self, value: Any) -> bool:
        """True or False. ScenarioError otherwise."""
        if not isinstance(value, bool):
            raise ScenarioError("is neither true nor false", field=self.label, value=value)
        return value

    def said(self, value: Any) -> str:
        """Yes or no."""
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Control):
    """Any of several texts, as checkboxes side by side; the value lists the ticked ones in the options' order."""

    kind: ClassVar[str] = "several"
    options: tuple[str, ...]

    def checked(self, value: Any) -> list[str]:
        """Those that are ticked. ScenarioError otherwise."""
        ticked = [value] if isinstance(value, str) else list(value)
        wrong = [text for text in ticked if text not in self.options]
        if wrong:
            raise ScenarioError(f"is not one of {', '.join(self.options)}", field=self.label, value=wrong[0])
        return [option for option in self.options if option in ticked]

    def said(self, value: Any) -> str:
        """The ticked ones."""
        return ", ".join(value) or "(none)"

    def drawn(self) -> dict[str, Any]:
        """With its options."""
        return {**Control.drawn(self), "options": list(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Control):
    """One line of text; it is set on Enter or when the field is left, not with every letter.

    `shown` makes of what was typed what a text for people, and an address that they share, may say of it: a login may
    stand in it, and is left out unless the lab knows better.
    """

    kind: ClassVar[str] = "text"
    shown: Callable[[str], str] = secrets_hidden
    placeholder: str = ""

    def checked(self, value: Any) -> str:
        """A text. ScenarioError otherwise."""
        if not isinstance(value, str):
            raise ScenarioError("is not a text", field=self.label, value=value)
        return value

    def said(self, value: Any) -> str:
        """What was typed, as it may be shown."""
        return self.shown(value) or "(empty)"

    def drawn(self) -> dict[str, Any]:
        """With what stands in the field while it is empty."""
        return {**Control.drawn(self), "placeholder": self.placeholder}


@dataclass(frozen=True, slots=True, kw_only=True)
class Password(TextField):
    """One line that nobody reads over a shoulder: a front end shows dots, and keeps what is typed out of all it stores.

    The field is empty when it is shown, also where there is a first value: the placeholder says so.
    """

    kind: ClassVar[str] = "password"
    secret: ClassVar[bool] = True

    def said(self, value: Any) -> str:
        """That there is one, in as many dots as any other has."""
        return HIDDEN if value else "(empty)"

    def drawn(self) -> dict[str, Any]:
        """Without its value."""
        return {**Control.drawn(self), "value": "", "placeholder": HIDDEN if self.value else ""}

    def __repr__(self) -> str:
        return f"Password({self.label!r})"


def slider(
    label: str, value: float, least: float, most: float, step: float = 1, *, unit: str = "", hint: str = ""
) -> Slider:
    """A slider; the unit is shown and spoken after the number: `slider("Pushed over at", 10, 0, 60, unit="min")`."""
    return Slider(label=label, least=least, most=most, step=step, value=value, unit=unit, hint=hint)


def dropdown(label: str, options: Sequence[str], value: str | None = None, *, hint: str = "") -> Choice:
    """A list that opens; the first option is chosen unless another is named."""
    return Choice(label=label, options=tuple(options), value=value or options[0], hint=hint, open=False)


def radio(label: str, options: Sequence[str], value: str | None = None, *, hint: str = "") -> Choice:
    """Radio buttons side by side, a group with the label as its name; for two to four options."""
    return Choice(label=label, options=tuple(options), value=value or options[0], hint=hint, open=True)


def checkbox(label: str, value: bool = False, *, hint: str = "") -> Checkbox:
    """A box to tick."""
    return Checkbox(label=label, value=value, hint=hint)


def several(label: str, options: Sequence[str], value: Sequence[str] = (), *, hint: str = "") -> Several:
    """Boxes to tick side by side, a group with the label as its name; as wide as the lab."""
    return Several(label=label, options=tuple(options), value=list(value), hint=hint)


def text(
    label: str, value: str = "", *, placeholder: str = "", hint: str = "", shown: Callable[[str], str] = secrets_hidden
) -> TextField:
    """A line to type; *shown* makes of its value what a text for people may say."""
    return TextField(label=label, value=value, placeholder=placeholder, hint=hint, shown=shown)


def password(label: str, value: str = "", *, hint: str = "") -> Password:
    """A line to type that stays hidden."""
    return Password(label=label, value=value, hint=hint)
