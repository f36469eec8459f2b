"""facts.yaml names every known fact about images, and the tests that hold imagesim to it. The list is kept honest."""

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CONFORMANCE = "conformance: "
Entry = Mapping[str, object]

COUNTS = {
    "a1": 12, "a2": 2, "a3": 21, "a4": 12, "b": 12, "c1": 10, "c2": 12, "c3": 3, "d": 21, "e": 8,
    "f1": 4, "f2": 2, "f3": 5, "f4": 4, "f5": 5, "f6": 6, "f7": 7, "g6": 8, "g7": 1, "h": 10, "n1": 6, "n2": 6, "n3": 3,
}  # fmt: skip
"""How many facts each section has. One that goes missing from the list is missed here."""


def facts() -> list[Entry]:
    entries: list[Entry] = yaml.safe_load((ROOT / "tests/facts.yaml").read_text(encoding="utf-8"))
    return entries


@cache
def functions_of(path: Path) -> frozenset[str]:
    """The test functions of a file, read and not run."""
    if not path.is_file():
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def problem_of_test(name: str) -> str | None:
    """Why the test or recorded sample *name* does not count; None if it is there."""
    if name.startswith(CONFORMANCE):
        sample = ROOT / "tests/conformance" / name.removeprefix(CONFORMANCE)
        return None if sample.is_file() and sample.stat().st_size else f"there is no sample {name}"
    path, _, function = name.partition("::")
    return None if function in functions_of(ROOT / path) else f"there is no test {name}"


def problems(entry: Entry) -> list[str]:
    """What is wrong with one entry of the list."""
    found = []
    if not entry.get("fact"):
        found.append("it does not say the fact")
    if unknown := set(entry) - {"id", "fact", "tests", "not_modelled", "left_out"}:
        found.append(f"unknown fields {sorted(unknown)}")
    if bool(entry.get("tests")) == bool(entry.get("not_modelled")):
        found.append("it needs either tests or a reason why it is not modelled")
    tests = entry.get("tests") or []
    assert isinstance(tests, Sequence)
    if len(set(tests)) < len(tests):
        found.append("a test is named twice")
    return found + [problem for name in tests if (problem := problem_of_test(name))]


def place(id_: str) -> tuple[str, int, str]:
    """Where an id belongs in the list: section, number, letter."""
    section, number, letter = re.fullmatch(r"([a-hn]\d?)\.(\d+)([a-z]?)", id_).groups()
    return section, int(number), letter


@pytest.mark.parametrize("entry", facts(), ids=lambda entry: entry["id"])
def test_a_fact_has_tests_that_exist_or_a_reason(entry):
    assert problems(entry) == []


def test_ids_are_unique_and_in_order():
    places = [place(entry["id"]) for entry in facts()]
    assert places == sorted(set(places))


def test_no_number_is_left_out_and_a_letter_stands_below_its_number():
    taken = {place(entry["id"]) for entry in facts()}
    for section, number, letter in taken:
        before = (
            (section, number, chr(ord(letter) - 1) if letter > "a" else "") if letter else (section, number - 1, "")
        )
        assert before in taken or before[1:] == (0, ""), f"what comes before {section}.{number}{letter}?"


def test_every_section_has_all_its_facts():
    assert Counter(place(entry["id"])[0] for entry in facts()) == COUNTS


GOOD = {"id": "a1.1", "fact": "So it is.", "tests": ["tests/test_facts.py::test_ids_are_unique_and_in_order"]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"tests": ["tests/test_facts.py::test_made_up"]}, "there is no test tests/test_facts.py::test_made_up"),
        ({"tests": ["tests/test_none.py::test_x"]}, "there is no test tests/test_none.py::test_x"),
        ({"tests": ["tests/test_facts.py"]}, "there is no test tests/test_facts.py"),
        ({"tests": ["tests/test_facts.py::problems"]}, "there is no test tests/test_facts.py::problems"),
        (
            {"tests": ["conformance: kubelet-1.32/none.jsonl"]},
            "there is no sample conformance: kubelet-1.32/none.jsonl",
        ),
        ({"tests": []}, "it needs either tests or a reason why it is not modelled"),
        ({"not_modelled": "Because."}, "it needs either tests or a reason why it is not modelled"),
        ({"fact": ""}, "it does not say the fact"),
        ({"tests": GOOD["tests"] * 2}, "a test is named twice"),
        ({"not-modelled": "Because."}, "unknown fields ['not-modelled']"),
    ],
)
def test_a_made_up_test_and_other_mistakes_in_the_list_are_found(change, problem):
    assert problems({**GOOD, **change}) == ([problem] if problem else [])
