"""`kubectl describe` of a run."""

from collections.abc import Iterator, Sequence
from typing import Any

from imagesim.results.api.objects import ApiObjects
from imagesim.results.describers.describers import described
from imagesim.results.describers.writer import Viewpoint
from imagesim.results.kubectl.get import Printout
from imagesim.results.kubectl.selecting import Chosen, answer, not_found, nothing_found
from imagesim.results.measures.misfits import misfits
from imagesim.rules.api.kinds import POD, Kind
from imagesim.rules.kubectl.resources import Request, requests
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.rules.versions import DEFAULT_KUBERNETES, kubernetes


def describe(
    objects: ApiObjects,
    now: Seconds,
    arguments: Sequence[str],
    chosen: Chosen,
    version: str = DEFAULT_KUBERNETES,
    *,
    notes: bool = True,
) -> Printout:
    """What `kubectl describe` prints at *now*, the end of the run, and beside it notes that are ours, if wanted.

    *version* is that of kubectl. A name that no object has stands for all objects whose names begin so. KubectlError
    for what kubectl refuses.
    """
    view = Viewpoint.of(kubernetes(version), now, objects.calendar)
    asked = requests(arguments)
    texts: list[gate.Shown] = []
    missing: list[str] = []
    ours: list[str] = []
    for request in asked:
        for found in _found(objects, request, chosen):
            if isinstance(found, str):
                missing.append(found)
            else:
                texts.append(described(request.kind, found, objects, view))
                ours += _notes(request.kind, found, objects) if notes else []
    if not texts and not missing:
        return Printout(gate.NOTHING, (nothing_found([request.kind for request in asked], chosen),))
    return Printout(gate.stacked(texts, apart=2), (*missing, *ours), bool(missing))


def _notes(kind: Kind, document: dict[str, Any], objects: ApiObjects) -> list[str]:
    """What kubectl does not say and people look for."""
    if kind is not POD:
        return []
    metadata = document["metadata"]
    found = misfits(objects.records, objects.history, metadata["namespace"], metadata["name"], metadata["uid"])
    return [f"Note: {sentence}" for sentence in found]


def _found(objects: ApiObjects, request: Request, chosen: Chosen) -> Iterator[dict[str, Any] | str]:
    """The objects, and for a name that is none what kubectl says of it."""
    if not request.names:
        yield from answer(objects, request, chosen).documents
        return
    for name in request.names:
        exact = answer(objects, Request(request.kind, (name,)), chosen).documents
        beginning = exact or [
            each
            for each in answer(objects, Request(request.kind), chosen).documents
            if each["metadata"]["name"].startswith(name)
        ]
        yield from beginning
        if not beginning:
            yield not_found(request.kind, name)
