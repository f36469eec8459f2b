"""Pulls that were recorded as cases: each agrees. What of them chance decides, a simulated pull can do, too."""

import pytest

from tests.validation.rows import stored, wire_row
from tests.wire.__main__ import SEEDS, check
from tests.wire.case import Case
from tests.wire.measured import LATER, second_recording
from tests.wire.playing import play

CASES = {case.name: case for case in second_recording()}


def find(text: str) -> Case:
    return next(case for name, case in CASES.items() if text in name)


@pytest.mark.parametrize("name", CASES)
def test_each_case_agrees(name):
    assert check(CASES[name]) == []


def test_the_page_says_how_many():
    row = wire_row(LATER, len(CASES), len(CASES))
    assert stored()[row.key] == row, "python -m tests.validation writes docs/validation.md again"


def test_a_pull_by_1_6_that_follows_a_cancelled_one_is_lost_now_and_then():
    case = find("case 86")
    seen = [play(case, seed).pulls[1] for seed in range(1, SEEDS + 1)]
    lost = [pull for pull in seen if not pull.ok]
    assert 1 <= len(lost) <= 10
    assert {pull.code for pull in lost} == {"NotFound"}
    assert all("failed to prepare extraction snapshot" in pull.error for pull in lost)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_manifests_of_an_index_are_fetched_in_either_order(order):
    case = find("case 403")
    children = [
        child["id"] for child in case.registries[0]["manifests"][case.registries[0]["tags"]["a/i:1"]]["manifests"]
    ]
    asked = [[row.object for row in play(case, seed).requests] for seed in range(1, SEEDS + 1)]
    assert any(row[2:4] == [f"manifests/{children[place]}" for place in order] for row in asked)
