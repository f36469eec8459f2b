"""The laws of probes find mistakes: each of these is planted into a small world that keeps all laws without it."""

from collections.abc import Callable
from typing import Any

import pytest

from imagesim.engine.kubelet.prober import PodProber
from imagesim.rules.pods import probing
from tests.laws.checking import broken_laws
from tests.laws.drawing.draw import Document, world_document

PROBE = {"httpGet": {"port": 80}, "periodSeconds": 2, "failureThreshold": 1}


def documents() -> list[Document]:
    """A pod that is ready after 20 s, and hangs after a minute."""
    container = {"name": "a", "image": "r.example/app:latest", "readinessProbe": PROBE, "livenessProbe": PROBE}
    notes = {"imagesim/ready-after.a": "20s", "imagesim/live-for.a": "1m"}
    metadata = {"name": "p", "annotations": notes}
    return [
        world_document("Image", "i", {"layers": ["1Mi"]}),
        world_document("Registry", "r.example", {"repositories": {"app": {"tags": {"latest": "i"}}}}),
        world_document("NodePool", "n", {}),
        world_document("Simulation", "s", {"duration": "3m"}),
        {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container]}},
    ]


def a_container_is_ready_before_it_is_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(probing._UNDECIDED, "Readiness", True)  # type: ignore[attr-defined]


def a_probe_fails_in_silence(patch: pytest.MonkeyPatch) -> None:
    right = PodProber.__init__

    def init(self: PodProber, *arguments: Any) -> None:
        right(self, *arguments)
        self._emit = lambda event, path: None

    patch.setattr(PodProber, "__init__", init)


PLANTED = {
    a_container_is_ready_before_it_is_asked: "a_container_gets_ready_when_its_program_says_so",
    a_probe_fails_in_silence: "a_container_that_is_killed_for_a_probe_was_unhealthy",
}


def test_without_them_the_world_keeps_all_laws() -> None:
    assert broken_laws(documents()) == []


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert PLANTED[plant] in [found.law for found in broken_laws(documents())]
