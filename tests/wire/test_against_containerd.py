"""Two images that share layers: what a real containerd 1.6 asks a real registry for, and what a simulated one does.

The images are read from the registry with `imagesim image add`, so the whole way is tested: registry, documents,
simulation. Where containerd cannot be run, the test is skipped; with IMAGESIM_REQUIRE_CONTAINERD=1, as in CI, it fails.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

import imagesim
from imagesim.cli.app import app
from tests import real_containerd
from tests.pushing import make_layer, push_image, push_index
from tests.registry_server import RunningRegistry

Asked = tuple[str, str, int, int]
"""Method, the path after the repository, status, bytes of the body."""

PODS = """
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: as-containerd}}
spec: {{duration: 5m, containerdVersion: "1.6"}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: node}}
spec: {{count: 1}}
"""
POD = """
---
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec: {{containers: [{{name: app, image: "{image}", imagePullPolicy: Always}}]}}
"""


@pytest.fixture
def containerd() -> Iterable[real_containerd.RunningContainerd]:
    reason = real_containerd.why_not()
    if not reason and not real_containerd.version().startswith("1.6."):
        reason = f"containerd {real_containerd.version()} is installed, and 1.6 is what is compared"
    if reason:
        if os.environ.get("IMAGESIM_REQUIRE_CONTAINERD") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # A socket's path has at most 104 characters, and pytest's folders of a parallel run are deep.
    with tempfile.TemporaryDirectory(prefix="ctd-") as folder, real_containerd.serve(Path(folder)) as running:
        yield running


def pulled_for_real(
    containerd: real_containerd.RunningContainerd, registry: RunningRegistry, images: list[str]
) -> list[list[Asked]]:
    """What each pull asked for. The registry's log has no body of a HEAD, so there its bytes are 0."""
    seen = []
    for image in images:
        registry.forget()
        assert containerd.pull(image) == ""
        rows = [
            (row.method, "/".join(row.path.split("/")[-2:]), row.status, row.bytes_sent) for row in registry.requests()
        ]
        seen.append(
            [(method, object_, status, 0 if method == "HEAD" else size) for method, object_, status, size in rows]
        )
    return seen


def simulated(documents: Path, images: list[str]) -> list[tuple[str, list[Asked]]]:
    """The same of pods of one simulated node, each with its image, in the order of their pulls.

    That order is chance, since they are new at one instant.
    """
    world = documents.parent / "world.yaml"
    names = [f"pod-{number}" for number in range(len(images))]
    pods = "".join(POD.format(name=name, image=image) for name, image in zip(names, images, strict=True))
    world.write_text(PODS.format() + pods)
    result = imagesim.simulate(imagesim.load(documents, world))
    image_of = dict(zip(names, images, strict=True))
    return [
        (
            image_of[pull.pod],
            [
                (row.method, row.object, row.status, row.bytes_sent)
                for row in result.records.requests
                if pull.started_s < row.time_s <= pull.ended_s
            ],
        )
        for pull in sorted(result.records.pulls, key=lambda pull: pull.started_s)
    ]


def test_requests_and_bytes_are_those_of_a_real_pull(containerd, registry, tmp_path):
    base, more = make_layer(3_000_000, "base"), make_layer(1_000_000, "more")
    push_image(registry, "shop/web", "v1", [base, more, make_layer(200_000, "one")])
    push_image(registry, "shop/web", "v2", [base, more, make_layer(300_000, "two")])
    amd64 = push_image(registry, "shop/multi", "", [base, make_layer(50_000, "three")])
    arm64 = push_image(registry, "shop/multi", "", [make_layer(70_000, "four")], "linux/arm64")
    push_index(registry, "shop/multi", "v1", [arm64, amd64])
    names = [f"{registry.host}/{name}" for name in ("shop/web:v1", "shop/web:v2", "shop/multi:v1", "shop/web:v1")]
    documents = tmp_path / "images.yaml"
    assert app(["image", "add", *names[:3], "--out", str(documents)], standalone_mode=False) in (None, 0)

    ours = simulated(documents, names)
    real = pulled_for_real(containerd, registry, [name for name, _ in ours])

    for (name, made), seen in zip(ours, real, strict=True):
        # The three downloads at once end in any order.
        assert sorted(made) == sorted(seen), name
        assert made[0] == seen[0], name
    assert sorted(len(seen) for seen in real) == [1, 4, 5, 6]
