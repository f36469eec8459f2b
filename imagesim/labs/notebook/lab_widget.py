"""A lab as a widget: the browser draws it (labs/js), this answers with the view of whatever the controls say.

Values and view are two traits, each with a turn, so that an answer is another one also where it says the same. What is
secret is in neither: the browser sends it as a message, so no stored notebook can hold it.
"""

from pathlib import Path
from typing import Any

from imagesim.extras import LAB, needing
from imagesim.labs import answers
from imagesim.labs.lab import Lab
from imagesim.labs.share_code import shared
from imagesim.labs.view import View
from imagesim.results.stage.bundle import JS, bundle
from imagesim.scenarios.reading.errors import ScenarioError

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
        super().__init__(lab=lab.drawn(), state={"turn": 0, "values": answers.open_values(lab, values)})
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
        self.state = {"turn": self.state["turn"] + 1, "values": answers.open_values(self._lab, checked)}

    def shown(self) -> View:
        """What the lab shows now."""
        return self._lab.view(self.values())

    def text(self) -> str:
        """What the lab says now, as plain text: title, controls, sentence, tables, pictures in their words."""
        return self._lab.text(self.values())

    def html(self) -> str:
        """What the lab shows now, without a front end."""
        return self.shown().html()

    def _answer(self, _: object = None) -> None:
        self.view = {"turn": self.state["turn"], **answers.answer(self._lab, self.values())}

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        if message["kind"] == "secret":
            self.set(**{message["name"]: message["value"]})
        elif message["kind"] == "reset":
            self.set(**self._lab.first())
        elif message["kind"] == "restore":
            self._restore(message["code"])
        elif message["kind"] == "scenario":
            self.send({"id": message["id"], "text": answers.scenario_text(self._lab, self.values())})

    def _restore(self, code: str) -> None:
        try:
            self.set(**answers.restored(self._lab, self.values(), code))
        except ScenarioError as mistake:
            self.view = {**self.view, **answers.mistaken(mistake)}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[Any, Any], dict[Any, Any]]:
        # A notebook shows the widget, stores the rest, and is compared by it when it is run again. Where there are no
        # widgets, as on the pages of a code host, that is what people read.
        widget, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**widget, "text/html": self.html(), "text/plain": self.text()}, metadata

    def __repr__(self) -> str:
        # The default would hold the whole picture.
        return f"LabWidget({self._lab.title!r})"
