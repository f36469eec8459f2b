"""The JSON Schema of world documents: valid, complete, and of one mind with the program."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.documents import parse, read_file
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.schema import KINDS, world_schema

SCHEMA = world_schema()
HEAD = "apiVersion: imagesim/v1\nmetadata: {name: x.example}\n"

WRONG = {
    "unknown field": "kind: NodePool\nspec: {cuont: 3}",
    "unknown kind": "kind: NodePol\nspec: {count: 3}",
    "wrong type": "kind: NodePool\nspec: {count: three}",
    "negative number": "kind: NodePool\nspec: {count: -1}",
    "size without a known unit": "kind: Image\nspec: {layers: [30MB]}",
    "speed without a unit": "kind: Registry\nspec: {bandwidth: 100}",
    "duration without a unit": "kind: Simulation\nspec: {duration: 20}",
    "unknown version": 'kind: Simulation\nspec: {kubernetesVersion: "1.20"}',
    "event without a time": "kind: Timeline\nspec: {events: [{scale: {workload: web, replicas: 3}}]}",
    "event that does nothing": "kind: Timeline\nspec: {events: [{at: 5m}]}",
    "event that does two things": "kind: Timeline\nspec: {events: [{at: 5m, rolloutRestart: {workload: w}, "
    "scale: {workload: w, replicas: 3}}]}",
    "mistyped event": "kind: Timeline\nspec: {events: [{at: 5m, outtage: {registry: docker.io, for: 5m}}]}",
    "image without layers": "kind: Image\nspec: {digest: a}",
    "image of both forms": "kind: Image\nspec: {layers: [1Mi], manifests: [{layers: [1Mi]}]}",
    "limit without a window": "kind: Registry\nspec: {limits: [{amount: 3}]}",
    "fault without an effect": "kind: Registry\nspec: {faults: [{method: GET, nth: 2}]}",
    "fault with an unknown way to fail": "kind: Registry\nspec: {faults: [{transport: rest}]}",
    "outage that answers well": "kind: Timeline\nspec: {events: [{at: 5m, outage: {registry: a.b, for: 1m, "
    "status: 200}}]}",
    "image of a preset and of layers": "kind: Image\nspec: {preset: small, layers: [1Mi]}",
    "mirror without a host": "kind: NodePool\nspec: {hosts: {docker.io: {mirrors: [{peers: true}]}}}",
    "disk without a unit that is known": "kind: NodePool\nspec: {disk: 100GB}",
    "threshold above all": "kind: NodePool\nspec: {kubelet: {imageGCHighThresholdPercent: 101}}",
    "mistyped kubelet field": "kind: NodePool\nspec: {kubelet: {serialiseImagePulls: false}}",
}
RIGHT = {
    "versions without quotes": "kind: Simulation\nspec: {kubernetesVersion: 1.36, containerdVersion: 2.0}",
    "event at zero": "kind: Timeline\nspec: {events: [{at: 0, outage: {registry: docker.io, for: 1h30m}}]}",
    "sizes of all forms": "kind: Image\nspec: {layers: [30Mi, 5000000, 1e3, 1.5G, {size: .5Gi, digest: base}]}",
    "speeds of all forms": "kind: Registry\nspec: {bandwidth: 1.5 Gbit/s}",
    "unlimited": "kind: Registry\nspec: {bandwidth: unlimited}",
    "kubelet field that is not modelled": "kind: NodePool\nspec: {kubelet: {maxPods: 50, registryPullQPS: 0}}",
    "preset and a limit": "kind: Registry\nspec: {limits: [{preset: docker-hub}, {amount: 3, window: 1m}]}",
    "faults": "kind: Registry\nspec: {faults: [{status: 429, message: ''}, {silent: true, cutAt: 5k, from: 1m}]}",
    "index": "kind: Image\nspec: {index: true, manifests: [{layers: [1Mi], artifact: true, diffIDs: 0}]}",
    "disks of both forms": "kind: NodePool\nspec: {disk: 100Gi, nat: {name: a, bandwidth: unlimited}}",
    "hosts": "kind: NodePool\nspec: {hosts: {docker.io: {mirrors: [{host: 'http://a.b', capabilities: [pull]}]}, "
    "_default: {file: {server: c.d}}}}",
    "collection": "kind: NodePool\nspec: {disk: {size: 9G}, kubelet: {imageMaximumGCAge: 12h0m0s, "
    "evictionHard: {imagefs.available: 5%}}}",
    "nothing but a name": "kind: NodePool",
}


def accepts(text: str) -> bool:
    (document,) = parse(HEAD + text)
    return Draft202012Validator(SCHEMA).is_valid(document.value)


def program_accepts(text: str, path: Path) -> bool:
    path.write_text(HEAD + text)
    try:
        load(path)
    except ScenarioError:
        return False
    return True


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_is_a_schema_itself(kind):
    Draft202012Validator.check_schema(world_schema(kind))


@pytest.mark.parametrize("name", shipped.names())
def test_shipped_world_documents_fit_it_and_fail_when_broken(name):
    folder = shipped.folder(name)
    assert folder is not None
    found = [document for path in sorted(folder.rglob("*.yaml")) for document in read_file(path)]
    worlds = [document for document in found if document.api_version == "imagesim/v1"]
    assert worlds
    for document in worlds:
        for schema in (SCHEMA, world_schema(document.kind)):
            validator = Draft202012Validator(schema)
            assert [error.message for error in validator.iter_errors(document.value)] == []
            broken = copy.deepcopy(document.value)
            broken["spec"]["mistyped"] = True  # type: ignore[index]
            assert not validator.is_valid(broken)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_the_program_refuses_is_marked(text, tmp_path):
    assert not accepts(text)
    assert not program_accepts(text, tmp_path / "world.yaml")


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_the_program_takes_is_not(text, tmp_path):
    assert accepts(text)
    assert program_accepts(text, tmp_path / "world.yaml")


def test_every_field_is_described():
    missing = [
        f"{name}.{field}"
        for name, definition in SCHEMA["$defs"].items()
        for field, schema in definition.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert missing == [], "add a text in imagesim/scenarios/schema_texts.py, or node_pool_texts.py"


def test_defaults_are_written_as_people_write_them():
    pool = SCHEMA["$defs"]["NodePoolSpec"]["properties"]
    assert (pool["network"]["default"], pool["count"]["default"]) == ("1Gbit/s", 1)
    assert SCHEMA["$defs"]["SomePodsSpec"]["properties"]["over"]["default"] == "0s"
    assert "default" not in pool["kubernetesVersion"]


def test_one_kind_takes_no_other():
    (document,) = parse(HEAD + "kind: NodePool")
    assert Draft202012Validator(world_schema("NodePool")).is_valid(document.value)
    assert not Draft202012Validator(world_schema("Registry")).is_valid(document.value)


def test_a_kind_that_does_not_exist_is_a_mistake():
    with pytest.raises(ScenarioError, match="KIND: 'nodepool' is no kind of imagesim/v1; did you mean NodePool"):
        world_schema("nodepool")
