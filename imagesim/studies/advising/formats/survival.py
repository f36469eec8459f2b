"""The answers of if_gone() as text and as JSON."""

from imagesim.results.report.kubectl_format import columns
from imagesim.rules.shown import gate
from imagesim.studies.advising.gone.answers import Cell, Survival
from imagesim.studies.advising.gone.trials import TRIALS

_NOT_ASKED = "not asked"


def survival_text(survival: Survival) -> gate.Shown:
    """A table for each thing, then how to read it."""
    parts = [_table(thing, [cell for cell in survival.cells if cell.thing == thing]) for thing in survival.things]
    said = [f"  {sentence}" for sentence in survival.assumptions]
    if survival.left_out:
        said.append(f"  Not asked about, since it need not keep running: {', '.join(survival.left_out)}.")
    return gate.stacked([*parts, gate.lines(_KEY), gate.lines(["Assumptions:", *said])], apart=1)


_KEY = (
    "yes: as many pods Ready in the end as without the loss. no: 2 of 3: so many of those that would be; after a "
    "roll-out new ones,",
    "and how many old ones still serve. in 3 of 5 runs: it depends on where pods land. -: it does not come up anyway.",
)


def _table(thing: str, cells: list[Cell]) -> gate.Shown:
    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        rows.setdefault(cell.object, {})[cell.trial] = str(cell)
    head = ("WORKLOAD", *(name.upper() for name in TRIALS))
    body = [(name, *(answers.get(trial, _NOT_ASKED) for trial in TRIALS)) for name, answers in rows.items()]
    return gate.stacked([gate.line(f"If it were gone: {thing}"), columns([head, *body])])


def survival_document(survival: Survival) -> dict[str, object]:
    """The same as plain values, in the form that other commands give with --json."""
    rows = [
        {
            "gone": cell.thing,
            "object": cell.object,
            "trial": cell.trial,
            "answer": cell.answer,
            "ready": [run.ready for run in cell.runs],
            "otherwise": [run.otherwise for run in cell.runs],
            "old": [run.old for run in cell.runs],
        }
        for cell in survival.cells
    ]
    answers = [cell.answer for cell in survival.cells]
    summary = {answer: answers.count(answer) for answer in ("yes", "no", "by chance", "-")}
    return {
        "schema": 1,
        "summary": {"gone": list(survival.things), **summary},
        "assumptions": list(survival.assumptions),
        "not_modelled": [],
        "tables": {"survival": rows},
    }
