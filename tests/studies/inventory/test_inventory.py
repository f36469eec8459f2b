"""The inventory: one row an image, whatever texts name it, with what a dump knows of it."""

import csv
import io
import json

import pytest

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.inventory.inventory import inventory
from imagesim.studies.inventory.text import csv_lines, text, to_json_dict

PINNED = "registry.example/shop/web@sha256:" + "5" * 64


def pod(name, *images, **spec):
    containers = [{"name": f"c{place}", "image": image} for place, image in enumerate(images)]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": containers, **spec}}


def workload(kind, name, image, **spec):
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "c", "image": image}]}}
    selector = {"matchLabels": {"app": name}}
    spec = {"selector": selector, "template": template, **spec}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """moved-tag at minute 10 as kubectl prints it: four pods, and four that came after the push."""
    from typer.testing import CliRunner

    from imagesim.cli.app import app

    words = ["kubectl", "get", "nodes,deploy,rs,pods", "-A", "-o", "json", "--at", "10m", "moved-tag"]
    done = CliRunner().invoke(app, words, prog_name="imagesim")
    file = tmp_path_factory.mktemp("dump") / "dump.json"
    file.write_text(done.stdout)
    return file


def test_texts_that_mean_the_same_are_one_row():
    found = inventory(pod("a", "nginx", "nginx:latest"), pod("b", "docker.io/library/nginx"), pod("c", "nginx:1.27"))
    assert [(row.name, row.pods) for row in found.rows] == [
        ("docker.io/library/nginx:1.27", 1),
        ("docker.io/library/nginx:latest", 2),
    ]
    assert found.rows[1].users == ("Pod/default/a", "Pod/default/b")
    assert found.rows[1].policies == ("Always",)


def test_init_containers_and_image_volumes_are_there():
    volume = {"name": "v", "image": {"reference": "r.example/data:v1", "pullPolicy": "Never"}}
    spec = {"initContainers": [{"name": "i", "image": "r.example/init:v1"}], "volumes": [volume]}
    rows = inventory(pod("a", "r.example/app:v1", **spec)).rows
    assert [(row.repository, row.policies) for row in rows] == [
        ("app", ("IfNotPresent",)), ("data", ("Never",)), ("init", ("IfNotPresent",)),
    ]  # fmt: skip


def test_pods_of_workloads_are_counted_and_those_of_each_node_are_not():
    found = inventory(
        workload("Deployment", "web", "r.example/app:v1", replicas=3),
        workload("DaemonSet", "agent", "r.example/app:v1"),
    )
    (row,) = found.rows
    assert (row.pods, row.each_node, row.users) == (3, True, ("DaemonSet/default/agent", "Deployment/default/web"))
    assert "3 + each node" in text(found)


def test_admission_decides_about_policies():
    simulation = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}}
    always = {**simulation, "spec": {"admission": ["AlwaysPullImages"]}}
    assert inventory(pod("a", "r.example/app:v1"), always).rows[0].policies == ("Always",)
    assert inventory(pod("a", "r.example/app:v1"), simulation).rows[0].policies == ("IfNotPresent",)


def test_a_digest_cannot_move_and_a_text_that_is_no_name_is_said_to_be_none():
    found = inventory(pod("a", PINNED, "r.example/Web:v1"))
    wrong, pinned = found.rows
    assert (pinned.pinned, pinned.tag, pinned.digest) == (True, "", "sha256:" + "5" * 64)
    assert (wrong.registry, wrong.name, wrong.pinned) == ("", "r.example/Web:v1", False)
    assert "<not a name>" in text(found)


def test_without_nodes_nobody_knows_where_images_are():
    found = inventory(pod("a", "r.example/app:v1"))
    assert (found.of_nodes, found.rows[0].nodes, found.rows[0].size_bytes) == (None, None, None)


def test_what_pools_are_given_lies_on_their_nodes():
    pool = {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "n"}}
    pools = {**pool, "spec": {"count": 3, "prepulled": ["r.example/app:v1"]}}
    found = inventory(pod("a", "r.example/app:v1", "r.example/other:v1"), pools)
    assert [(row.repository, row.nodes) for row in found.rows] == [("app", 3), ("other", 0)]
    assert found.of_nodes == 3


def test_a_dump_tells_of_nodes_sizes_and_versions(dump):
    found = inventory(dump)
    (row,) = found.rows
    assert (row.name, row.pods, row.users) == ("registry.example/shop/web:v1", 8, ("Deployment/shop/web",))
    assert (row.nodes, found.of_nodes, len(row.versions)) == (6, 6, 2)
    assert row.size_bytes == pytest.approx(42 * 2**20, rel=0.05)


def test_json_and_csv_have_the_rows(dump):
    found = inventory(dump)
    (image,) = json.loads(json.dumps(to_json_dict(found)))["images"]
    (line,) = csv.DictReader(io.StringIO(str(csv_lines(found))))
    assert (image["repository"], line["repository"]) == ("shop/web", "shop/web")
    assert line["versions"].split(" ") == image["versions"]
    assert (line["pods"], line["nodes"], line["pinned"]) == ("8", "6", "False")


def test_nothing_that_names_an_image_is_a_mistake():
    simulation = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}}
    with pytest.raises(ScenarioError, match="names an image"):
        imagesim.inventory(simulation)


def test_a_scenario_is_taken_as_it_is():
    assert imagesim.inventory(imagesim.load("moved-tag")) == imagesim.inventory("moved-tag")
