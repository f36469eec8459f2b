"""`kubectl get` of a run: what is printed, and what is said beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.human import Layout, printed
from imagesim.results.kubectl.machine import written
from imagesim.results.kubectl.selecting import Answer, Chosen, answer, nothing_found
from imagesim.results.kubectl.sorting import sorted_by
from imagesim.results.printers.printers import table
from imagesim.rules.kubectl.resources import is_several, requests
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds

HUMAN = ("", "wide")
"""The outputs that are Tables."""


class Printout(NamedTuple):
    """What kubectl prints to standard output, and the lines for standard error; `failed` if it exits with 1."""

    text: gate.Shown
    beside: tuple[str, ...] = ()
    failed: bool = False


class Wanted(NamedTuple):
    """How `kubectl get` was told to print. `output` is what follows -o, "" for a table."""

    output: str = ""
    sort_by: str = ""
    layout: Layout = Layout()
    ignore_not_found: bool = False


def get(objects: ApiObjects, now: Seconds, arguments: Sequence[str], chosen: Chosen, wanted: Wanted) -> Printout:
    """What `kubectl get` prints at *now*, the end of the run.

    KubectlError where it prints nothing but a mistake.
    """
    asked = requests(arguments)
    answers = [answer(objects, request, chosen) for request in asked]
    if wanted.sort_by:
        answers = [each._replace(documents=sorted_by(wanted.sort_by, each.documents)) for each in answers]
    missing = [] if wanted.ignore_not_found else [text for each in answers for text in each.missing]
    found = [document for each in answers for document in each.documents]
    named = any(request.names for request in asked)
    if wanted.output not in HUMAN:
        one = named and len(asked) == 1 and len(asked[0].names) == 1
        if missing and not found:
            return Printout(gate.NOTHING, tuple(missing), failed=True)
        return Printout(
            written(wanted.output, found, one=one, headers=wanted.layout.headers), tuple(missing), bool(missing)
        )
    if not found and not named:
        return Printout(gate.NOTHING, (nothing_found([each.kind for each in answers], chosen),))
    layout = wanted.layout._replace(
        wide=wanted.output == "wide",
        namespaces=chosen.namespace is None,
        kinds=wanted.layout.kinds or is_several(asked, arguments),
    )
    tables = [
        printed(table(each.kind, each.documents, now, objects.calendar), each.kind, layout)
        for each in _together(answers)
        if each.documents
    ]
    return Printout(gate.stacked(tables, apart=1), tuple(missing), bool(missing))


def _together(answers: Sequence[Answer]) -> list[Answer]:
    """`pod/a deploy/b pod/c`: what follows another of its kind is printed in the same table."""
    found: list[Answer] = []
    for each in answers:
        if found and found[-1].kind is each.kind:
            found[-1] = found[-1]._replace(documents=[*found[-1].documents, *each.documents])
        else:
            found.append(each)
    return found
