"""Expectations of availability, pushes and budgets, held against whole runs."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.expectations import parse_expectation
from tests.results.measures.small_worlds import IMAGE, image, pool, ran, registry, timeline, workload


@pytest.fixture(scope="module")
def records() -> Records:
    """A push that the nodes' pods get as they are deleted, from a registry with a limit."""
    limit = {"amount": 100, "window": "6h"}
    return ran(
        image("a", "1Mi"),
        image("b", "2Mi"),
        registry({"v1": "a"}, limits=[limit]),
        pool(1),
        workload(replicas=2, container={"imagePullPolicy": "Always"}),
        timeline(
            ("1m", "push", {"image": IMAGE, "to": "b"}),
            ("2m", "delete", {"target": "Deployment/web", "pods": 1}),
        ),
    )


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("reached == 1", True),
        ("reached >= 2", False),
        ("unavailable > 0s", True),
        ("unavailable < 1m", True),
        ("budget < 100", True),
        ("budget >= 1", True),
        ("time to ready p99 < 1m", True),
        ("429s > 0", False),
        ("egress > 3Mi", True),
        ("egress > 4Mi", False),
        ("pods == 3", True),
    ],
)
def test_a_run_is_held_against_it(records, text, met):
    answer = parse_expectation(text).of(records)
    assert answer.met == met, answer
