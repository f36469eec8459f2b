"""The commands that look: check, scenarios, versions, describe pod."""

import json
import re
from pathlib import Path

import pytest

from imagesim.rules.versions import containerd_facts, kubernetes_facts
from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from tests.cli.conftest import Command


def test_check_says_what_was_found_assumed_and_left_out(imagesim: Command, manifests: Path) -> None:
    Path("service.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: {name: web}\n")
    done = imagesim("check", "deployment.yaml", "world.yaml", "service.yaml")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert "  Deployment/default/web  3 replicas  web: nginx:1.27 (IfNotPresent)" in lines
    assert any(line.startswith("  workers  2 nodes  linux/amd64  network: 1Gbit/s") for line in lines)
    assert "       1m  docker.io does not answer (refused) for 5m" in lines
    assert "       2m  scale Deployment/default/web to 6" in lines
    assert "  - Kubernetes is 1.36, since no version is given." in lines
    assert "  - Service is not modelled (1 document)." in lines


def test_check_says_how_many_pods_in_the_words_of_the_kind(imagesim: Command, tmp_path: Path) -> None:
    template = "template: {spec: {restartPolicy: Never, containers: [{name: app, image: 'nginx:1'}]}}"
    of_job = f"jobTemplate: {{spec: {{{template}}}}}"
    head = "apiVersion: batch/v1\nkind: %s\nmetadata: {name: %s}\nspec: {%s}\n"
    jobs = [
        head % ("Job", "a", f"completions: 5, parallelism: 2, {template}"),
        head % ("Job", "b", f"parallelism: 1, suspend: true, {template}"),
        head % ("CronJob", "c", f"schedule: '@hourly', timeZone: Asia/Tokyo, suspend: true, {of_job}"),
    ]
    path = tmp_path / "job.yaml"
    path.write_text("---\n".join(jobs))
    lines = imagesim("check", str(path)).stdout.splitlines()
    assert "  Job/default/a  5 completions, 2 pods at a time  app: nginx:1 (IfNotPresent)" in lines
    assert "  Job/default/b  1 pod at a time, suspended  app: nginx:1 (IfNotPresent)" in lines
    assert "  CronJob/default/c  a Job at @hourly (Asia/Tokyo), suspended  app: nginx:1 (IfNotPresent)" in lines


@pytest.mark.parametrize("name", [name for name in shipped.names() if load(name).timeline])
def test_check_has_a_line_for_every_event_of_a_shipped_scenario(name: str, imagesim: Command) -> None:
    done = imagesim("check", name)
    assert done.exit_code == 0
    assert "Timeline:\n" in done.stdout
    assert "None" not in done.stdout


def test_scenarios_lists_every_shipped_one_by_topic_with_its_question_and_what_to_look_at(imagesim: Command) -> None:
    done = imagesim("scenarios")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    topics = [line for line in lines[:-1] if line and not line.startswith(" ")]
    assert topics == [topic for topic in shipped.TOPICS if topic in topics]
    assert sorted(re.findall(r"^  ([a-z0-9-]+): ", done.stdout, re.MULTILINE)) == shipped.names()
    moved = lines.index("  moved-tag: A tag moves")
    assert lines[moved + 1].endswith("side by side?")
    assert lines[moved + 2].startswith("    - `Versions` in the summary")


def test_scenarios_as_json_says_the_same(imagesim: Command) -> None:
    document = json.loads(imagesim("scenarios", "--json").stdout)
    assert document["schema"] == 1
    assert sorted(each["name"] for each in document["scenarios"]) == shipped.names()
    (moved,) = (each for each in document["scenarios"] if each["name"] == "moved-tag")
    assert list(moved) == ["name", "topic", "title", "question", "look"]
    assert (moved["topic"], moved["title"], len(moved["look"])) == ("Updating images", "A tag moves", 3)


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_scenario_says_what_it_asks_and_what_to_look_at(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert scenario.topic in shipped.TOPICS
    assert scenario.title
    assert scenario.question.endswith("?")
    assert len(scenario.look) >= 2


def test_a_run_ends_with_what_to_look_at(imagesim: Command) -> None:
    assert imagesim("run", "digest-pinned").stdout.splitlines()[-3] == "What to look at:"


def test_versions_prints_every_row_of_both_tables_and_how_it_is_known(imagesim: Command) -> None:
    done = imagesim("versions")
    assert done.exit_code == 0
    for row in (*kubernetes_facts(), *containerd_facts()):
        assert f"\n  {row.name}: " in done.stdout
        assert set(row.known.values()) <= {"recorded", "measured", "source read", "changelog", "KEP", "no change found"}
    known = "1.35 source read, 1.36 recorded, 1.37 no change found"
    assert f'      1.35 - 1.37  "Container created"          ({known})' in done.stdout
    assert "2.3 means 2.3.4" in done.stdout


def test_describe_pod_shows_containers_and_events(imagesim: Command) -> None:
    done = imagesim("describe", "pod", "web-9cc8b4bb7-", "mistyped-tag")
    assert done.exit_code == 0
    assert "Image:          registry.example/shop/web:v22\n" in done.stdout
    assert ' spec.containers{web}: Back-off pulling image "registry.example/shop/web:v22"' in done.stdout
    version = "Simulation/mistyped-tag:spec.kubernetesVersion=1.34"
    older = imagesim("describe", "pod", "web-9cc8b4bb7-", "mistyped-tag", "--set", version)
    assert 'kubelet            Back-off pulling image "registry.example/shop/web:v22"' in older.stdout
    assert "spec.containers{" not in older.stdout
    assert done.stdout.count("Name:  ") == 5


def test_describe_pod_looks_at_a_time_and_in_a_namespace(imagesim: Command) -> None:
    early = imagesim("describe", "pod", "web-9cc8b4bb7-", "mistyped-tag", "--at", "301s", "-n", "shop")
    assert "Reason:       ErrImagePull" in early.stdout
    elsewhere = imagesim("describe", "pod", "web-", "mistyped-tag", "-n", "default")
    assert (elsewhere.exit_code, elsewhere.stderr) == (2, 'Error: pods "web-" not found\n')
