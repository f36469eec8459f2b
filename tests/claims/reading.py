"""Reads claims.yaml as it is. What may be wrong with it is asked in test_claims.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).parent / "claims.yaml"
FACTS = ROOT / "tests" / "facts.yaml"


@dataclass(frozen=True)
class Claim:
    """A point of the page. One that claims nothing has its reason in `nothing`, and nothing else but its id."""

    id: str
    claim: str = ""
    lesson: str = ""
    run: str = ""
    exit: int = 0
    shows: Sequence[str] = ()
    tests: Sequence[str] = ()
    differs: str = ""
    facts: Sequence[str] = ()
    nothing: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of the page, its anchor there, and its points."""

    id: str
    heading: str
    anchor: str
    claims: Sequence[Claim]

    @property
    def url(self) -> str:
        """Where it is on kubernetes.io."""
        return f"https://kubernetes.io/docs/concepts/containers/images/#{self.anchor}".removesuffix("#")


@dataclass(frozen=True)
class Claims:
    """The whole list: what stands in its head, and its sections."""

    counts: Mapping[str, int]
    lessons: Mapping[str, str]
    lessons_are_there: bool
    sections: Sequence[Section]

    @property
    def all(self) -> list[Claim]:
        """Every point, in the order of the page."""
        return [claim for section in self.sections for claim in section.claims]

    def taught_by(self, lesson: str) -> list[Claim]:
        """The points that a lesson has to teach."""
        return [claim for claim in self.all if claim.lesson == lesson]


def read_claims() -> Claims:
    """The list that is in this repository. A field that is not known is a TypeError."""
    return claims_of(yaml.safe_load(LIST.read_text(encoding="utf-8")))


def claims_of(document: Mapping[str, Any]) -> Claims:
    """The list that a document holds."""
    sections = [
        Section(**{**section, "claims": [Claim(**claim) for claim in section["claims"]]})
        for section in document["sections"]
    ]
    return Claims(**{**document, "sections": sections})


def fact_ids() -> set[str]:
    """The ids of tests/facts.yaml."""
    return {fact["id"] for fact in yaml.safe_load(FACTS.read_text(encoding="utf-8"))}
