"""Advice in the forms that other programs read."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from imagesim.studies.advising.advice import ALL_RULES, MOST_PLACES, advise, printed
from imagesim.studies.advising.finding import Finding, FindingPlace
from imagesim.studies.advising.formats.github import annotations
from imagesim.studies.advising.formats.sarif import sarif
from tests.studies.advising.clean import clean, deployment, write
from tests.studies.advising.planted import PLANTED

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": _TEXT,
                                                "fullDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "properties": {"level": _LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {
                                            "logicalLocations": {
                                                "type": "array",
                                                "items": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "properties": {"fullyQualifiedName": {"type": "string"}},
                                                },
                                            },
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation"],
                                                "additionalProperties": False,
                                                "properties": {
                                                    "artifactLocation": {
                                                        "type": "object",
                                                        "additionalProperties": False,
                                                        "properties": {
                                                            "uri": {"type": "string", "pattern": "^[!-~]+$"}
                                                        },
                                                    },
                                                    "region": {
                                                        "type": "object",
                                                        "additionalProperties": False,
                                                        "properties": {"startLine": {"type": "integer", "minimum": 1}},
                                                    },
                                                },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
"""What section 3 of SARIF 2.1.0 asks of the objects that are written here, and of no others."""


@pytest.fixture
def everything(tmp_path: Path) -> list[Finding]:
    """The findings of all plants, each from a file with a space and an umlaut in its name."""
    found: list[Finding] = []
    for name, cases in PLANTED.items():
        documents = clean()
        cases[0].plant(documents)
        found += advise(write(documents, tmp_path / f"ä {name}.yaml")).findings
    return found


def errors(log: object) -> list[str]:
    return [error.message for error in Draft7Validator(SARIF).iter_errors(log)]


def test_sarif_is_as_its_specification_says(everything: list[Finding]):
    log = json.loads(json.dumps(sarif(everything, ALL_RULES.values())))
    assert errors(log) == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(ALL_RULES)
    assert len(run["results"]) == len(everything)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log.update(version="2.0.0"),
        lambda log: log["runs"][0]["results"][0].update(level="notice"),
        lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["results"][0].pop("message"),
    ],
)
def test_a_log_that_is_no_sarif_is_seen(everything: list[Finding], spoil: Any):
    log = json.loads(json.dumps(sarif(everything, ALL_RULES.values())))
    spoil(log)
    assert errors(log) != []


def test_sarif_of_nothing_still_names_what_was_looked_for():
    log: Any = sarif([], ALL_RULES.values())
    assert errors(log) == []
    assert log["runs"][0]["results"] == []
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(ALL_RULES)


def test_an_annotation_stands_at_its_line():
    (finding, *_) = advise("moved-tag").findings
    shown = annotations([finding])
    assert shown.startswith("::warning file=")
    assert f",line={finding.place.line},title=mutable-tag::Deployment/shop/web: container web: " in shown


def test_what_would_end_an_annotation_or_a_property_is_escaped():
    (finding, *_) = advise("moved-tag").findings
    place = FindingPlace("a,b:c%.yaml", 3, "Deployment/shop/web", "")
    from dataclasses import replace

    shown = annotations([replace(finding, place=place, sentence="100 % of\n::error::two lines\r.")])
    assert "file=a%2Cb%3Ac%25.yaml,line=3," in shown
    assert "100 %25 of" in shown
    assert len(shown.splitlines()) == 1


def test_an_annotation_without_a_file_has_no_line():
    (finding, *_) = advise(deployment("shop", "web", "nginx")).findings
    assert annotations([finding]).startswith("::warning title=latest-tag::Deployment/shop/web: container main: ")


def test_json_has_a_row_for_each_finding():
    document = advise("moved-tag").to_json_dict()
    json.dumps(document, allow_nan=False)
    assert document["summary"] == {
        "findings": 1, "error": 0, "warning": 1, "note": 0, "workloads": 1, "images": 1, "left_out": 0
    }  # fmt: skip
    tables: Any = document["tables"]
    assert [row["rule"] for row in tables["findings"]] == ["mutable-tag"]


def test_a_text_lists_a_dozen_places_of_a_rule_and_counts_the_others():
    many = [deployment("shop", f"web-{number}", "nginx") for number in range(40)]
    advice = advise(*many)
    assert f"... and {40 - MOST_PLACES} more; --all lists them" in printed(advice)
    assert "more; --all" not in printed(advice, every=True)
    assert printed(advice, every=True).count("Deployment/shop/web-") == 40
    assert printed(advice).endswith("40 objects with 1 image name: 40 warnings.")


def test_control_characters_of_a_name_do_not_reach_a_terminal():
    advice = advise(deployment("shop", "web", "ngi\x1b[31mnx:\x07"))
    assert [each.rule for each in advice.findings] == ["invalid-name"]
    for shown in (
        printed(advice),
        annotations(advice.findings),
        json.dumps(sarif(advice.findings, ALL_RULES.values())),
    ):
        assert "\x1b" not in shown
        assert "\x07" not in shown
