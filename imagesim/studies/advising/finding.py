"""A finding: something in a manifest or in the configuration of a node that will have a consequence, and a Rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from imagesim.scenarios.reading.documents import Document, dotted
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.studies.advising.bundle import Bundle

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""An error does not work now; a warning works until something quite usual happens; a note is worth knowing."""


class FindingPlace(NamedTuple):
    """Where a finding is: "" and None for what no file says."""

    file: str = ""
    line: int | None = None
    object: str = ""
    field: str = ""

    def __str__(self) -> str:
        at = f"{self.file}:{self.line}" if self.file and self.line is not None else self.file
        return ": ".join(part for part in (at, self.object, self.field) if part)


class Found(NamedTuple):
    """What a rule found: where, what in one sentence, and the change that mends it.

    `severity` and `command` None are the rule's.
    """

    place: FindingPlace
    sentence: str
    mend: str
    severity: Severity | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing to look for.

    `fact` is why it matters and `source` where that is known from. `shown_by` is a command that shows it in a shipped
    scenario. `find` gives what a bundle has of it.
    """

    id: str
    severity: Severity
    title: str
    fact: str
    source: str
    shown_by: str
    find: Callable[[Bundle], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, with all that the reader of it needs."""

    rule: str
    severity: Severity
    place: FindingPlace
    sentence: str
    fact: str
    source: str
    command: str
    mend: str


def as_finding(rule: Rule, found: Found) -> Finding:
    """What *rule* found, with what the rule itself says."""
    return Finding(
        rule=rule.id,
        severity=found.severity or rule.severity,
        place=found.place,
        sentence=found.sentence,
        fact=rule.fact,
        source=rule.source,
        command=rule.shown_by if found.command is None else found.command,
        mend=found.mend,
    )


def place_of(document: Document | None, path: Path = (), *, label: str = "") -> FindingPlace:
    """The place of *path* in a document. One that nobody wrote, or that is made of others, has no file."""
    if document is None:
        return FindingPlace(object=label)
    line = document.line(path) if document.file and _has_lines(document) else None
    return FindingPlace(document.file, line, label or document.label, dotted(path))


_MOST_TEXT = 8 * 2**20
"""Finding a line means reading the file once more, slowly: a dump of 30 MB would take minutes."""


def _has_lines(document: Document) -> bool:
    return document.at is not None and document.at.written.size <= _MOST_TEXT
