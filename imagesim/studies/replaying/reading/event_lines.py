"""One line of a table of events, in any of the layouts that kubectl has had."""

import re
from typing import NamedTuple

from imagesim.studies.replaying.reading.text_ages import AGE

_TYPE = r"(?P<type>Normal|Warning)"
_SEEN = rf"(?P<last>{AGE})(?:\s+\(x(?P<count>\d{{1,9}})\s+(?:over|from|starting)\s+(?P<first>{AGE})\))?"
_OBJECT = r"(?P<kind>[A-Za-z][\w.-]*)/(?P<name>[^\s/]+)"
_REASON = r"(?P<reason>\S+)"
_PATH = r"(?P<path>spec\.\w+\{[^}]*\})"

_DESCRIBED = re.compile(rf"^\s*{_TYPE}\s+{_REASON}\s+{_SEEN}\s+(?P<rest>\S.*)$")
_DESCRIBED_OLD = re.compile(
    rf"^\s*(?P<first>{AGE})\s+(?P<last>{AGE})\s+(?P<count>\d{{1,9}})\s+(?P<from>\{{[^}}]*\}}|\S+(?:,\s\S+)?)\s+"
    rf"(?:{_PATH}\s+)?{_TYPE}\s+{_REASON}\s+(?P<message>\S.*)$"
)
_LISTED = re.compile(
    rf"^\s*(?:(?P<namespace>[a-z0-9][a-z0-9-]*)\s+)?{_SEEN}\s+{_TYPE}\s+{_REASON}\s+{_OBJECT}\s+(?P<rest>\S.*)$"
)
_LISTED_OLD = re.compile(
    rf"^\s*(?:(?P<namespace>[a-z0-9][a-z0-9-]*)\s+)?(?P<last>{AGE})\s+(?P<first>{AGE})\s+(?P<count>\d{{1,9}})\s+"
    rf"(?P<name>\S+)\s+(?P<kind>[A-Z]\w*)\s+(?:{_PATH}\s+)?{_TYPE}\s+{_REASON}\s+(?P<rest>\S.*)$"
)
_FROM = re.compile(r"^(?P<from>\S+(?:,\s\S+)?)(?:\s{2,}|\t+)(?P<message>.*)$|^(?P<from2>\S+)\s+(?P<message2>.*)$")
_WIDE = re.compile(
    rf"^(?:{_PATH}\s+)?(?P<source>\S+(?:,\s\S+)?)\s{{2,}}(?P<message>.*?)\s{{2,}}(?P<first>{AGE})\s+(?P<count>\d{{1,9}})\s+\S+\s*$"
)
_PART = re.compile(r"^spec\.(?:\w+)\{(?P<container>[^}]*)\}:?\s*")
_LONGEST = 20_000


class EventLine(NamedTuple):
    """The cells of a line: texts as they stand there, "" for what the layout does not have."""

    type: str
    reason: str
    last: str
    first: str
    count: str  # type: ignore[assignment]  # nobody counts cells
    source: str
    message: str
    container: str = ""
    kind: str = ""
    name: str = ""
    namespace: str = ""


def described_line(text: str) -> EventLine | None:
    """A line below `Events:` of a description; None if it is none."""
    if len(text) > _LONGEST:
        return None
    if found := _DESCRIBED.match(text):
        source, message = _from(found["rest"])
        container, message = _part(message)
        count = found["count"] or "1"
        return EventLine(
            found["type"], found["reason"], found["last"], found["first"] or found["last"], count, source, message,
            container,
        )  # fmt: skip
    if found := _DESCRIBED_OLD.match(text):
        container = container_of(found["path"])
        source = found["from"].strip("{} ").replace(" ", ", ", 1)
        return EventLine(
            found["type"], found["reason"], found["last"], found["first"], found["count"], source, found["message"],
            container,
        )  # fmt: skip
    return None


def listed_line(text: str, *, wide: bool) -> EventLine | None:
    """A line of `kubectl get events`, of that *wide*, or of `kubectl events`; None if it is none."""
    if len(text) > _LONGEST:
        return None
    if found := _LISTED.match(text):
        place = found["kind"], found["name"], found["namespace"] or ""
        first, count = found["first"] or "", found["count"] or ""
        if wide and (rest := _WIDE.match(found["rest"])):
            return EventLine(
                found["type"], found["reason"], found["last"], rest["first"], rest["count"], rest["source"],
                rest["message"], container_of(rest["path"]), *place,
            )  # fmt: skip
        return EventLine(
            found["type"], found["reason"], found["last"], first, count, "", found["rest"].rstrip(), "", *place
        )
    if found := _LISTED_OLD.match(text):
        source, message = _from(found["rest"])
        name = found["name"].rpartition(".")[0] or found["name"]
        return EventLine(
            found["type"], found["reason"], found["last"], found["first"], found["count"], source, message,
            container_of(found["path"]), found["kind"], name, found["namespace"] or "",
        )  # fmt: skip
    return None


def _from(rest: str) -> tuple[str, str]:
    found = _FROM.match(rest)
    if found is None:
        return "", rest.rstrip()
    return found["from"] or found["from2"] or "", (found["message"] or found["message2"] or "").rstrip()


def _part(message: str) -> tuple[str, str]:
    found = _PART.match(message)
    return (found["container"], message[found.end() :]) if found else ("", message)


def container_of(path: str | None) -> str:
    """The container that a field path names: `spec.containers{web}`; "" if it names none."""
    found = _PART.match(path) if path else None
    return found["container"] if found else ""
