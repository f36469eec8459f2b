"""Findings as annotations of GitHub's: workflow commands that a job prints, and that then stand at the lines.

docs.github.com, Workflow commands for GitHub Actions: `::warning file={name},line={line},title={title}::{message}`. In
the message %, carriage return and line feed are escaped, in a property : and , as well.
"""

from collections.abc import Iterable

from imagesim.rules.shown import gate
from imagesim.studies.advising.finding import Finding, Severity

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def annotations(findings: Iterable[Finding]) -> gate.Shown:
    """A line for each finding."""
    return gate.stacked(gate.line(_annotation(finding)) for finding in findings)


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties = {"file": place.file, "line": str(place.line or "") if place.file else "", "title": finding.rule}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items() if value)
    message = f"{place.object}: {finding.sentence} {finding.mend}"
    return f"::{_COMMANDS[finding.severity]} {written}::{_escaped(str(gate.line(message)), _IN_DATA)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)
