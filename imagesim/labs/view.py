"""What a lab shows for one setting of its controls: a sentence, pictures, tables, notes, the same in a terminal.

A view is data. `drawn` gives it to a front end; `html` is the same for a reader who has none: a stored notebook, a page
of a code host. The text in both is escaped here.
"""

import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagesim.results.result import Result
from imagesim.results.stage.run_data import run_data
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds


@dataclass(frozen=True, slots=True)
class LabTable:
    """A small table with a caption; cells are shown as `str` says them."""

    header: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    caption: str

    def html(self) -> str:
        """The table as HTML."""
        head = "".join(f'<th scope="col">{gate.markup(name)}</th>' for name in self.header)
        body = "".join(
            "<tr>" + "".join(f"<td>{gate.markup(str(cell))}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        caption = gate.markup(self.caption)
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a run that is compared with that of a run that was kept: "minutes with mixed versions", 22.0."""

    label: str
    value: float | None

    def said(self) -> str:
        """The number as people read it."""
        return "never" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class ComparedText:
    """What is no number and compared all the same: "registry", "docker.io"; "" for what is not there."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What `draw` of a lab returns.

    `sentence` says what happened. `run`, if there is one, is what the stage draws, over an axis that ends at
    `axis_end_s` or later and in rows of `rows` ("states" of pods, or "pulls" of nodes); `still` draws the same by hand,
    for readers without a front end. `pictures` are SVG elements that stand as they are in both. `numbers` and `facts`
    are compared with those of a run that was kept. `command` are lines for a terminal. With `mistake` what was set
    makes no sense, and that is all there is to say.
    """

    sentence: str = ""
    run: Result | None = None
    axis_end_s: Seconds | None = None
    rows: str = "states"
    still: Callable[[], str] = str
    pictures: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    facts: tuple[ComparedText, ...] = ()
    tables: tuple[LabTable, ...] = ()
    notes: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    mistake: str = ""

    def drawn(self) -> dict[str, Any]:
        """What a front end has to know, as JSON can hold it; texts have passed the gate."""
        return {
            "sentence": gate.line(self.sentence),
            "mistake": gate.line(self.mistake),
            "run": None if self.run is None else run_data(self.run, self.axis_end_s, self.rows),
            "pictures": list(self.pictures),
            "numbers": [[gate.line(each.label), each.value, each.said()] for each in self.numbers],
            "facts": [[gate.line(each.label), gate.line(each.text)] for each in self.facts],
            "tables": [
                {
                    "caption": gate.line(each.caption),
                    "header": list(each.header),
                    "rows": [[gate.line(str(cell)) for cell in row] for row in each.rows],
                }
                for each in self.tables
            ],
            "notes": [gate.line(note) for note in self.notes],
            "command": [gate.line(line) for line in self.command],
        }

    def html(self) -> str:
        """The view for a reader without a front end."""
        if self.mistake:
            return f'<p role="alert">{gate.markup(self.mistake)}</p>'
        return "".join(
            [
                f'<p role="status"><strong>{gate.markup(self.sentence)}</strong></p>',
                self.still(),
                *self.pictures,
                *(each.html() for each in self.tables),
                *(f'<p role="note">{gate.markup(note)}</p>' for note in self.notes),
                _folded(self.command),
            ]
        )


def numbers_table(numbers: Sequence[Number]) -> LabTable:
    """The numbers of a run as a table."""
    return LabTable(("what", "how many"), [(each.label, each.said()) for each in numbers], "In this run")


def command_line(scenario: str, values: Mapping[str, object], seed: object) -> tuple[str]:
    """The same run as a command for a terminal."""
    settings = " ".join(f"--set {shlex.quote(f'{path}={_as_yaml(value)}')}" for path, value in values.items())
    return (f"imagesim run {scenario} --seed {seed} {settings}",)


def _as_yaml(value: object) -> str:
    # JSON is YAML, and of one form; a text stays as people would type it.
    return value if isinstance(value, str) else json.dumps(value)


def _folded(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    code = "<br>".join(gate.markup(line) for line in lines)
    return f"<details><summary>The same in a terminal</summary><code>{code}</code></details>"
