"""How the tests of the command line call it: in this process, or as the installed command."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from imagesim.cli.app import app

Command = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: 'nginx:1.27'}
"""
WORLD = """\
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: workers}
spec: {count: 2}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: timeline}
spec:
  events:
    - {at: 1m, outage: {registry: docker.io, for: 5m}}
    - {at: 2m, scale: {workload: web, replicas: 6}}
"""


@pytest.fixture
def imagesim() -> Command:
    """`imagesim ARGUMENTS...` in this process."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments], prog_name="imagesim")


@pytest.fixture
def process() -> Process:
    """`imagesim ARGUMENTS...` as the installed command, in a process of its own."""
    command = Path(sys.executable).with_name("imagesim")

    def call(*arguments: object, **options: object) -> "subprocess.CompletedProcess[bytes]":
        words = [str(command), *(str(argument) for argument in arguments)]
        return subprocess.run(words, capture_output=True, timeout=300, check=False, **options)  # type: ignore[call-overload,no-any-return]

    return call


@pytest.fixture
def manifests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which is the current one, with somebody's own deployment.yaml and world.yaml."""
    folder = tmp_path / "manifests"
    folder.mkdir()
    (folder / "deployment.yaml").write_text(DEPLOYMENT)
    (folder / "world.yaml").write_text(WORLD)
    monkeypatch.chdir(folder)
    return folder
