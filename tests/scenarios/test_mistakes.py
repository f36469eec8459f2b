"""The twelve mistakes that everybody makes: each gives one message with file, and line where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from tests.processor_time import at_most

HEAD = "apiVersion: imagesim/v1\n"
POOL = HEAD + "kind: NodePool\nmetadata: {name: workers}\nspec:\n"
TIMELINE = HEAD + "kind: Timeline\nmetadata: {name: t}\nspec:\n  events:\n"
IMAGE = HEAD + "kind: Image\nmetadata: {name: web-a}\nspec:\n  layers: [30Mi]\n"
REGISTRY = (
    HEAD + "kind: Registry\nmetadata: {name: docker.io}\nspec:\n  repositories:\n    nginx: {tags: {v1: web-b}}\n"
)

MISTAKES = {
    "wrong type": (
        POOL + "  count: three\n",
        "file.yaml:5: NodePool/workers: spec.count: 'three' is not a whole number; write a number such as 3",
    ),
    "unknown field": (
        POOL + "  cuont: 3\n",
        "file.yaml:5: NodePool/workers: spec.cuont: unknown field; did you mean count?",
    ),
    "bad quantity": (
        IMAGE.replace("30Mi", "30MB"),
        "file.yaml:5: Image/web-a: spec.layers[0]: '30MB' has the unknown unit 'MB'; write 30M",
    ),
    "reference to an absent Image": (
        IMAGE + "---\n" + REGISTRY,
        "file.yaml:12: Registry/docker.io: spec.repositories.nginx.tags.v1: 'web-b' is not the name of an Image; "
        "did you mean web-a?",
    ),
    "duplicate name": (
        IMAGE + "---\n" + IMAGE,
        "file.yaml:9: Image/web-a: metadata.name: the name stands twice: file.yaml:3 has it too",
    ),
    "unknown event": (
        TIMELINE + "    - at: 5m\n      outtage: {registry: docker.io, for: 5m}\n",
        "file.yaml:7: Timeline/t: spec.events[0].outtage: unknown event; did you mean outage?",
    ),
    "negative time": (
        TIMELINE + "    - at: -5m\n      outage: {registry: docker.io, for: 5m}\n",
        "file.yaml:6: Timeline/t: spec.events[0].at: '-5m' is negative, and a time cannot be; "
        "write a time such as 90s, 5m or 1h30m",
    ),
    "YAML syntax error": (
        "a: [1, 2\nb: 3\n",
        "file.yaml:2: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence",
    ),
    "empty file": ("", "file.yaml: the file is empty; a manifest or a world document is expected"),
    "binary file": (b"\x89PNG\r\n\x1a\n\x00\x00", "file.yaml: the file is binary, not YAML or JSON"),
    "a 50 MB scalar": (
        b"a: " + b"x" * 50_000_000,
        "file.yaml:1: a value has 50,000,000 characters; the most is 1,048,576",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_one_message(name: str, write: Callable[..., Path], tmp_path: Path) -> None:
    text, message = MISTAKES[name]
    path = write(text)
    with at_most(5.0), pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).replace(f"{tmp_path}/", "") == message


def test_an_empty_folder_is_the_twelfth(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: the folder holds no *.yaml, *.yml or *.json file"


def test_of_two_mistakes_the_first_in_the_file_is_said(mistake: Callable[..., str]) -> None:
    assert mistake(POOL + "  count: x\n  network: fast\n").startswith("file.yaml:5:")
    assert mistake(POOL + "  network: fast\n  count: x\n").startswith("file.yaml:5: NodePool/workers: spec.network")
