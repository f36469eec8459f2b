"""What is varied, as it is written and as it is run."""

import pytest

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.sweeping.grid import grid, parse_vary
from tests.studies.worlds import COUNT, FOR, POLICY, REPLICAS, small


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("P:a=1,2", [1, 2]),
        ("P:a=5m,20m", ["5m", "20m"]),
        ("P:a=true", [True]),
        ("P:a=nginx:1.27,nginx:1.28", ["nginx:1.27", "nginx:1.28"]),
        ("P:a='a,b',c", ["a,b", "c"]),
        ("P:a=[x, y],[z]", [["x", "y"], ["z"]]),
        ("P:a={size: 1Mi, n: 2},null", [{"size": "1Mi", "n": 2}, None]),
        ("P:a=b=c,d", ["b=c", "d"]),
    ],
)
def test_values_are_a_yaml_list_without_its_brackets(text, values):
    assert parse_vary(text) == ("P:a", values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("P:a", "is not PATH=V1,V2"),
        ("=1,2", "is not PATH=V1,V2"),
        ("P:a=", "has no value to vary it with"),
        ("P:a=[1,2", "is not a YAML value"),
        ("P:a=1],[2", "is not a YAML value"),
    ],
)
def test_what_is_no_list_of_values_is_a_mistake(text, message):
    with pytest.raises(ScenarioError, match=message):
        parse_vary(text)


def test_every_combination_is_a_setting_and_the_last_path_changes_fastest():
    found = grid(small(), {COUNT: [1, 2], POLICY: ["Always", "Never"]})
    assert [setting.cells for setting in found] == [(1, "Always"), (1, "Never"), (2, "Always"), (2, "Never")]
    assert found[0].labels == ("1", "Always")
    assert [setting.scenario.pools[0].count for setting in found] == [1, 1, 2, 2]
    policies = [setting.scenario.workloads[0].template.spec.containers[0].image_pull_policy for setting in found]
    assert policies == ["Always", "Never"] * 2


def test_a_setting_is_the_scenario_that_set_makes():
    (first, second) = grid(small(), {REPLICAS: [2, 3]})
    assert first.scenario == small(**{REPLICAS: 2})
    assert second.scenario == small(**{REPLICAS: 3})


@pytest.mark.parametrize(
    ("vary", "message"),
    [
        ({COUNT: [1, 1]}, "spec.count: 1 stands twice among the values"),
        ({COUNT: []}, "has no value to vary it with"),
        ({COUNT: "12"}, "is varied with what is no list of values"),
        ({COUNT: [1, "many"]}, "'many'"),
        ({"NodePool/werkers:spec.count": [1]}, "did you mean NodePool/workers"),
        ({"Simulation:spec.seed": [1, 2]}, "is what the runs of a setting differ in"),
        ({"Simulation/small:spec.seed": [1, 2]}, "is what the runs of a setting differ in"),
        ({COUNT: list(range(1, 202)), REPLICAS: list(range(1, 52))}, "makes 10,251 settings; the most is 10,000"),
    ],
)
def test_what_makes_no_sense_is_a_mistake(vary, message):
    with pytest.raises(ScenarioError, match=message.replace("(", r"\(")):
        grid(small(), vary)


def test_what_is_hidden_is_numbered():
    registry = {
        "apiVersion": "imagesim/v1",
        "kind": "Registry",
        "metadata": {"name": "docker.io"},
        "spec": {"auth": "basic", "users": [{"name": "a", "password": "first-secret"}]},
    }
    base = imagesim.load(*small().documents, registry)
    path = "Registry/docker.io:spec.users[0].password"
    found = grid(base, {path: ["second-secret", "third-secret"], FOR: ["1s"]})
    assert [setting.labels for setting in found] == [("hidden (1)", "1s"), ("hidden (2)", "1s")]
    assert "secret" not in repr([setting.cells for setting in found])
    assert found[0].scenario != found[1].scenario
