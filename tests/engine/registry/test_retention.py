"""Registries that delete by themselves: when, what, and what a node that joins later sees of it."""

from pathlib import Path

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from tests.engine.kubelet.sleep.asleep_and_awake import compare
from tests.engine.registry.written_worlds import written

REGISTRY = """  retention: [%s]
  repositories:
    team/web: {tags: {v1: a, v2: b, latest: b}, pushed: {v1: 40d, v2: 10d}}
    other: {tags: {v1: a}, pushed: {v1: 90d}}"""
POD = "{containers: [{name: web, image: 'reg.example/team/web:v1'}]}"
EVENTS = (
    "{at: 10h, push: {image: 'reg.example/team/web:v2', to: a}}",
    "{at: 30h, removeNode: {node: n-0}}",
    "{at: 30h, addNode: {pool: n}}",
)


def ruled(tmp_path: Path, rule: str) -> Path:
    return written(tmp_path, REGISTRY % rule, POD, duration="50h", events=EVENTS)


def retained(tmp_path: Path, rule: str) -> Records:
    return run(load(ruled(tmp_path, rule)))


def gone(records: Records) -> list[tuple[float, str]]:
    return [(row.time_s / 3600, f"{row.repository}:{row.tag}") for row in records.tags if not row.digest]


RULES = [
    ("{olderThan: 30d}", [(24, "other:v1"), (24, "team/web:v1")]),
    ("{olderThan: 30d, repository: 'team/*'}", [(24, "team/web:v1")]),
    ("{olderThan: 30d, keep: ['v*']}", []),
    (
        "{keepLast: 1, repository: team/web, every: 1h}",
        [(1, "team/web:v1"), (1, "team/web:v2"), (10, "team/web:latest")],
    ),
    ("{keepLast: 2, repository: team/web, every: 12h}", [(12, "team/web:v1")]),
    ("{olderThan: 41d, every: 36h}", [(36, "other:v1"), (36, "team/web:v1")]),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_what_the_rules_take_goes_when_they_are_looked_at(tmp_path: Path, rule: str, expected: list[tuple]) -> None:
    assert gone(retained(tmp_path, rule)) == expected


def test_each_tag_that_goes_is_a_cause(tmp_path: Path) -> None:
    causes = [row for row in retained(tmp_path, "{olderThan: 30d}").causes if row.event == "retention"]
    assert [(row.time_s, row.target, row.text, row.label) for row in causes] == [
        (86_400, "reg.example/team/web:v1", "retention of reg.example deletes reg.example/team/web:v1", "v1 expired"),
        (86_400, "reg.example/other:v1", "retention of reg.example deletes reg.example/other:v1", "v1 expired"),
    ]


def test_a_pod_that_runs_is_untouched_and_a_node_that_joins_later_fails(tmp_path: Path) -> None:
    first, second = retained(tmp_path, "{olderThan: 30d}").pods
    assert (first.deletion_s, second.ready_s) == (30 * 3600, None)


def test_images_that_have_lost_their_tags_go_as_untagged(tmp_path: Path) -> None:
    untagged = "{tagStatus: untagged, olderThan: 1h, every: 13h}"
    for keep, times in ((", keep: [v2]", []), ("", [13, 13])):
        rules = f"{{keepLast: 0, every: 12h, repository: team/web{keep}}}, {untagged}"
        causes = [row for row in retained(tmp_path, rules).causes if "@" in row.target and row.time_s < 50_000]
        assert len(causes) == (2 if times else 1)
        assert {row.label for row in causes} == {"untagged expired"}


def test_rules_and_ages_are_written_again(tmp_path: Path) -> None:
    scenario = load(ruled(tmp_path, "{keepLast: 3, olderThan: 2d, every: 12h, keep: [latest], repository: 'team/*'}"))
    (tmp_path / "saved.yaml").write_text(dump(scenario))
    assert load(tmp_path / "saved.yaml").registries == scenario.registries


def test_pods_that_sleep_and_pods_that_do_not_see_the_same(tmp_path: Path) -> None:
    compare(load(ruled(tmp_path, "{olderThan: 30d}")))


MISTAKES = [
    ("{every: 1h}", "retention[0]: does not say what goes; write keepLast: 10 or olderThan: 30d"),
    (
        "{keepLast: 1, every: 1s}",
        "retention[0].every: '1s' makes more than 10,000 looks at the registry in a run of ",
    ),
    ("{keepLast: 1, every: 0s}", "retention[0]: is looked at every 0s; write for example every: 24h"),
    ("{keepLast: 1, keep: [a], tagStatus: untagged}", "keeps names, and what has no tag has none"),
]


@pytest.mark.parametrize(("rule", "said"), MISTAKES)
def test_a_rule_that_takes_nothing_is_a_mistake(tmp_path: Path, rule: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(ruled(tmp_path, rule))
    assert said in str(caught.value)


def test_an_age_of_a_tag_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    file = ruled(tmp_path, "{keepLast: 1}")
    file.write_text(file.read_text().replace("pushed: {v1: 90d}", "pushed: {v9: 90d}"))
    with pytest.raises(ScenarioError, match="'v9' is no tag of this repository; known: v1"):
        load(file)
