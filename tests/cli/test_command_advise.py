"""`imagesim advise`: forms, exit codes, mistakes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.studies.advising.clean import clean, deployment, write


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A clean bundle and one Deployment with latest."""
    return write([*clean(), deployment("other", "guest", "nginx")], tmp_path / "bundle.yaml")


def test_findings_are_an_exit_code_of_1(imagesim: Command, bundle: Path):
    done = imagesim("advise", str(bundle))
    assert done.exit_code == 1
    assert done.stdout.startswith("warning: The tag latest (latest-tag)\n  Why: ")
    assert "Deployment/other/guest: spec.template.spec.containers[0].image\n" in done.stdout
    assert "\n  Mend: Name the build" in done.stdout
    assert "\n  See it: imagesim run latest-rolled-back\n" in done.stdout
    assert done.stdout.endswith("3 objects with 3 image names: 1 warning.\n")


def test_nothing_found_is_0_and_says_what_was_looked_at(imagesim: Command, tmp_path: Path):
    done = imagesim("advise", str(write(clean(), tmp_path / "bundle.yaml")))
    assert (done.exit_code, done.stdout) == (0, "2 objects with 2 image names: nothing found.\n")


def test_what_is_ignored_is_said(imagesim: Command, bundle: Path):
    done = imagesim("advise", str(bundle), "--ignore", "latest-tag")
    assert (done.exit_code, done.stdout) == (0, "3 objects with 3 image names: nothing found; 1 left out as asked.\n")


def test_a_namespace_alone(imagesim: Command, bundle: Path):
    assert imagesim("advise", str(bundle), "-n", "shop").exit_code == 0
    assert imagesim("advise", str(bundle), "-n", "other", "--severity", "warning").exit_code == 1


def test_sarif_and_json_are_one_document(imagesim: Command, bundle: Path):
    done = imagesim("advise", str(bundle), "--format", "sarif")
    assert done.exit_code == 1
    (result,) = json.loads(done.stdout)["runs"][0]["results"]
    assert result["ruleId"] == "latest-tag"
    rows = json.loads(imagesim("advise", str(bundle), "--format", "json").stdout)["tables"]["findings"]
    assert [row["object"] for row in rows] == ["Deployment/other/guest"]


def test_github_gets_annotations_and_nothing_else(imagesim: Command, bundle: Path):
    done = imagesim("advise", str(bundle), "--format", "github")
    assert [line.split("::")[1].split(" ")[0] for line in done.stdout.splitlines()] == ["warning"]
    assert done.stderr == "3 objects with 3 image names: 1 warning.\n"


def test_a_table_of_what_survives(imagesim: Command, bundle: Path):
    done = imagesim("advise", str(bundle), "--if-gone", "registry=docker.io", "--runs", "1")
    assert done.exit_code == 1
    assert done.stdout.startswith("If it were gone: registry docker.io\nWORKLOAD ")
    rows = json.loads(imagesim("advise", str(bundle), "--if-gone", "registries", "--format", "json").stdout)
    assert rows["summary"]["gone"] == ["registry registry.example", "registry docker.io"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ignore", "latest-tags"], "Error: ignore: 'latest-tags' is no rule; did you mean latest-tag?"),
        (["--if-gone", "host=docker.io"], "Error: --if-gone: 'host=docker.io' names nothing that can be gone; "),
        (["--if-gone", "registries", "--format", "sarif"], "Error: --format: 'sarif' has no form for --if-gone; "),
        (["--timeout", "soon"], "Error: --timeout: "),
        (["-n", "nowhere"], "Error: no object here has a container in the namespace nowhere: there is nothing"),
    ],
)
def test_a_mistake_is_one_message_and_2(imagesim: Command, bundle: Path, arguments: list[str], message: str):
    done = imagesim("advise", str(bundle), *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_file_without_an_image_is_a_mistake(imagesim: Command, tmp_path: Path):
    file = write([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}], tmp_path / "ns.yaml")
    done = imagesim("advise", str(file))
    assert done.exit_code == 2
    assert "there is nothing to advise on" in done.stderr
