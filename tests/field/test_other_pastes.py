"""Other pastes than counts of events: `kubectl get pods -w`, texts, pull times, an image GC that frees nothing."""

from itertools import pairwise

import pytest

import imagesim
from imagesim.engine.records import Records
from imagesim.engine.run import run

SIMULATION = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "namespace": "default"},
    "spec": {"containers": [{"name": "web", "image": "reg.example/app:v1"}]},
}


def registry(**spec: object) -> dict[str, object]:
    return {"apiVersion": "imagesim/v1", "kind": "Registry", "metadata": {"name": "reg.example"}, "spec": spec}


def pool(**spec: object) -> dict[str, object]:
    return {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "n"}, "spec": {"count": 1, **spec}}


def image(*layers: str) -> dict[str, object]:
    return {"apiVersion": "imagesim/v1", "kind": "Image", "metadata": {"name": "a"}, "spec": {"layers": list(layers)}}


def simulated(*documents: dict[str, object], seed: int = 1, **spec: object) -> Records:
    return run(imagesim.load(SIMULATION | {"spec": spec}, POD, *documents), seed=seed)


def turns(seed: int, version: str) -> list[float]:
    """When a pod with a mistyped tag turns from ErrImagePull to ImagePullBackOff, and back."""
    slow = registry(latency="5ms", faults=[{"object": "manifests/*", "delay": "1s"}])
    records = simulated(slow, pool(), seed=seed, duration="10m", kubernetesVersion=version)
    return [row.started_s for row in records.states if row.reason in ("ErrImagePull", "ImagePullBackOff")]


PASTED: list[tuple[str, list[int]]] = [
    ("1.36", [2, 17]),
    ("1.36", [2, 16, 34, 46, 62]),
    ("1.31", [108, 121, 192, 205, 367, 379]),
]
"""Seconds since its creation at which `kubectl get pods -w` showed another status; the last begins with the seventh."""


@pytest.mark.parametrize(("version", "pasted"), PASTED)
def test_the_two_reasons_take_turns_as_people_see_it(version, pasted):
    runs = [turns(seed, version) for seed in range(150)]
    first = 0 if pasted[0] < 10 else 6
    for place, seconds in enumerate(pasted, start=first):
        times = [run[place] for run in runs]
        assert min(times) - 2 <= seconds <= max(times) + 2
    for place, (earlier, later) in enumerate(pairwise(pasted), start=first):
        gaps = [run[place + 1] - run[place] for run in runs]
        assert min(gaps) - 2 <= later - earlier <= max(gaps) + 2


def error(*documents: dict[str, object], **spec: object) -> str:
    return simulated(*documents, duration="1m", **spec).pulls[0].error


def test_no_space_in_a_later_layer_is_written_where_people_saw_it():
    held = registry(repositories={"app": {"tags": {"v1": "a"}}})
    found = error(held, image("30Mi", "200Mi"), pool(disk={"size": "500Mi", "used": "0"}))
    assert 'to overlayfs as "extract-' in found
    assert "/io.containerd.snapshotter.v1.overlayfs/snapshots/" in found
    assert found.endswith(": no space left on device")
    assert "mount callback" not in found


def test_a_repository_that_ghcr_does_not_have_is_a_403_of_its_token():
    found = error(registry(preset="ghcr"), pool())
    start = "failed to resolve image: failed to authorize: failed to fetch anonymous token: unexpected status from GET "
    assert start + "request to https://reg.example/token?" in found
    assert found.endswith(": 403 Forbidden")


def test_a_host_that_is_not_there_is_in_the_waiting_message():
    lost = registry(faults=[{"transport": "no-such-host"}])
    records = simulated(lost, pool(), duration="1m", kubernetesVersion="1.34")
    message = next(row.message for row in records.states if row.reason == "ImagePullBackOff")
    assert message.startswith('Back-off pulling image "reg.example/app:v1": ErrImagePull: failed to pull and unpack ')
    assert "lookup reg.example on " in message
    assert message.endswith(":53: no such host")


def test_an_image_gc_that_frees_nothing_says_so_every_five_minutes():
    """Pasted was `5m26s (x234 over 19h)`: 19 h and some minutes, so 290 to 310 s from one to the next."""
    held = registry(repositories={"app": {"tags": {"v1": "a"}}})
    full = pool(disk={"size": "10Gi", "used": "9Gi"}, kubelet={"evictionHard": {"imagefs.available": "1%"}})
    records = simulated(held, image("30Mi"), full, duration="2h")
    times = [row.time_s for row in records.events if row.reason == "FreeDiskSpaceFailed"]
    assert len(times) > 20
    assert all(290 <= later - earlier <= 310 for earlier, later in pairwise(times))
