"""What all labs share: controls above, a view below that is redrawn when a control moves.

A lab is wiring only. It has controls, each with a name that a screen reader says, and one plain function from their
values to HTML; everything that it computes is tested without a browser. The view is one HTML widget whose value is
replaced, so nothing flickers and a test can read it.
"""

import shlex
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from imagesim.labs.controls import Control
from imagesim.labs.lab_text import lab_text
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError

_STYLE = """
<style>
.imagesim-view { font: var(--jp-content-font-size1, 16px)/1.5 var(--jp-ui-font-family, sans-serif); max-width: 72em; }
.imagesim-view svg { width: 100%; height: auto; display: block; background: white; }
.imagesim-view table { border-collapse: collapse; margin: 0.6em 0; }
.imagesim-view th, .imagesim-view td { padding: 0.15em 1em 0.15em 0; text-align: left; vertical-align: top; }
.imagesim-view code { font-size: 0.95em; overflow-wrap: anywhere; white-space: pre-wrap; }
.imagesim-view .mistake { border-left: 0.4em solid #d55e00; padding: 0.4em 0.8em; }
</style>
"""


class Lab(widgets.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A lab called *title*: `controls` by the name of the argument of *draw* that each sets.

    *draw* is called with the controls' values and returns HTML. A ScenarioError (what was set makes no sense) is
    shown in place of the view, in words.
    """

    def __init__(self, title: str, controls: Mapping[str, Control], draw: Callable[..., str]) -> None:
        self.title = title
        self.controls = dict(controls)
        self._draw = draw
        self.view = widgets.HTML()
        # Two columns of controls keep the picture in sight on a projector.
        grid = widgets.GridBox(
            list(self.controls.values()),
            layout=widgets.Layout(grid_template_columns="repeat(auto-fit, minmax(28em, 1fr))", grid_gap="0 1.5em"),
        )
        super().__init__([grid, self.view])
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        self._redraw()

    def values(self) -> dict[str, Any]:
        """What the controls say now."""
        return {name: control.value for name, control in self.controls.items()}

    def text(self) -> str:
        """What the lab says now, as plain text: title, controls, sentence, tables, pictures in their words."""
        return lab_text(self.title, self.controls, self.view.value)

    def _redraw(self, _: object = None) -> None:
        try:
            body = self._draw(**self.values())
        except ScenarioError as mistake:
            body = f'<p class="mistake" role="alert">{gate.markup(str(mistake))}</p>'
        self.view.value = f'{_STYLE}<div class="imagesim-view">{body}</div>'

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        # A notebook shows the widget, stores this text, and is compared by it when it is run again. Where there are
        # no widgets, as on the pages of a code host, the text is what people read.
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.text()}

    def __repr__(self) -> str:
        # The default would hold the whole picture.
        return f"Lab({self.title!r})"


def table(header: tuple[str, ...], rows: list[tuple[object, ...]], caption: str) -> str:
    """A small HTML table; every cell is escaped."""
    head = "".join(f'<th scope="col">{gate.markup(name)}</th>' for name in header)
    body = "".join("<tr>" + "".join(f"<td>{gate.markup(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<table><caption>{gate.markup(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def command_line(scenario: str, values: Mapping[str, object], seed: object) -> str:
    """The same run as a command for a terminal, folded away under the view."""
    settings = " ".join(f"--set {shlex.quote(f'{path}={value}')}" for path, value in values.items())
    command = gate.markup(f"imagesim run {scenario} --seed {seed} {settings}")
    return f"<details><summary>The same in a terminal</summary><code>{command}</code></details>"
