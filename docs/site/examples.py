"""What the playground offers: the pod of Kubernetes' own page on images, and the shipped scenarios."""

from pathlib import Path
from typing import Any

from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load

MANIFESTS, WORLD = "manifests.yaml", "world.yaml"
_POD = """\
# The pod of Kubernetes' page on images, under "Referring to imagePullSecrets on a Pod". Nothing describes a world
# here, so a stated default one is used. Its Secret is missing: the events say so, and whether it pulls all the same.
apiVersion: v1
kind: Pod
metadata:
  name: foo
  namespace: awesomeapps
spec:
  containers:
    - name: foo
      image: janedoe/awesomeapp:v1
  imagePullSecrets:
    - name: myregistrykey
"""


def examples() -> list[dict[str, Any]]:
    """{"title", "files"} each. Scenarios with files beside manifests and world are left out: there are two fields."""
    own = {"title": "The pod of Kubernetes' page", "files": {MANIFESTS: _POD, WORLD: ""}}
    return [own, *(_shipped(name) for name in shipped.names() if _fits(name))]


def _fits(name: str) -> bool:
    folder = _folder(name)
    paths = list(folder.iterdir())
    text = "".join(path.read_text("utf-8") for path in paths)
    # What names a file beside it would not find it.
    return {path.suffix for path in paths} == {".yaml"} and not any(path.name in text for path in paths)


def _shipped(name: str) -> dict[str, Any]:
    texts = [path.read_text("utf-8") for path in sorted(_folder(name).glob("*.yaml")) if path.name != WORLD]
    world = (_folder(name) / WORLD).read_text("utf-8")
    title = load(name).title
    return {"title": f"{title} ({name})" if title else name, "files": {MANIFESTS: _joined(texts), WORLD: world}}


def _joined(texts: list[str]) -> str:
    return "---\n".join(text if text.endswith("\n") else f"{text}\n" for text in texts)


def _folder(name: str) -> Path:
    folder = shipped.folder(name)
    assert folder is not None, name
    return folder
