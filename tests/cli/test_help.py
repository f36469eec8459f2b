"""Every command has help, and the examples in it run."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from imagesim.cli.app import app
from imagesim.labs.set_up.kernel_probe import LabProbe
from tests.cli.conftest import Command
from tests.pushing import make_image, make_index, make_layer, write_layout
from tests.studies.calibrating.events import event


def commands(group: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that there is: ("run",), ("describe", "pod"), ..."""
    found = typer.main.get_command(app) if group is None else group
    inner = getattr(found, "commands", None)
    if inner is None:
        yield path
        return
    for name, command in inner.items():
        yield from commands(command, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    done = CliRunner().invoke(app, [*path, "--help"], prog_name="imagesim")
    assert done.exit_code == 0
    return done.stdout


def examples(path: tuple[str, ...]) -> list[str]:
    """The lines of a help text that are commands, without what stands behind two spaces."""
    lines = [line.strip() for line in help_of(path).splitlines()]
    return [re.split(r"\s{2,}", line)[0] for line in lines if line.startswith("imagesim ")]


EVENTS = """\
{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Event", "metadata": {"name": "web-0.1"},
 "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web-0"}, "type": "Normal", "reason": "BackOff",
 "message": "Back-off pulling image \\"nginx:1.99\\"", "count": 2, "source": {"component": "kubelet"},
 "firstTimestamp": "2026-05-01T08:58:00Z", "lastTimestamp": "2026-05-01T08:59:30Z"}]}
"""
EVERY = [(), *commands()]


def test_there_are_the_commands_that_work_and_no_others() -> None:
    assert set(commands()) == {
        ("run",), ("check",), ("scenarios",), ("describe", "pod"), ("kubectl", "get"), ("kubectl", "describe"),
        ("kubectl", "events"), ("explain",), ("replay",), ("calibrate",), ("sweep",), ("compare",), ("image", "parse"),
        ("image", "add"), ("image", "import"), ("match",), ("inventory",), ("init",), ("advise",),
        ("secret", "docker-registry"), ("secret", "import"), ("schema",), ("versions",), ("lab",),
    }  # fmt: skip


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    assert examples(path)
    assert max(len(line) for line in help_of(path).splitlines()) <= 120


@pytest.mark.parametrize("example", [line for path in EVERY for line in examples(path)])
def test_the_examples_run(example: str, imagesim: Command, manifests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(manifests))
    monkeypatch.setattr("imagesim.labs.course.start_jupyterlab", lambda *_, **__: None)
    monkeypatch.setattr("webbrowser.get", lambda: None)  # `lab --check` looks for one
    monkeypatch.setattr("imagesim.labs.set_up.checks.probe", lambda: LabProbe(2.5, 0.03, ()))
    (manifests / "config.json").write_text('{"auths": {"registry.example": {"auth": "YTpi"}}}')
    (manifests / "regcred.yaml").write_text(imagesim("secret", "import", "config.json", "regcred").stdout)
    (manifests / "my-manifests").mkdir()
    (manifests / "my-manifests" / "deployment.yaml").write_text((manifests / "deployment.yaml").read_text())
    image = make_image([make_layer(10, seed="help")])
    monkeypatch.setattr("imagesim.scenarios.importers.registry_client.RegistryClient._get", lambda *_: image.data)
    monkeypatch.setattr("imagesim.scenarios.importers.registry_client.RepositoryBlobs.config", lambda *_: image.config)
    (manifests / "nginx-amd64.json").write_bytes(image.data)
    (manifests / "nginx-index.json").write_bytes(make_index([image]).data)
    write_layout(manifests / "layout", image)
    (manifests / "pods.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
    pulls = [event(f"r.example/a:{place}", 60.0 * place, 1 + place / 5, size=place * 10**7) for place in range(1, 6)]
    worked = json.dumps({"kind": "List", "items": pulls})
    (manifests / "events.json").write_text(worked if "calibrate" in example else EVENTS)
    if "dump.json" in example:
        dump = shlex.split("kubectl get nodes,pods,deploy,rs -A -o json --at 7m moved-tag")
        (manifests / "dump.json").write_text(imagesim(*dump).stdout)
    (manifests / "nodes.json").write_text('{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n-0"}}')
    done = imagesim(*shlex.split(example)[1:])
    assert done.exit_code in ((0, 1) if " advise " in example else (0,))  # it has something to say of its examples
    assert [line for line in done.stderr.splitlines() if not line.startswith("Note: ")] == []
