"""Helpers of the scenario tests: write a file, load it, and catch the one mistake in it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 4
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: registry.example/shop/web:v1
"""

WORLD = """\
apiVersion: imagesim/v1
kind: Registry
metadata:
  name: registry.example
spec:
  repositories:
    shop/web:
      tags:
        v1: web-a
---
apiVersion: imagesim/v1
kind: Image
metadata:
  name: web-a
spec:
  layers: [30Mi, 4Mi]
"""


@pytest.fixture
def deployment() -> str:
    """A Deployment as people write it, 18 lines long."""
    return DEPLOYMENT


@pytest.fixture
def world() -> str:
    """A registry that holds one image."""
    return WORLD


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file below the test's own folder and return its path."""

    def write(text: str | bytes, name: str = "file.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.fixture
def loaded(write: Callable[..., Path]) -> Callable[..., Scenario]:
    """Load texts as one file, each a document or several."""

    def loaded(*texts: str, values: Mapping[str, object] | None = None) -> Scenario:
        return load(write("---\n".join(texts)), values=values)

    return loaded


@pytest.fixture
def mistake(loaded: Callable[..., Scenario], tmp_path: Path) -> Callable[..., str]:
    """Load texts and return the message of the mistake in them, without the folder's name."""

    def mistake(*texts: str, values: Mapping[str, object] | None = None) -> str:
        with pytest.raises(ScenarioError) as caught:
            loaded(*texts, values=values)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return mistake
