"""A lab as a widget: the browser draws it (labs/js), this answers with the view of whatever the controls say.

Values and view are two traits, each with a turn, so that an answer is another one also where it says the same. What is
secret is in neither: the browser sends it as a message, so no stored notebook can hold it.
"""

from pathlib import Path
from typing import Any

from imagesim.extras import LAB, needing
from imagesim.labs.lab import Lab
from imagesim.labs.share_code import share_code, shared
from imagesim.labs.view import View
from imagesim.results.stage.bundle import JS, bundle
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump

with needing(LAB, "labs in notebooks", "anywidget"):
    import traitlets as t
    from anywidget import AnyWidget

_HERE = Path(__file__).parents[1] / "js"


class LabWidget(AnyWidget):
    """*lab*, set to *code* if one is given (what Share shows). ScenarioError if that is none of this lab.

    `values()` says what the controls are set to, `set(replicas=12)` moves them, `text()` and `html()` are what the lab
    says, for a reader without widgets.
    """

    _esm = bundle(_HERE / "notebook.js")
    _css = "\n".join(path.read_text(encoding="utf-8") for path in (JS / "stage.css", _HERE / "lab.css"))

    lab = t.Dict().tag(sync=True)
    state = t.Dict().tag(sync=True)
    view = t.Dict().tag(sync=True)

    def __init__(self, lab: Lab, code: str = "") -> None:
        self._lab = lab
        values = shared(lab, code) if code else lab.first()
        self._secrets = {name: values[name] for name, control in lab.controls.items() if control.secret}
        super().__init__(lab=lab.drawn(), state={"turn": 0, "values": self._open(values)})
        self._answer()
        self.observe(self._answer, "state")
        self.on_msg(self._heard)

    def values(self) -> dict[str, Any]:
        """What the controls say now."""
        return {**self._lab.first(), **self.state["values"], **self._secrets}

    def set(self, **values: Any) -> None:
        """Move controls, as a person would; the view follows. ScenarioError if one cannot be set to that."""
        checked = self._lab.checked({**self.values(), **values})
        self._secrets = {name: checked[name] for name in self._secrets}
        self.state = {"turn": self.state["turn"] + 1, "values": self._open(checked)}

    def shown(self) -> View:
        """What the lab shows now."""
        return self._lab.view(self.values())

    def text(self) -> str:
        """What the lab says now, as plain text: title, controls, sentence, tables, pictures in their words."""
        return self._lab.text(self.values())

    def html(self) -> str:
        """What the lab shows now, without a front end."""
        return self.shown().html()

    def _open(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values that are no secrets."""
        return {name: value for name, value in values.items() if name not in self._secrets}

    def _answer(self, _: object = None) -> None:
        values = self.values()
        view = self._lab.view(values)
        code = "" if view.mistake else share_code(self._lab, self._lab.checked(values))
        self.view = {"turn": self.state["turn"], "share": code, **view.drawn()}

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        if message["kind"] == "secret":
            self.set(**{message["name"]: message["value"]})
        elif message["kind"] == "reset":
            self.set(**self._lab.first())
        elif message["kind"] == "restore":
            self._restore(message["code"])
        elif message["kind"] == "scenario":
            self.send({"id": message["id"], "text": self._scenario()})

    def _restore(self, code: str) -> None:
        try:
            # What is secret is no part of a code: what was typed stays.
            self.set(**self._open(shared(self._lab, code)))
        except ScenarioError as mistake:
            self.view = {**self.view, **View(mistake=str(mistake)).drawn()}

    def _scenario(self) -> str:
        if self._lab.scenario is None:
            return ""
        try:
            return dump(self._lab.scenario(**self.values()))
        except ScenarioError as mistake:
            return f"# {mistake}\n"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
        # A notebook shows the widget, stores the rest, and is compared by it when it is run again. Where there are no
        # widgets, as on the pages of a code host, that is what people read.
        widget, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**widget, "text/html": self.html(), "text/plain": self.text()}, metadata

    def __repr__(self) -> str:
        # The default would hold the whole picture.
        return f"LabWidget({self._lab.title!r})"
