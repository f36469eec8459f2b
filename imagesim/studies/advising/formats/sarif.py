"""Findings as SARIF 2.1.0, which code scanners exchange: one run of one tool, its rules, and a result for each finding.

OASIS Static Analysis Results Interchange Format 2.1.0 (sarif-schema-2.1.0.json). A file is named relative to where the
command ran, by a URI with / and without a scheme; a finding that no file holds has a logical location alone.
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from urllib.parse import quote

from imagesim.rules.shown import gate
from imagesim.studies.advising.finding import Finding, Rule, Severity
from imagesim.version import __version__

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}

Json = dict[str, object]


def sarif(findings: Sequence[Finding], rules: Iterable[Rule]) -> Json:
    """The log of one run; *rules* are all that were looked for, also those that found nothing."""
    listed = list(rules)
    places = {rule.id: place for place, rule in enumerate(listed)}
    driver = {"name": "imagesim", "version": __version__, "rules": [_rule(rule) for rule in listed]}
    results = [_result(finding, places[finding.rule]) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.fact},
        "help": {"text": f"{rule.fact}\nKnown from: {rule.source}\nSee it: {rule.shown_by}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, place: int) -> Json:
    text = gate.line(f"{finding.sentence} {finding.mend}")
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "message": {"text": str(text)},
        "locations": [_location(finding)],
    }


def _location(finding: Finding) -> Json:
    place = finding.place
    name = ": ".join(part for part in (place.object, place.field) if part)
    found: Json = {"logicalLocations": [{"fullyQualifiedName": str(gate.line(name))}]}
    if place.file:
        physical: Json = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line:
            physical["region"] = {"startLine": place.line}
        found["physicalLocation"] = physical
    return found


def _uri(file: str) -> str:
    path = PurePath(file)
    written = quote(path.as_posix())
    return f"file://{written}" if path.is_absolute() else written
