"""A text of whatever format becomes what was seen, pods beside events."""

import re
from dataclasses import replace

from imagesim.rules.shown.secret_texts import secrets_hidden
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replaying.clocks import corrected
from imagesim.studies.replaying.listed import Listed, ListedEvent, ListedPod
from imagesim.studies.replaying.reading.descriptions import read_text
from imagesim.studies.replaying.reading.objects import documents, read_objects

_YAML = re.compile(r"^(?:apiVersion|kind|items)\s*:", re.MULTILINE)
HINT = (
    "give what `kubectl get events -A -o json` prints, or `kubectl describe pod NAME`, or a table of `kubectl events`; "
    "and beside it, if wanted, `kubectl get pods -A -o json`"
)


def read_seen(text: str, pods: str | None, now: float | None, *, name: str = "", pods_name: str = "") -> Listed:
    """What *text* tells, and *pods* beside it. *name* and *pods_name* are what messages call the two.

    ScenarioError if it holds no event and no pod, or is JSON or YAML that cannot be read.
    """
    given = [(text, name)] + ([(pods, pods_name)] if pods is not None else [])
    found = [(part, called, _is_objects(part)) for part, called in given]
    objects = [each for part, called, is_objects in found if is_objects for each in documents(part, called)]
    seen = read_objects(objects, now) if objects else Listed(now=now)
    for part, _, is_objects in found:
        if not is_objects:
            _add_text(seen, read_text(part), mixed=bool(objects))
    if not seen.events and not seen.pods:
        raise ScenarioError("holds no event and no pod that kubectl could have printed", file=name, suggestion=HINT)
    seen.events = [_event_without_secrets(event) for event in seen.events]
    seen.pods = [_pod_without_secrets(pod) for pod in seen.pods]
    corrected(seen)
    return seen


def _is_objects(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") or bool(_YAML.search(text))


def _add_text(seen: Listed, other: Listed, *, mixed: bool) -> None:
    if mixed and other.events and seen.events:
        raise ScenarioError(
            "one part has dates and the other has ages, which count from a moment that it does not tell",
            suggestion="give events as JSON or YAML in both, or as text in both",
        )
    if mixed and other.events:
        seen.notes.append("Ages in the text count from the moment of its printing; the dates of the pods are not used.")
        seen.pods = [_undated(pod) for pod in seen.pods]
        seen.now, seen.now_known = None, True
    seen.events += other.events
    seen.pods += other.pods
    seen.notes += other.notes
    seen.of = " and ".join(part for part in (seen.of if mixed else "", other.of) if part)


def _undated(pod: ListedPod) -> ListedPod:
    return replace(pod, created=None, started=None)


def _event_without_secrets(event: ListedEvent) -> ListedEvent:
    """A message may repeat an address with a password; nothing of that goes any further."""
    return event._replace(message=secrets_hidden(event.message))


def _pod_without_secrets(pod: ListedPod) -> ListedPod:
    containers = (
        each._replace(message=secrets_hidden(each.message), image=secrets_hidden(each.image)) for each in pod.containers
    )
    return replace(pod, containers=tuple(containers))
