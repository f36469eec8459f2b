from collections.abc import Callable

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.settings import parse_setting
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]


def test_sets_what_is_written_and_what_only_the_schema_knows(loaded: Loaded, deployment: str, world: str) -> None:
    scenario = loaded(
        deployment,
        world,
        values={
            "Deployment/shop/web:spec.replicas": 20,
            "Deployment/web:spec.template.spec.containers[0].imagePullPolicy": "Always",
            "Deployment/web:spec.template.metadata.labels[a.b/c]": "d",
            "NodePool/workers:spec.kubelet.serializeImagePulls": False,
            "Registry/registry.example:spec.repositories[shop/web].tags[1.27]": "web-a",
            "Image/web-a:spec.layers[1]": "5Mi",
        },
    )
    (made,) = scenario.deployments
    assert made.replicas == 20
    assert made.template.spec.containers[0].image_pull_policy == "Always"
    assert dict(made.template.labels)["a.b/c"] == "d"
    assert not scenario.pools[0].kubelet.serialize_image_pulls
    assert [tag for tag, _ in scenario.registries[0].repositories[0][1]] == ["v1", "1.27"]
    assert scenario.images[0].manifests[0].layers[1].size == 5 * 2**20


def test_the_default_world_can_be_set_and_says_what_it_became(loaded: Loaded, deployment: str) -> None:
    scenario = loaded(deployment, values={"NodePool/workers:spec.count": 10})
    assert scenario.pools[0].count == 10
    assert "No NodePool is given: 10 nodes linux/amd64, network 1Gbit/s each." in scenario.assumptions


def test_the_one_simulation_needs_no_name(loaded: Loaded, deployment: str) -> None:
    assert loaded(deployment, values={"Simulation:spec.duration": "20m"}).duration_s == 1200


def test_documents_of_a_scenario_load_again_with_other_values(loaded: Loaded, deployment: str) -> None:
    first = loaded(deployment, values={"Deployment/web:spec.replicas": 7})
    again = load(*first.documents)
    other = load(*first.documents, values={"Deployment/web:spec.replicas": 8})
    assert again == first
    assert (first.deployments[0].replicas, other.deployments[0].replicas) == (7, 8)


def test_setting_an_aliased_value_leaves_the_other_alone(loaded: Loaded) -> None:
    metadata = "{name: a, labels: &l {x: y}, annotations: *l}"
    text = f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec: {{containers: [{{name: a, image: b}}]}}\n"
    (pod,) = loaded(text, values={"Pod/a:metadata.labels.x": "z"}).pods
    assert (pod.labels, pod.annotations) == ((("x", "z"),), (("x", "y"),))


MISTAKES = [
    (
        "NodePol/workers:spec.count",
        3,
        "NodePol/workers:spec.count: names no document of this scenario; did you mean NodePool/workers?",
    ),
    (
        "NodePool/workers",
        3,
        "NodePool/workers: names no field of a document; "
        "write Kind/name:field, for example NodePool/workers:spec.count",
    ),
    (
        "NodePool/workers:spec.cuont",
        3,
        "set from outside: NodePool/workers: spec.cuont: unknown field; did you mean count?",
    ),
    (
        "NodePool/workers:spec.kublet.registryBurst",
        3,
        "set from outside: NodePool/workers: spec.kublet: unknown field; did you mean kubelet?",
    ),
    (
        "NodePool/workers:spec.count",
        "x",
        "set from outside: NodePool/workers: spec.count: 'x' is not a whole number; write a number such as 3",
    ),
    ("NodePool/workers:spec.count.x", 3, "NodePool/workers:spec.count.x: goes on below a value that has no fields"),
    (
        "NodePool/workers:spec.prepulled[0]",
        "x",
        "NodePool/workers:spec.prepulled[0]: names no item: there is no list prepulled",
    ),
    ("Deployment/web:spec.replica", 3, "Deployment/web:spec.replica: names no field; did you mean replicas?"),
    (
        "Deployment/web:spec.template.spec.containers[1].image",
        "x",
        "Deployment/web:spec.template.spec.containers[1].image: names no item: the list has 1",
    ),
    (
        "Deployment/web:spec..replicas",
        3,
        "Deployment/web:spec..replicas: is not a path; "
        "write fields with dots and places in a list in brackets: spec.containers[0].image",
    ),
    ("Deployment/web:", 3, "Deployment/web:: names no field of a document"),
]


@pytest.mark.parametrize(("path", "value", "message"), MISTAKES, ids=[path for path, _, _ in MISTAKES])
def test_a_path_that_names_nothing_is_a_mistake(
    mistake: Mistake, deployment: str, path: str, value: object, message: str
) -> None:
    assert mistake(deployment, values={path: value}) == message


def test_a_short_name_that_two_objects_have_is_a_mistake(mistake: Mistake, deployment: str) -> None:
    other = deployment.replace("namespace: shop", "namespace: test")
    said = mistake(deployment, other, values={"Deployment/web:spec.replicas": 3})
    assert said.endswith("names more than one document; write Deployment/shop/web or Deployment/test/web")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NodePool/w:spec.count=3", ("NodePool/w:spec.count", 3)),
        ("Deployment/w:spec.paused=true", ("Deployment/w:spec.paused", True)),
        ("NodePool/w:spec.prepulled=[a, b]", ("NodePool/w:spec.prepulled", ["a", "b"])),
        ("Pod/a:metadata.name=", ("Pod/a:metadata.name", None)),
        ("Pod/a:spec.x=a=b", ("Pod/a:spec.x", "a=b")),
        ("Deployment/w:spec.x=nginx:1.27", ("Deployment/w:spec.x", "nginx:1.27")),
    ],
)
def test_a_value_from_the_command_line_is_yaml(text: str, expected: tuple[str, object]) -> None:
    assert parse_setting(text) == expected


@pytest.mark.parametrize("text", ["NodePool/w:spec.count", "=3", "a:b=[1", "a:b=x: y"])
def test_what_is_no_setting_is_said(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"is not PATH=VALUE|is not a YAML value"):
        parse_setting(text)
