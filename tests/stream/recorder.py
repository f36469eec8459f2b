"""What is known of the recorded runtime beside the documents: how long its containers run, and how they end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from unittest import mock

from imagesim.engine.kubelet import pod_containers

AT_ONCE = "1ms"
"""The shortest time that a container can run: between two looks of the kubelet."""

CRASHES = "/once:"
"""Containers of such images end at once, with an error; those of all others run, but for init containers."""


def as_recorded(documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The documents, with what their containers do."""
    copies = [deepcopy(dict(document)) for document in documents]
    for pod in copies:
        if pod["kind"] != "Pod":
            continue
        notes = pod["metadata"].setdefault("annotations", {})
        for container in pod["spec"].get("initContainers", ()):
            if container.get("restartPolicy") != "Always":
                notes[f"imagesim/runs-for.{container['name']}"] = AT_ONCE
        for container in pod["spec"]["containers"]:
            if CRASHES in container["image"]:
                notes[f"imagesim/runs-for.{container['name']}"] = AT_ONCE
                notes[f"imagesim/exit-code.{container['name']}"] = "1"
    return copies


@contextmanager
def stops_at_once() -> Iterator[None]:
    """A container that is told to stop has stopped some ms later."""
    with mock.patch.object(pod_containers, "STOP_S", 0.005):
        yield
