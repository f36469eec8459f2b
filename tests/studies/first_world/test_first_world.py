"""A first world: it loads at once, holds what pods use, and says what to fill in."""

import json
import shlex

import pytest
import yaml

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError

POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "namespace": "shop"},
    "spec": {
        "containers": [
            {"name": "a", "image": "nginx:1.27"},
            {"name": "b", "image": "registry.example/shop/web@sha256:" + "5" * 64},
            {"name": "c", "image": "registry.example/Wrong:v1"},
        ],
        "imagePullSecrets": [{"name": "login"}],
    },
}
SECRET = {
    "apiVersion": "v1",
    "kind": "Secret",
    "metadata": {"name": "login", "namespace": "shop"},
    "type": "kubernetes.io/dockerconfigjson",
    "stringData": {
        ".dockerconfigjson": json.dumps({"auths": {"registry.example": {"username": "u", "password": "canary-31415"}}})
    },
}


def written(files, folder):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def documents(files, kind):
    return [each for each in yaml.safe_load_all(files["world.yaml"]) if each["kind"] == kind]


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """moved-tag at minute 10 as kubectl prints it."""
    from typer.testing import CliRunner

    from imagesim.cli.app import app

    words = shlex.split("kubectl get nodes,deploy,rs,pods -A -o json --at 10m moved-tag")
    file = tmp_path_factory.mktemp("dump") / "dump.json"
    file.write_text(CliRunner().invoke(app, words, prog_name="imagesim").stdout)
    return file


def test_manifests_get_a_world_that_runs(tmp_path):
    found = imagesim.first_world(POD, SECRET)
    scenario = imagesim.load(written(found.files, tmp_path / "first"))
    assert {registry.host for registry in scenario.registries} == {"docker.io", "registry.example"}
    result = imagesim.simulate(scenario)
    assert dict(zip(result.pulls.container, result.pulls.outcome, strict=True)) == {"a": "Pulled", "b": "Pulled"}
    assert len(scenario.pools) == 1


def test_no_password_is_in_it():
    files = imagesim.first_world(POD, SECRET).files
    assert "canary-31415" not in str(files)
    assert "Y2FuYXJ5" not in str(files)
    assert "dockerconfigjson" in files["manifests.json"]


def test_a_digest_is_held_by_digest_and_a_wrong_name_by_nobody():
    found = imagesim.first_world(POD)
    of = {each["spec"]["host"]: each["spec"]["repositories"] for each in documents(found.files, "Registry")}
    assert of["docker.io"] == {"library/nginx": {"tags": {"1.27": "library-nginx-1.27"}}}
    (held,) = of["registry.example"]["shop/web"]["images"]
    (image,) = (each for each in documents(found.files, "Image") if each["metadata"]["name"] == held)
    assert image["spec"]["digest"] == "sha256:" + "5" * 64
    assert list(of["registry.example"]["shop/web"]) == ["images"]
    assert "Wrong" not in json.dumps(of)


def test_what_nothing_tells_is_to_be_filled_in():
    found = imagesim.first_world(POD)
    assert found.to_fill_in[0].startswith("NodePool: how many nodes")
    assert "Registry docker.io: latency, bandwidth, limits, logins; sizes of 1 images" in found.to_fill_in
    assert found.files["world.yaml"].count("FILL IN") >= 4


def test_a_dump_begins_where_it_was_taken(dump, tmp_path):
    found = imagesim.first_world(dump)
    scenario = imagesim.load(written(found.files, tmp_path / "first"))
    before = imagesim.load(dump)
    assert scenario.starting is not None
    assert scenario.starting.pods == before.starting.pods
    assert [pool.nodes for pool in scenario.pools] == [pool.nodes for pool in before.pools]
    assert scenario.start == before.start
    (image,) = documents(found.files, "Image")
    ran = imagesim.simulate(before, seed=1)
    ((_, _, _, newest),) = before.starting.tags
    assert image["spec"]["digest"] == newest.digest
    assert imagesim.simulate(scenario, seed=1).summary()["pods"] == ran.summary()["pods"]


def test_the_timeline_names_what_is_there(dump, tmp_path):
    world = imagesim.first_world(dump).files["world.yaml"]
    _, mark, timeline = world.partition("# What if?")
    assert mark
    lines = timeline.splitlines()[1:]
    written({"t.yaml": "\n".join(line.removeprefix("# ") for line in lines)}, tmp_path)
    folder = written(imagesim.first_world(dump).files, tmp_path / "first")
    scenario = imagesim.load(folder, tmp_path / "t.yaml")
    assert len(scenario.timeline) == 3
    assert imagesim.simulate(scenario).records.vain_events == ()


def test_world_documents_are_taken_over():
    pool = {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "mine"}, "spec": {"count": 7}}
    found = imagesim.first_world(POD, pool)
    assert [each["spec"]["count"] for each in documents(found.files, "NodePool")] == [7]


def test_what_names_no_image_is_a_mistake():
    with pytest.raises(ScenarioError, match="names an image"):
        imagesim.first_world({"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}})


def test_the_command_writes_a_folder_once(tmp_path, dump):
    from typer.testing import CliRunner

    from imagesim.cli.app import app

    words = ["init", str(dump), "--out", str(tmp_path / "first")]
    done = CliRunner().invoke(app, words, prog_name="imagesim")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "- Registry registry.example: latency, bandwidth, limits, logins" in done.stdout
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == ["manifests.json", "world.yaml"]
    again = CliRunner().invoke(app, words, prog_name="imagesim")
    assert again.exit_code == 2
    assert "is not empty" in again.stderr
