"""claims.yaml has every point of Kubernetes' page, each with its parts, and docs/claims.md is made of it."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from imagesim.scenarios import shipped
from tests.claims.page import PAGE, by_lesson, page
from tests.claims.reading import ROOT, Claim, Claims, Section, claims_of, fact_ids, read_claims
from tests.test_facts import problem_of_test

CLAIMS = read_claims()
FACTS = fact_ids()
NOTEBOOKS = ROOT / "notebooks"


def problems(claim: Claim) -> list[str]:
    """What is wrong with one point."""
    if claim.nothing:
        return [] if claim == Claim(claim.id, nothing=claim.nothing) else ["it claims nothing and yet has other parts"]
    missing = [name for name in ("claim", "lesson", "run", "shows", "tests") if not getattr(claim, name)]
    found = [f"it has no {name}" for name in missing]
    if bool(claim.differs) != bool(claim.facts):
        found.append("a difference and the facts of it go together")
    found += [f"there is no fact {fact}" for fact in claim.facts if fact not in FACTS]
    if claim.lesson and (problem := problem_of_lesson(claim.lesson)):
        found.append(problem)
    if claim.run and (problem := problem_of_command(claim.run)):
        found.append(problem)
    return found + [problem for name in claim.tests if (problem := problem_of_test(name))]


def problem_of_lesson(lesson: str) -> str | None:
    """Why a lesson does not count; None if it does. Whether it is there is asked once all of them are to be."""
    if lesson not in CLAIMS.lessons:
        return f"there is no lesson {lesson} in the list"
    if CLAIMS.lessons_are_there and not (NOTEBOOKS / f"{lesson}.ipynb").is_file():
        return f"there is no lesson {lesson}"
    return None


def problem_of_command(command: str) -> str | None:
    """Why a command does not count; None if it does. What it prints is asked in tests/cli/test_claims.py."""
    words = command.split()
    if words[0] != "imagesim":
        return "its command is not imagesim's"
    if words[1] == "run" and words[2] not in shipped.names():
        return f"there is no scenario {words[2]}"
    return None


def missing(claims: Claims) -> list[str]:
    """Where points are missing or too many: sections with another number than the head of the list says."""
    found = Counter(claim.id.partition("/")[0] for claim in claims.all)
    return [name for name in {**claims.counts, **found} if claims.counts.get(name) != found[name]]


@pytest.mark.parametrize("claim", CLAIMS.all, ids=lambda claim: claim.id)
def test_a_point_has_all_its_parts_or_a_reason(claim: Claim) -> None:
    assert problems(claim) == []


def test_ids_count_from_one_in_their_section() -> None:
    for section in CLAIMS.sections:
        assert [claim.id for claim in section.claims] == [
            f"{section.id}/{number}" for number in range(1, len(section.claims) + 1)
        ]


def test_no_section_lacks_a_point() -> None:
    assert missing(CLAIMS) == []
    assert list(CLAIMS.counts) == [section.id for section in CLAIMS.sections]
    assert (len(CLAIMS.sections), sum(CLAIMS.counts.values())) == (18, 117)


@pytest.mark.parametrize("place", [(0, 0), (3, 10), (-1, -1)])
def test_a_row_that_is_removed_is_missed(place: tuple[int, int]) -> None:
    at, row = place
    sections = list(CLAIMS.sections)
    left = list(sections[at].claims)
    del left[row]
    sections[at] = replace(sections[at], claims=left)
    assert missing(replace(CLAIMS, sections=sections)) == [sections[at].id]


def test_anchors_are_what_kubernetes_io_makes_of_headings() -> None:
    named = {"default-policy": "imagepullpolicy-defaulting", "plugins": "kubelet-credential-provider"}
    named |= {"config-json": "config-json", "images": "", "next": "what-s-next"}
    for section in CLAIMS.sections:
        assert section.anchor == named.get(section.id, section.heading.lower().replace(" ", "-"))


def test_the_page_is_what_the_list_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.claims writes it again"


def test_the_page_has_one_row_for_each_point_and_all_its_links_are_there() -> None:
    text = page()
    assert re.findall(r"^\| <a id=\"[a-z0-9-]+\"></a>`([^`]+)` \|", text, re.MULTILINE) == [c.id for c in CLAIMS.all]
    links = re.findall(r"\]\((\.\./[^)]+)\)", text)
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
    assert len(links) >= 117


def test_each_point_is_listed_under_the_lesson_that_teaches_it() -> None:
    ids = re.findall(r"^  (\S+/\d+) ", by_lesson(), re.MULTILINE)
    assert sorted(ids) == sorted(claim.id for claim in CLAIMS.all if not claim.nothing)


TEST = "tests/claims/test_claims.py::test_no_section_lacks_a_point"
GOOD = Claim("a/1", "So it is.", "00-start", "imagesim run moved-tag", shows=["x"], tests=[TEST])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"claim": ""}, "it has no claim"),
        ({"tests": []}, "it has no tests"),
        ({"tests": ["tests/claims/test_claims.py::test_made_up"]},
         "there is no test tests/claims/test_claims.py::test_made_up"),
        ({"shows": []}, "it has no shows"),
        ({"run": "imagesim run nowhere"}, "there is no scenario nowhere"),
        ({"run": "rm run moved-tag"}, "its command is not imagesim's"),
        ({"lesson": "99-nothing"}, "there is no lesson 99-nothing in the list"),
        ({"differs": "Not so."}, "a difference and the facts of it go together"),
        ({"facts": ["a1.1"]}, "a difference and the facts of it go together"),
        ({"differs": "Not so.", "facts": ["z9.9"]}, "there is no fact z9.9"),
        ({"nothing": "Because."}, "it claims nothing and yet has other parts"),
    ],
)  # fmt: skip
def test_a_part_that_is_missing_or_made_up_is_found(change: dict[str, object], problem: str | None) -> None:
    assert problems(replace(GOOD, **change)) == ([problem] if problem else [])  # type: ignore[arg-type]


def test_an_unknown_part_is_refused() -> None:
    section = {"id": "a", "heading": "A", "anchor": "a", "claims": [{"id": "a/1", "claims": "?"}]}
    with pytest.raises(TypeError, match="claims"):
        claims_of({"counts": {}, "lessons": {}, "lessons_are_there": False, "sections": [section]})
    assert Section("a", "A", "a", ()).url.endswith("images/#a")
