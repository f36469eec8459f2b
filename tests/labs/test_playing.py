"""One's own manifests in a page: a run and its words, or one mistake with its place; nothing is left behind."""

import json
from pathlib import Path

from imagesim.labs.page.answering import answering
from imagesim.results.result import simulate
from imagesim.results.stage.run_data import run_data
from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web, image: nginx:1.27}]\n"


def play(files, **more):
    return json.loads(answering(json.dumps({"kind": "run", "files": files, **more})))


def test_a_manifest_alone_runs_in_the_default_world():
    answer = play({"manifests.yaml": POD, "world.yaml": " \n"})
    assert answer["summary"][0].startswith("Pods")
    assert len(answer["run"]["pods"]["created_s"]) == 1
    assert "Successfully pulled image" in answer["text"]


def test_a_run_is_that_of_the_files():
    folder = shipped.folder("moved-tag")
    files = {name: (folder / name).read_text() for name in ("deployment.yaml", "world.yaml")}
    answer = play({"manifests.yaml": files["deployment.yaml"], "world.yaml": files["world.yaml"]}, seed=3)
    assert answer["run"] == json.loads(json.dumps(run_data(simulate(load("moved-tag"), seed=3))))


def test_a_mistake_names_the_field_and_the_line():
    answer = play({"manifests.yaml": POD.replace("[{name: web, image: nginx:1.27}]", "3"), "world.yaml": ""})
    assert (answer["file"], answer["line"]) == ("manifests.yaml", 5)
    assert answer["mistake"].startswith("manifests.yaml:5: Pod/web: spec.containers")


def test_nothing_is_a_mistake_too():
    assert "there is nothing to run" in play({"manifests.yaml": "\n", "world.yaml": ""})["mistake"]


def test_a_run_that_is_too_large_for_a_page_is_a_mistake():
    many = POD.replace("kind: Pod", "kind: Deployment").replace("apiVersion: v1", "apiVersion: apps/v1")
    labels = "{matchLabels: {a: b}}"
    spec = f"spec: {{replicas: 900000, selector: {labels}, template: {{metadata: {{labels: {{a: b}}}}, spec: "
    text = many.partition("spec:")[0] + spec + "{containers: [{name: web, image: nginx}]}}}\n"
    mistake = play({"manifests.yaml": text})["mistake"]
    assert "the run is too large" in mistake
    assert "or set imagesim up on a machine" in mistake
    assert "--no-limit" not in mistake  # a page has no option for it


def test_no_file_is_left_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    play({"manifests.yaml": POD})
    assert list(tmp_path.iterdir()) == []
    assert Path.cwd() == tmp_path


def test_no_secret_is_in_an_answer():
    secret = (
        "kind: Secret\napiVersion: v1\nmetadata: {name: s}\ntype: Opaque\nstringData: {password: my-own-pass-phrase}\n"
    )
    assert "my-own-pass-phrase" not in json.dumps(play({"manifests.yaml": f"{POD}---\n{secret}"}))
