"""`apply` of a file: what it holds, where a mistake in it is, and what a folder that has it loads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.engine.run import run
from imagesim.results.live import live
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.workloads.apply import Apply
from imagesim.scenarios.values.scenario import Scenario

Write = Callable[..., Path]

HINT = "write manifests, or file: web-v2.yaml"
EVENT = "Timeline/t: spec.events[0].apply"
SECRET = """\
---
apiVersion: v1
kind: Secret
metadata: {name: login}
type: kubernetes.io/dockerconfigjson
stringData: {.dockerconfigjson: '{"auths": {"r.example": {"username": "ann", "password": "hush-hush"}}}'}
"""


def timeline(apply: str = "{file: new.yaml}") -> str:
    event = f"    - {{at: 1m, apply: {apply}}}\n"
    return f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: t}}\nspec:\n  events:\n{event}"


@pytest.fixture(name="new")
def new_manifest(deployment: str) -> str:
    return deployment.replace("web:v1", "web:v2")


def names(scenario: Scenario) -> list[str]:
    (event,) = scenario.timeline
    assert isinstance(event, Apply)
    return [manifest.name for manifest in event.manifests]


def mistake(*sources: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(*sources)
    return str(caught.value)


def test_a_file_is_the_same_as_its_manifests_in_the_event(
    write: Write, deployment: str, new: str, tmp_path: Path
) -> None:
    write(deployment, "web.yaml")
    write(timeline(), "world.yaml")
    write(new, "new.yaml")
    scenario = load(tmp_path)
    inline = load(write(dump(scenario), "../saved.yaml"))
    assert inline.timeline == scenario.timeline
    records = run(scenario)
    assert records == run(inline)
    assert {row.image for row in records.running if row.ended_s is None} == {"registry.example/shop/web:v2"}


def test_of_a_folder_it_comes_with_its_event_alone(write: Write, new: str, tmp_path: Path) -> None:
    write(timeline(), "world.yaml")
    file = write(new, "new.yaml")
    assert load(tmp_path).workloads == ()
    assert [each.name for each in load(tmp_path / "world.yaml", file).workloads] == ["web"]


def test_several_documents_and_a_list(write: Write, new: str) -> None:
    item = "{apiVersion: v1, kind: Secret, metadata: {name: b}}"
    write(f"{new}{SECRET}---\napiVersion: v1\nkind: List\nitems:\n- {item}\n", "below/new.yaml")
    scenario = load(write(timeline("{file: below/new.yaml}"), "world.yaml"))
    assert names(scenario) == ["Deployment/shop/web", "Secret/default/login", "Secret/default/b"]
    assert "hush-hush" not in dump(scenario) + repr(scenario)


def test_one_file_in_two_events(write: Write, new: str) -> None:
    write(new, "new.yaml")
    text = timeline() + "    - {at: 2m, apply: {file: new.yaml}}\n"
    assert len(load(write(text, "world.yaml")).timeline) == 2


def test_a_process_applies_it(write: Write, new: str) -> None:
    write(new, "new.yaml")
    process = "  processes:\n    - {name: p, every: 1m, until: 9m, do: {apply: {file: new.yaml}}}\n"
    text = timeline().partition("  events")[0] + process
    (drawn,) = load(write(text, "world.yaml")).processes
    assert [each.text() for each in drawn.events] == ["apply Deployment/shop/web"]


def test_it_is_done_to_a_run(write: Write, deployment: str, new: str) -> None:
    file = write(new, "new.yaml")
    stepped = live(load(write(deployment, "web.yaml")))
    stepped.advance("5m")
    stepped.do({"apply": {"file": str(file)}})
    assert "web:v2" in {each.image.rpartition("/")[2] for each in stepped.advance("10m").result().records.running}


BOTH = "{file: new.yaml, manifests: [{kind: Pod}]}"
MISTAKES = [
    (
        "{file: other.yaml}",
        "",
        f"world.yaml:6: {EVENT}.file: names no file that is there; write the path of a file relative to this one, "
        "or manifests",
    ),
    ("{file: 3}", "", f"world.yaml:6: {EVENT}.file: 3 is not text; put it in quotes"),
    ("{}", "", f"world.yaml:6: {EVENT}: applies nothing; {HINT}"),
    (BOTH, "a: b", f"world.yaml:6: {EVENT}: has manifests and file, and needs one of them; {HINT}"),
    ("{file: new.yaml}", "# nothing\n", f"world.yaml:6: {EVENT}.file: the file new.yaml holds no manifest"),
    ("{file: new.yaml}", "kind: [", f"new.yaml:2: {EVENT}.file: not valid YAML"),
    ("{file: new.yaml}", "- a\n", f"new.yaml:1: {EVENT}.file: a list is not a Kubernetes object"),
]


@pytest.mark.parametrize(("apply", "held", "message"), MISTAKES, ids=[message for _, _, message in MISTAKES])
def test_a_mistake_names_the_event_and_the_file(
    write: Write, tmp_path: Path, apply: str, held: str, message: str
) -> None:
    write(held, "new.yaml")
    assert mistake(write(timeline(apply), "world.yaml")).startswith(f"{tmp_path}/{message}")


def test_a_mistake_in_a_manifest_names_the_event_and_the_files_line(write: Write, new: str, tmp_path: Path) -> None:
    write(new.replace("replicas: 4", "replicas: four"), "new.yaml")
    assert mistake(write(timeline(), "world.yaml")).startswith(
        f"{tmp_path}/new.yaml:7: {EVENT}.file, Deployment/shop/web: spec.replicas: 'four' is not a"
    )


def test_a_mistake_in_what_is_done_to_a_run_does_too(write: Write, deployment: str, new: str) -> None:
    file = write(new.replace("replicas: 4", "replicas: four"), "new.yaml")
    stepped = live(load(write(deployment, "web.yaml")))
    with pytest.raises(ScenarioError) as caught:
        stepped.do({"apply": {"file": str(file)}})
    assert str(caught.value).startswith(f"{file}:7: apply.file, Deployment/shop/web: spec.replicas: 'four' is not a")
