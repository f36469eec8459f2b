"""What the README shows works: its Python, its commands, its manifest, its picture, its links."""

import base64
import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from imagesim.results import plots
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from tests.cli.conftest import Command
from tests.notebooks.pictures import Picture
from tests.studies.replaying.pastes import OLD

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for block in blocks("console")
    for line in block.splitlines()
    if line.startswith("imagesim ")
]


def test_the_python_examples_run_and_are_short() -> None:
    names: dict[str, object] = {}
    simulated, stepped = (_printed(example, names) for example in blocks("python"))
    assert "'workload': 'Deployment/web'" in simulated
    assert "AlreadyPresent" in simulated
    assert "'most_versions_at_once': 2" in stepped


def _printed(example: str, names: dict[str, object]) -> str:
    assert len([line for line in example.splitlines() if line]) <= 5
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(example, "README.md", "exec"), names)
    return printed.getvalue()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_commands_run(arguments: list[str], imagesim: Command, manifests: Path) -> None:
    (world,) = blocks("yaml")
    (manifests / "world.yaml").write_text(world)
    if "dump.json" in arguments:
        dump = shlex.split("kubectl get nodes,pods,deploy,rs,events -A -o json --at 10m moved-tag")
        (manifests / "dump.json").write_text(imagesim(*dump).stdout)
    (manifests / "described.txt").write_text(OLD)
    done = imagesim(*arguments)
    assert done.exit_code == ("--expect" in arguments or arguments[0] == "advise")  # both have an answer that is no
    assert done.stderr == ""


def test_the_example_world_brings_an_outage_from_which_pods_recover(imagesim: Command, manifests: Path) -> None:
    (world,) = blocks("yaml")
    assert len(world.splitlines()) <= 15
    (manifests / "world.yaml").write_text(world)
    printed = imagesim("run", "deployment.yaml", "world.yaml", "--all-events").stdout
    assert "Error: ErrImagePull" in printed
    assert re.search(r"(\d+) of \1 failing pods Ready again", printed)


def test_the_picture_is_what_the_command_beside_it_draws() -> None:
    """After a change of the picture: imagesim run moved-tag --out FOLDER, and copy FOLDER/pictures/version_map.png."""
    result = simulate(load("moved-tag"))
    drawn = plots.png(plots.version_map(result.states, ran=result.running))
    stored = (ROOT / "docs" / "version-map.png").read_bytes()
    assert Picture(base64.b64encode(drawn).decode()) == Picture(base64.b64encode(stored).decode())


def test_links_lead_to_files_that_are_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert "docs/version-map.png" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_lesson_is_in_the_table() -> None:
    linked = set(re.findall(r"\(notebooks/([^)]+)\)", TEXT))
    assert linked == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
